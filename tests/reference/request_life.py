"""The life of a request, written again from its text in the plainest way: what the fast rules are compared with."""

from datetime import timedelta
from typing import Any

TEXT = """
asked -> taken closed
taken -> proposed handed_back closed
proposed -> chosen other_route closed
chosen -> joint_contact other_route handed_back closed
other_route -> proposed joint_contact handed_back closed
joint_contact -> joint_contact proposed handed_back closed
handed_back -> closed
"""
ALL = {"asked", "taken", "proposed", "chosen", "other_route", "joint_contact", "handed_back", "closed"}


def pairs() -> set[tuple[str, str]]:
    """Every transition that is allowed."""
    lines = (line.split(" -> ") for line in TEXT.strip().splitlines())
    return {(before, after) for before, right in lines for after in right.split()}


def walk(lines: list[dict[str, Any]]) -> tuple[str, str | None, bool] | None:
    """The state, who has it and whether they still have to take it; None as soon as a line cannot be.

    A line has ``kind``, ``actor``, ``at``, and ``to`` or ``officer``.
    """
    stack: list[tuple[dict[str, Any], tuple[str, str | None, bool]]] = []
    for line in lines:
        if not stack:
            if (line["kind"], line["to"]) != ("move", "asked"):
                return None
            stack.append((line, ("asked", None, True)))
            continue
        top, (state, officer, waiting) = stack[-1]
        if line["kind"] == "undo":
            if len(stack) < 2 or top["actor"] != line["actor"] or line["at"] - top["at"] > timedelta(days=1):
                return None
            stack.pop()
            continue
        if line["kind"] == "move":
            if (state, line["to"]) not in pairs():
                return None
            taken = line["to"] == "taken"
            after = (line["to"], line["actor"] if taken else officer, False if taken else waiting)
        elif state == "closed" or (line["kind"] == "take_over" and state == "asked"):
            return None
        elif line["kind"] == "assign":
            after = (state, line["officer"], True)
        else:
            after = (state, line["actor"], False)
        stack.append((line, after))
    return stack[-1][1]
