"""Each condition is asked for where it matters, by its code, and met by what it asks for."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from network_data.referrals import Guard, Move, Situation, Unmet, unmet
from network_data.referrals.guards import Contact, Result
from network_data.referrals.log import ENGINE
from network_data.vocabulary import REFERRAL_STATES, ReferralState

NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)
S = ReferralState


def refused(before: ReferralState, to: ReferralState, *, agreed: bool = True, actor: str = "ines", **said: Any) -> str:
    """The code of the condition that is not met, nothing when all are."""
    given = {"at": NOW, **said}
    found = unmet(Move(to, **given), Situation(before, ["acces-logement"], actor, NOW, agreed))
    return found.guard.value if found else ""


@pytest.mark.parametrize("to", [S.SENT, S.ACCEPTED, S.SCHEDULED, S.WAITLISTED])
def test_nothing_leaves_for_a_partner_without_the_persons_agreement(to: ReferralState) -> None:
    said: dict[str, Any] = {"contact": Contact.CALL, "scheduled_at": NOW + timedelta(days=3)}
    assert refused(S.PREPARED, to, agreed=False, **said) == "agreement"
    assert refused(S.PREPARED, to, agreed=True, **said) == ""


@pytest.mark.parametrize("before", sorted(set(S) - {S.PREPARED}))
def test_what_a_partner_answers_shares_nothing_more(before: ReferralState) -> None:
    assert REFERRAL_STATES[before].shares == frozenset()


def test_refusing_to_share_costs_nothing_the_address_is_handed_to_her() -> None:
    assert refused(S.PREPARED, S.GIVEN, agreed=False) == ""
    assert refused(S.PREPARED, S.CANCELLED, agreed=False) == ""


def test_an_answer_before_anything_was_sent_comes_by_a_call_or_a_meeting() -> None:
    assert refused(S.PREPARED, S.ACCEPTED) == "contact"
    assert refused(S.PREPARED, S.ACCEPTED, contact=Contact.MEETING) == ""
    assert refused(S.SENT, S.ACCEPTED) == ""


def test_a_decline_has_a_coded_reason_and_a_refusal_may_have_none_to_give() -> None:
    assert refused(S.SENT, S.DECLINED) == "reason"
    assert refused(S.SENT, S.DECLINED, reason="too-far") == "reason"
    assert refused(S.SENT, S.DECLINED, reason="no-capacity") == ""
    assert refused(S.SENT, S.REFUSED, reason="no-reason-given") == ""
    assert refused(S.SENT, S.REFUSED, reason="no-capacity") == "reason"


def test_other_asks_for_words_and_another_barrier_for_its_name() -> None:
    assert refused(S.SENT, S.DECLINED, reason="other", note="  ") == "note"
    assert refused(S.SENT, S.DECLINED, reason="other", note="Travaux jusqu’en mars") == ""
    assert refused(S.SENT, S.DECLINED, reason="other-barrier-first", other_barrier="nonsense") == "other-barrier"
    assert refused(S.SENT, S.DECLINED, reason="other-barrier-first", other_barrier="domiciliation") == ""
    assert refused(S.SENT, S.REFUSED, reason="other") == ""


def test_an_appointment_has_a_date_and_a_completion_a_result_for_each_need() -> None:
    assert refused(S.ACCEPTED, S.SCHEDULED) == "appointment"
    assert refused(S.ACCEPTED, S.SCHEDULED, scheduled_at=NOW) == ""
    assert refused(S.ACCEPTED, S.COMPLETED) == "results"
    assert refused(S.ACCEPTED, S.COMPLETED, results={"gestion-budget": Result.LIFTED}) == "results"
    assert refused(S.ACCEPTED, S.COMPLETED, results={"acces-logement": Result.PARTLY}) == ""


def test_what_is_noted_has_happened_and_the_engine_decides_nothing() -> None:
    assert refused(S.SENT, S.ACCEPTED, at=NOW + timedelta(seconds=1)) == "time"
    assert refused(S.SUGGESTED, S.PREPARED, actor=ENGINE) == "engine"
    assert refused(S.SUGGESTED, S.EXPIRED, actor=ENGINE) == ""


def test_dates_set_by_the_advisor_need_nothing_else() -> None:
    move = Move(S.SENT, NOW, receipt_on=date(2026, 11, 20), renewal_on=date(2027, 11, 20))
    situation = Situation(S.PREPARED, ["acces-logement"], "ines", NOW, agreed=True)
    assert unmet(move, situation) is None
    assert unmet(move, replace(situation, agreed=False)) == Unmet(Guard.AGREEMENT)


@pytest.mark.parametrize(("before", "to"), [(S.PREPARED, S.SENT), (S.SENT, S.CANCELLED), (S.MISSED, S.UNREACHED)])
def test_a_step_without_reasons_takes_none(before: ReferralState, to: ReferralState) -> None:
    assert refused(before, to, reason="no-capacity") == "reason"
    assert refused(before, to) == ""
