"""The rules of a referral's life, pure: its log replayed, guards, clocks, what it holds, what quotas leave."""

from network_data.referrals.clocks import Days, Due, Standing, due, need_due
from network_data.referrals.guards import Guard, Move, Situation, Unmet, unmet
from network_data.referrals.log import BrokenLogError, Course, Event, EventKind, Undo, replay, why_not_undo
from network_data.referrals.quotas import Scope, Use, crossing, room

__all__ = [
    "BrokenLogError",
    "Course",
    "Days",
    "Due",
    "Event",
    "EventKind",
    "Guard",
    "Move",
    "Scope",
    "Situation",
    "Standing",
    "Undo",
    "Unmet",
    "Use",
    "crossing",
    "due",
    "need_due",
    "replay",
    "room",
    "unmet",
    "why_not_undo",
]
