"""The rules of a referral's life, pure: its log replayed, its guards, what it holds and what quotas leave."""

from network_data.referrals.guards import Guard, Move, Situation, Unmet, unmet
from network_data.referrals.log import BrokenLogError, Course, Event, EventKind, Undo, replay, why_not_undo
from network_data.referrals.quotas import Scope, Use, crossing, room

__all__ = [
    "BrokenLogError",
    "Course",
    "Event",
    "EventKind",
    "Guard",
    "Move",
    "Scope",
    "Situation",
    "Undo",
    "Unmet",
    "Use",
    "crossing",
    "replay",
    "room",
    "unmet",
    "why_not_undo",
]
