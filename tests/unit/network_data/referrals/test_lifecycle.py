"""The states, what may follow each and what each holds are what the text says, word for word."""

import pytest

from network_data.vocabulary import REASONS, REFERRAL_STATES, ReferralKind, ReferralState, Unit, reasons_of
from tests.reference import referral_life


@pytest.mark.parametrize("kind", ReferralKind)
def test_what_may_follow_each_state_is_what_the_text_says_and_nothing_else(kind: ReferralKind) -> None:
    found = {
        (state.value, after.value): after in entry.by_contact
        for state, entry in REFERRAL_STATES.items()
        for after in entry.followers(kind)
    }
    assert found == referral_life.pairs(dossier=kind is ReferralKind.DOSSIER)


def test_an_ended_state_is_followed_by_nothing_but_an_error() -> None:
    ended = {state.value for state, entry in REFERRAL_STATES.items() if entry.ended}
    assert ended == referral_life.ENDED
    for state in ended:
        followers = REFERRAL_STATES[ReferralState(state)].followers(ReferralKind.ORIENTATION)
        assert set(followers) <= {ReferralState.ENTERED_IN_ERROR}


@pytest.mark.parametrize("unit", Unit)
def test_a_request_is_held_from_sent_on_a_place_from_accepted_on_and_nothing_once_ended(unit: Unit) -> None:
    holding = {state.value for state, entry in REFERRAL_STATES.items() if unit in entry.holds}
    assert holding == referral_life.HOLDS[unit]


def test_every_state_has_its_entry_and_its_names() -> None:
    assert set(REFERRAL_STATES) == set(ReferralState)
    assert REFERRAL_STATES[ReferralState.SENT].label_of(ReferralKind.ORIENTATION) == "envoyée"
    assert REFERRAL_STATES[ReferralState.SENT].label_of(ReferralKind.DOSSIER) == "déposée"
    assert REFERRAL_STATES[ReferralState.ACCEPTED].label_of(ReferralKind.DOSSIER) == "acceptée"


def test_reasons_are_for_no_from_the_partner_or_from_the_person_who_need_not_say_why() -> None:
    assert {of for of, _ in REASONS} == {ReferralState.DECLINED, ReferralState.REFUSED}
    assert len(reasons_of(ReferralState.DECLINED)) == 9
    assert "no-reason-given" in reasons_of(ReferralState.REFUSED)
    assert reasons_of(ReferralState.CANCELLED) == ()
