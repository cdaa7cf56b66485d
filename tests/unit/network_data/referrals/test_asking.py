"""What a referral's log says of the partner: only what the partner did."""

from datetime import UTC, datetime, timedelta

import pytest

from network_data.referrals import Event, EventKind, replay
from network_data.referrals.asking import Asking, asking_of
from network_data.vocabulary import EndedBy, ReferralKind, ReferralState

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
BY_CONTACT = frozenset({"accepted", "scheduled", "waitlisted", "declined"})


def told(*states: str, reason: str | None = None, kind: ReferralKind = ReferralKind.ORIENTATION) -> Asking | None:
    """What a referral says that came to these states, one a day; ``reason`` of a decline."""
    events = [
        Event(
            number=number,
            actor="advisor",
            recorded_at=START + timedelta(days=number - 1),
            to=None if state == "undo" else ReferralState(state),
            kind=EventKind.UNDO if state == "undo" else EventKind.MOVE,
            by_contact=state in BY_CONTACT,
        )
        for number, state in enumerate(("prepared", *states), start=1)
    ]
    return asking_of(replay(kind, events), {event.number: reason for event in events if event.to == "declined"})


def summary(asking: Asking | None) -> tuple[int | None, bool | None, EndedBy | None, bool | None]:
    """Days waited, whether accepted, who ended it, whether it began."""
    assert asking is not None
    waited = None if asking.answered_at is None else (asking.answered_at - asking.asked_at).days
    return waited, asking.accepted, asking.ended_by, asking.started


@pytest.mark.parametrize(
    ("states", "said"),
    [
        (("sent",), (None, None, None, None)),
        (("sent", "accepted"), (1, True, None, None)),
        (("sent", "scheduled", "completed"), (1, True, None, True)),
        (("sent", "waitlisted"), (1, None, None, None)),
        (("sent", "waitlisted", "accepted"), (1, True, None, None)),
        (("sent", "expired"), (None, None, EndedBy.PARTNER, None)),
        (("sent", "refused"), (None, None, EndedBy.PERSON, None)),
        (("sent", "cancelled"), (None, None, EndedBy.REFERRER, None)),
        (("sent", "accepted", "refused"), (1, True, EndedBy.PERSON, False)),
        (("sent", "scheduled", "missed", "unreached"), (1, True, EndedBy.ABSENCE, False)),
        (("sent", "accepted", "undo"), (None, None, None, None)),
        (("accepted", "in_progress"), (0, True, None, True)),
    ],
)
def test_what_each_course_says(
    states: tuple[str, ...], said: tuple[int | None, bool | None, EndedBy | None, bool | None]
) -> None:
    assert summary(told(*states)) == said


@pytest.mark.parametrize(
    ("reason", "accepted"),
    [
        ("no-capacity", False),
        ("not-eligible", False),
        ("person-absent", None),
        ("person-not-reached", None),
        ("duplicate", None),
    ],
)
def test_a_no_counts_where_it_is_the_partner_s_own(reason: str, accepted: bool | None) -> None:
    assert summary(told("sent", "declined", reason=reason)) == (1, accepted, EndedBy.PARTNER, None)


def test_a_yes_that_is_taken_back_is_a_no_and_an_absence_leaves_it_a_yes() -> None:
    for reason, accepted in (("no-capacity", False), ("person-absent", True)):
        assert summary(told("sent", "accepted", "declined", reason=reason))[1] is accepted


@pytest.mark.parametrize(
    "states", [(), ("given", "completed"), ("refused",), ("sent", "undo"), ("sent", "entered_in_error")]
)
def test_who_was_not_asked_owes_nothing(states: tuple[str, ...]) -> None:
    assert told(*states) is None


def test_a_dossier_says_nothing_of_who_receives_it() -> None:
    assert told("sent", "accepted", kind=ReferralKind.DOSSIER) is None
