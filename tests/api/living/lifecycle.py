"""The life of a referral as the trade has it, written down apart from the product, and a slow walk along a log."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType

_NEXT = {
    "suggested": "prepared expired",
    "prepared": "sent given refused cancelled expired",
    "sent": "accepted scheduled declined waitlisted expired cancelled refused",
    "given": "scheduled in_progress completed refused cancelled",
    "waitlisted": "accepted scheduled declined refused cancelled expired",
    "accepted": "scheduled in_progress declined completed refused cancelled",
    "scheduled": "scheduled in_progress missed completed declined refused cancelled",
    "missed": "scheduled refused unreached cancelled",
    "in_progress": "completed waitlisted declined refused unreached cancelled",
}
ENDED = frozenset({"completed", "declined", "refused", "cancelled", "unreached", "expired", "entered_in_error"})
NEXT: Mapping[str, frozenset[str]] = MappingProxyType(
    {state: frozenset((*text.split(), "entered_in_error")) for state, text in _NEXT.items()}
    | {state: frozenset({"entered_in_error"} - {state}) for state in ENDED}
)
BY_CALL = frozenset({"accepted", "scheduled", "waitlisted", "declined"})
"""What may follow ``prepared`` too, by a call or a meeting that is logged."""
STATES = tuple(NEXT)
_BOTH = frozenset({"application", "place"})
HELD: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "sent": frozenset({"application"}),
        "waitlisted": frozenset({"application"}),
        **dict.fromkeys(("accepted", "scheduled", "missed", "in_progress"), _BOTH),
    }
)
UNDONE_WITHIN = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Line:
    """One event as it is stored."""

    number: int
    undo: bool
    to: str | None
    actor: str
    at: datetime
    recorded_at: datetime
    details: Mapping[str, object]
    reason: str | None


def may_follow(state: str, to: str, *, called: bool, dossier: bool) -> bool:
    """Whether a referral may go from one state to another."""
    if dossier and to == "expired":
        return False
    return to in NEXT[state] or (state == "prepared" and called and to in BY_CALL)


def walk(log: Sequence[Line], *, dossier: bool) -> list[Line]:
    """The moves that stand after a log; fails on a log that no referral can have."""
    standing: list[Line] = []
    for number, line in enumerate(log, start=1):
        assert line.number == number, f"event {number} is missing"
        if line.undo:
            last = standing.pop()
            assert standing, "the beginning is not undone"
            assert last.actor == line.actor, "only the author undoes"
            assert line.recorded_at - last.recorded_at <= UNDONE_WITHIN, "undone too late"
            continue
        assert line.to is not None
        if not standing:
            assert line.to in {"prepared", "suggested"}, f"begins {line.to}"
        else:
            called = "contact" in line.details
            before = standing[-1].to or ""
            assert may_follow(before, line.to, called=called, dossier=dossier), f"{before} -> {line.to}"
            assert line.actor != "engine" or line.to == "expired", "the engine suggests and drops, no more"
        assert line.at <= line.recorded_at, "nothing is noted before it happens"
        standing.append(line)
    return standing
