"""A log gives the state that walking it by hand gives, or is refused where walking stops."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from network_data.referrals import BrokenLogError, Event, EventKind, replay, why_not_undo
from network_data.referrals.log import ENGINE, may_follow
from network_data.vocabulary import ReferralKind, ReferralState, Unit
from tests.reference import referral_life

START = datetime(2026, 11, 2, 9, tzinfo=UTC)
S = ReferralState


def event(number: int, line: dict[str, Any]) -> Event:
    return Event(
        number=number,
        actor=line["actor"],
        recorded_at=line["at"],
        to=S(line["to"]) if line["to"] else None,
        kind=EventKind.MOVE if line["to"] else EventKind.UNDO,
        at=line["at"],
        by_contact=line["contact"],
    )


def log(*states: ReferralState | None, actor: str = "ines", held_until: datetime | None = None) -> list[Event]:
    """A log that goes through ``states``, an hour apart; None undoes."""
    moments = (START + timedelta(hours=hour) for hour in range(len(states)))
    lines = [
        {"to": state, "actor": actor, "at": at, "contact": True} for state, at in zip(states, moments, strict=True)
    ]
    first, *rest = [event(number, line) for number, line in enumerate(lines, 1)]
    return [Event(1, first.actor, first.recorded_at, first.to, at=first.at, held_until=held_until), *rest]


@st.composite
def logs(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Lines that mostly follow one another, and sometimes nothing: a walk goes far before it stumbles."""
    allowed = referral_life.pairs()
    lines: list[dict[str, Any]] = []
    at = START
    standing: list[str] = []
    for _ in range(draw(st.integers(1, 12))):
        followers = sorted(after for before, after in allowed if standing and before == standing[-1])
        likely = ["prepared", "suggested"] if not standing else [*followers, None]
        to = draw(st.sampled_from(likely or [None]) | st.sampled_from([*sorted(referral_life.ALL), None]))
        at += timedelta(hours=draw(st.sampled_from([0, 1, 23, 24, 25])))
        actor = draw(st.sampled_from(["ines", "ines", "ines", "marc", ENGINE]))
        lines.append({"to": to, "actor": actor, "at": at, "contact": draw(st.sampled_from([True, True, False]))})
        standing = referral_life.walk(lines) or []
    return lines


@pytest.mark.hypothesis
@given(logs(), st.booleans())
def test_replaying_gives_what_walking_by_hand_gives(lines: list[dict[str, Any]], dossier: bool) -> None:
    kind = ReferralKind.DOSSIER if dossier else ReferralKind.ORIENTATION
    standing = referral_life.walk(lines, dossier=dossier)
    events = [event(number, line) for number, line in enumerate(lines, 1)]
    if standing is None:
        with pytest.raises(BrokenLogError):
            replay(kind, events)
        return
    course = replay(kind, events)
    assert [each.to for each in course.standing] == standing
    assert course.number == len(lines)
    assert {unit.value for unit in course.holdings(START)} == {
        unit for unit, states in referral_life.HOLDS.items() if standing[-1] in states
    }


@pytest.mark.parametrize("before", S)
@pytest.mark.parametrize("after", S)
def test_a_transition_that_the_text_does_not_name_is_refused(before: ReferralState, after: ReferralState) -> None:
    way = {
        S.SUGGESTED: [S.SUGGESTED],
        S.PREPARED: [S.PREPARED],
        S.MISSED: [S.PREPARED, S.SCHEDULED, S.MISSED],
        S.IN_PROGRESS: [S.PREPARED, S.SCHEDULED, S.IN_PROGRESS],
        S.COMPLETED: [S.PREPARED, S.GIVEN, S.COMPLETED],
        S.UNREACHED: [S.PREPARED, S.SCHEDULED, S.MISSED, S.UNREACHED],
    }.get(before, [S.PREPARED, before])
    course = replay(ReferralKind.ORIENTATION, log(*way))
    allowed = (before.value, after.value) in referral_life.pairs()
    assert (after in may_follow(course)) is allowed
    if not allowed:
        with pytest.raises(BrokenLogError, match=f"Event {len(way) + 1} "):
            replay(ReferralKind.ORIENTATION, log(*way, after))


def test_a_log_with_a_line_missing_or_without_a_beginning_is_refused() -> None:
    whole = log(S.PREPARED, S.SENT, S.ACCEPTED)
    for broken in ([whole[0], whole[2]], whole[1:], log(S.SENT), log(None)):
        with pytest.raises(BrokenLogError):
            replay(ReferralKind.ORIENTATION, broken)


def test_an_undo_brings_back_what_was_before_even_after_the_end_and_never_the_beginning() -> None:
    course = replay(ReferralKind.ORIENTATION, log(S.PREPARED, S.SENT, S.DECLINED, None))
    assert course.state is S.SENT
    assert course.since == START + timedelta(hours=1)
    assert replay(ReferralKind.ORIENTATION, log(S.PREPARED, S.SENT, None)).state is S.PREPARED
    with pytest.raises(BrokenLogError):
        replay(ReferralKind.ORIENTATION, log(S.PREPARED, S.SENT, None, None))


def test_only_the_author_undoes_and_only_within_a_day() -> None:
    course = replay(ReferralKind.ORIENTATION, log(S.PREPARED, S.SENT))
    sent_at = START + timedelta(hours=1)
    assert why_not_undo(course, "ines", sent_at + timedelta(hours=24)) is None
    assert why_not_undo(course, "marc", sent_at) == "undo-actor"
    assert why_not_undo(course, "ines", sent_at + timedelta(hours=24, seconds=1)) == "undo-late"


def test_a_place_kept_back_is_held_until_its_time_while_prepared_or_sent_and_for_good_once_accepted() -> None:
    until = START + timedelta(days=7)

    def held(*states: ReferralState | None, at: datetime = START) -> dict[Unit, datetime | None]:
        return dict(replay(ReferralKind.ORIENTATION, log(*states, held_until=until)).holdings(at))

    assert held(S.PREPARED) == {Unit.APPLICATION: until, Unit.PLACE: until}
    assert held(S.PREPARED, at=until) == {}
    assert held(S.PREPARED, S.SENT, at=until) == {Unit.APPLICATION: None}
    assert held(S.PREPARED, S.SENT) == {Unit.APPLICATION: None, Unit.PLACE: until}
    assert held(S.PREPARED, S.SENT, S.ACCEPTED) == {Unit.APPLICATION: None, Unit.PLACE: None}
    assert held(S.PREPARED, S.SENT, S.WAITLISTED) == {Unit.APPLICATION: None}
    assert held(S.PREPARED, S.GIVEN) == {}
    assert held(S.PREPARED, S.SENT, S.DECLINED) == {}
    assert held(S.PREPARED, S.SENT, S.DECLINED, None) == held(S.PREPARED, S.SENT)
