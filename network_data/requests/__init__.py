"""The rules of a request's life, pure: its log replayed, and what must hold before it moves."""

from network_data.requests.guards import MOST_SERVICES, Guard, Move, Proposal, Situation, unmet
from network_data.requests.log import (
    BrokenLogError,
    Course,
    Event,
    EventKind,
    Undo,
    may_follow,
    replay,
    side_of,
    why_not_undo,
)

__all__ = [
    "MOST_SERVICES",
    "BrokenLogError",
    "Course",
    "Event",
    "EventKind",
    "Guard",
    "Move",
    "Proposal",
    "Situation",
    "Undo",
    "may_follow",
    "replay",
    "side_of",
    "unmet",
    "why_not_undo",
]
