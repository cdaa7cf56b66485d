"""A log of a request gives what walking it by hand gives, or is refused where walking stops."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from network_data.requests import BrokenLogError, Event, EventKind, may_follow, replay, why_not_undo
from network_data.vocabulary import REQUEST_STATES, RequestState, Side
from tests.reference import request_life

START = datetime(2026, 11, 2, 9, tzinfo=UTC)
S = RequestState


def event(number: int, line: dict[str, Any]) -> Event:
    to = S(line["to"]) if line["to"] else None
    return Event(number, line["actor"], line["at"], EventKind(line["kind"]), to, line["officer"])


@st.composite
def logs(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Lines that mostly follow one another, and sometimes nothing: a walk goes far before it stumbles."""
    at, lines, state = START, [], ""
    for _ in range(draw(st.integers(1, 14))):
        followers = sorted(after for before, after in request_life.pairs() if before == state)
        moves = st.sampled_from(followers or ["asked"]) | st.sampled_from(sorted(request_life.ALL))
        kind = draw(st.sampled_from(["move", "move", "move", "assign", "take_over", "undo"])) if state else "move"
        at += timedelta(hours=draw(st.sampled_from([0, 1, 23, 24, 25])))
        lines.append(
            {
                "kind": kind,
                "to": draw(moves) if kind == "move" else None,
                "actor": draw(st.sampled_from(["nadia", "nadia", "olivier", "ines"])),
                "officer": draw(st.sampled_from(["nadia", "olivier", None])) if kind == "assign" else None,
                "at": at,
            }
        )
        walked = request_life.walk(lines)
        state = walked[0] if walked else ""
    return lines


@pytest.mark.hypothesis
@given(logs())
def test_replaying_gives_what_walking_by_hand_gives(lines: list[dict[str, Any]]) -> None:
    walked = request_life.walk(lines)
    events = [event(number, line) for number, line in enumerate(lines, 1)]
    if walked is None:
        with pytest.raises(BrokenLogError):
            replay(events)
        return
    course = replay(events)
    assert (course.state, course.officer, course.waiting) == walked
    assert course.number == len(lines)


def test_the_vocabulary_says_what_the_text_says() -> None:
    told = {(state.value, after.value) for state, entry in REQUEST_STATES.items() for after in entry.next}
    assert told == request_life.pairs()
    assert {state for state, entry in REQUEST_STATES.items() if entry.ended} == {S.CLOSED}
    assert all(S.CLOSED in entry.next for entry in REQUEST_STATES.values() if not entry.ended)
    assert all(entry.by <= set(Side) and entry.by for entry in REQUEST_STATES.values())


def log(*lines: tuple[str, str, str | None]) -> list[Event]:
    """A log of kinds, actors and states or officers, an hour apart."""
    return [
        Event(
            number,
            actor,
            START + timedelta(hours=number),
            EventKind(kind),
            S(told) if told and kind == "move" else None,
            told if kind == "assign" else None,
        )
        for number, (kind, actor, told) in enumerate(lines, 1)
    ]


ASKED, TAKEN = ("move", "ines", "asked"), ("move", "nadia", "taken")


def test_what_was_passed_on_keeps_its_state_and_waits_until_it_is_taken() -> None:
    passed = replay(log(ASKED, TAKEN, ("move", "nadia", "proposed"), ("assign", "nadia", "olivier")))
    assert (passed.state, passed.officer, passed.waiting) == (S.PROPOSED, "olivier", True)
    moved = (("move", "nadia", "proposed"), ("assign", "nadia", "olivier"), ("take_over", "olivier", None))
    taken = replay(log(ASKED, TAKEN, *moved))
    assert (taken.state, taken.officer, taken.waiting) == (S.PROPOSED, "olivier", False)
    assert replay(log(ASKED, TAKEN, ("assign", "nadia", None))).officer is None


def test_undoing_a_pass_gives_it_back_and_only_its_author_undoes_within_a_day() -> None:
    lines = (ASKED, TAKEN, ("assign", "nadia", "olivier"))
    assert replay(log(*lines, ("undo", "nadia", None))).officer == "nadia"
    course, at = replay(log(*lines)), START + timedelta(hours=3)
    assert why_not_undo(course, "nadia", at + timedelta(hours=24)) is None
    assert why_not_undo(course, "olivier", at) == "undo-actor"
    assert why_not_undo(course, "nadia", at + timedelta(hours=25)) == "undo-late"
    assert why_not_undo(replay(log(ASKED)), "ines", START) == "undo-nothing"


def test_nothing_follows_the_end_but_an_undo() -> None:
    closed = (ASKED, ("move", "ines", "closed"))
    assert may_follow(replay(log(*closed))) == ()
    for kind in ("assign", "take_over"):
        with pytest.raises(BrokenLogError, match="it is closed"):
            replay(log(*closed, (kind, "nadia", None)))
    assert replay(log(*closed, ("undo", "ines", None))).state is S.ASKED
