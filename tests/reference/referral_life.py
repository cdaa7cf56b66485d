"""The life of a referral, written again from its text in the plainest way: what the fast rules are compared with."""

from datetime import timedelta
from typing import Any

TEXT = """
suggested -> prepared expired
prepared -> sent given refused cancelled expired
prepared, by a call or a meeting -> accepted scheduled waitlisted declined
sent -> accepted scheduled declined waitlisted expired cancelled refused
given -> scheduled in_progress completed refused cancelled
waitlisted -> accepted scheduled declined refused cancelled expired
accepted -> scheduled in_progress declined completed refused cancelled
scheduled -> scheduled in_progress missed completed declined refused cancelled
missed -> scheduled refused unreached cancelled
in_progress -> completed waitlisted declined refused unreached cancelled
"""
ENDED = {"completed", "declined", "refused", "cancelled", "unreached", "expired", "entered_in_error"}
HOLDS = {
    "application": {"sent", "waitlisted", "accepted", "scheduled", "missed", "in_progress"},
    "place": {"accepted", "scheduled", "missed", "in_progress"},
}
OPEN = {"suggested", "prepared", "given", *HOLDS["application"]}
ALL = OPEN | ENDED


def pairs(*, dossier: bool = False) -> dict[tuple[str, str], bool]:
    """Every transition that is allowed, and whether it takes a call or a meeting."""
    found: dict[tuple[str, str], bool] = {}
    for line in TEXT.strip().splitlines():
        left, right = line.split(" -> ")
        before, _, how = left.partition(", ")
        for after in right.split():
            if not (dossier and after == "expired"):
                found[before, after] = bool(how)
    for state in ALL - {"entered_in_error"}:
        found[state, "entered_in_error"] = False
    return found


def walk(lines: list[dict[str, Any]], *, dossier: bool = False) -> list[str] | None:
    """The states that stand after ``lines``, the oldest first; None as soon as one of them cannot be.

    A line has ``to`` (None for an undo), ``actor``, ``at`` and ``contact``.
    """
    allowed = pairs(dossier=dossier)
    stack: list[dict[str, Any]] = []
    for line in lines:
        if not stack:
            if line["to"] not in {"suggested", "prepared"}:
                return None
            stack.append(line)
        elif line["to"] is None:
            top = stack[-1]
            if len(stack) < 2 or top["actor"] != line["actor"] or line["at"] - top["at"] > timedelta(days=1):
                return None
            stack.pop()
        else:
            step = (stack[-1]["to"], line["to"])
            if step not in allowed or (allowed[step] and not line["contact"]):
                return None
            if line["actor"] == "engine" and line["to"] != "expired":
                return None
            stack.append(line)
    return [line["to"] for line in stack]
