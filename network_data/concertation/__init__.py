"""The rules of a follow-up by several, pure: what contradicts itself, and what nobody looks after."""

from network_data.concertation.flags import (
    SILENT_DAYS,
    Flag,
    FlagCode,
    FollowedReferent,
    Following,
    NeedSeen,
    ReferralSeen,
    StepSeen,
    flags,
    rank,
)

__all__ = [
    "SILENT_DAYS",
    "Flag",
    "FlagCode",
    "FollowedReferent",
    "Following",
    "NeedSeen",
    "ReferralSeen",
    "StepSeen",
    "flags",
    "rank",
]
