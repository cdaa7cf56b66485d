"""Referrals over the API: what may be prepared and moved, by whom, and which condition is told when it is not met."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from network_data.tables import Grant, GrantKind
from network_data.vocabulary import BARRIERS
from tests.api.referring import ENTRUSTED, NOW, OTHER, OWN, SENSITIVE, Caller, Programme, later, told


@pytest.fixture
def programme(sqlite_url: str) -> Iterator[Programme]:
    made = Programme(sqlite_url)
    yield made
    made.check()
    made.close()


@pytest.fixture
def advisor(programme: Programme) -> Iterator[Caller]:
    with programme.asking("advisor") as caller:
        yield caller


def test_what_does_not_follow_is_refused_naming_what_may(advisor: Caller) -> None:
    referral = advisor.prepare().json()["id"]
    refused = advisor.move(referral, "completed")
    assert refused.status_code == 409
    assert refused.headers["content-type"] == "application/problem+json"
    allowed = refused.json()["allowed"]
    assert allowed == advisor.get(f"/referrals/{referral}").json()["allowed"]
    assert {"sent", "given", "refused", "cancelled", "entered_in_error"} <= set(allowed)
    assert "sent" in refused.json()["detail"]


def test_nothing_is_sent_without_the_persons_agreement_for_that_partner_and_time(
    programme: Programme, advisor: Caller
) -> None:
    referral = advisor.prepare().json()["id"]
    assert told(advisor.move(referral, "sent")) == (422, "agreement")
    advisor.agree(service="elsewhere")
    assert told(advisor.move(referral, "sent")) == (422, "agreement")
    agreement = advisor.agree()
    assert advisor.post(f"/agreements/{agreement}/withdrawal").json()["withdrawn_at"]
    assert told(advisor.move(referral, "sent")) == (422, "agreement")
    advisor.agree(until="2026-11-22", interpreter=True)
    programme.at = NOW + timedelta(days=1)
    assert told(advisor.move(referral, "sent")) == (422, "agreement")
    programme.at = NOW
    assert told(advisor.move(referral, "sent")) == (200, "sent")
    assert len(advisor.get(f"/persons/{OWN}/agreements").json()["items"]) == 3


def test_an_agreement_in_the_future_or_over_is_not_written(advisor: Caller) -> None:
    body = {"service_id": "service", "fields": ["phone"], "form": "written"}
    for days in ({"until": "2026-11-21"}, {"until": "2027-01-01", "given_on": "2026-11-23"}):
        assert advisor.post(f"/persons/{OWN}/agreements", body | days).status_code == 422


def test_a_logged_call_takes_a_prepared_referral_straight_to_the_answer(advisor: Caller) -> None:
    advisor.agree()
    referral = advisor.prepare().json()["id"]
    assert told(advisor.move(referral, "accepted")) == (422, "contact")
    yesterday = later(NOW - timedelta(days=1))
    moved = advisor.move(referral, "accepted", at=yesterday, details={"contact": "call"}, on_behalf_of="partner")
    assert told(moved) == (200, "accepted")
    assert moved.json()["since"] == yesterday.replace("+00:00", "Z")


def test_a_no_says_why_and_the_persons_needs_no_reason(advisor: Caller) -> None:
    first = advisor.sent()
    assert told(advisor.move(first, "declined")) == (422, "reason")
    assert told(advisor.move(first, "declined", reason="other")) == (422, "note")
    declined = advisor.move(first, "declined", reason="no-capacity", note="Complet jusqu’en mars")
    assert told(declined) == (200, "declined")
    assert declined.json()["events"][-1]["reason_label"] == "Plus de place"
    assert declined.json()["events"][-1]["note"] == "Complet jusqu’en mars"
    second = advisor.prepare(replaces=first).json()
    assert second["replaces"] == first
    refused = advisor.move(second["id"], "refused")
    assert refused.json()["events"][-1]["reason"] == "no-reason-given"


def test_the_beginning_is_not_undone_an_error_is_kept_hidden(advisor: Caller) -> None:
    referral = advisor.prepare().json()["id"]
    assert told(advisor.post(f"/referrals/{referral}/undo")) == (422, "undo-nothing")
    assert told(advisor.move(referral, "entered_in_error")) == (200, "entered_in_error")
    assert advisor.get(f"/persons/{OWN}/referrals").json()["items"] == []
    assert advisor.get(f"/referrals/{referral}").json()["state"] == "entered_in_error"


def test_one_referral_is_open_for_a_person_a_need_and_a_service(advisor: Caller) -> None:
    advisor.prepare(OWN, OTHER)
    assert told(advisor.prepare(OWN, OTHER)) == (422, "already-open")
    assert told(advisor.prepare(OWN, OTHER, service_id="elsewhere")) == (422, "another-route")
    assert advisor.prepare(OWN, OTHER, service_id="elsewhere", alongside=True).status_code == 201
    assert advisor.prepare(OWN, SENSITIVE).status_code == 201


def test_housing_allows_several_routes_at_once(advisor: Caller) -> None:
    assert BARRIERS[ENTRUSTED].parallel_routes
    assert advisor.prepare().status_code == 201
    assert advisor.prepare(service_id="elsewhere").status_code == 201


def test_only_an_ended_referral_of_the_same_need_is_replaced_and_once(programme: Programme, advisor: Caller) -> None:
    first = advisor.prepare().json()["id"]
    assert told(advisor.prepare(service_id="elsewhere", replaces=first)) == (422, "replaces")
    advisor.move(first, "cancelled")
    assert told(advisor.prepare(OWN, OTHER, replaces=first)) == (422, "replaces")
    assert told(advisor.prepare(replaces="nothing")) == (422, "replaces")
    assert told(advisor.prepare(programme.someone(1), replaces=first)) == (422, "replaces")
    assert advisor.prepare(replaces=first).status_code == 201
    assert told(advisor.prepare(service_id="elsewhere", replaces=first)) == (422, "replaces")


def test_a_barrier_is_one_that_the_person_carries(programme: Programme, advisor: Caller) -> None:
    assert told(advisor.prepare(OWN, "alimentation")) == (422, "need")
    unknown = advisor.prepare(OWN, "acces-logment")
    assert (unknown.status_code, unknown.json()["errors"][0]["field"]) == (422, "barriers[0]")
    assert advisor.prepare(service_id="nowhere").json()["errors"][0]["field"] == "service_id"
    assert advisor.prepare(on_behalf_of="nobody").json()["errors"][0]["field"] == "on_behalf_of"
    assert advisor.prepare(on_behalf_of="colleague").status_code == 201


def test_a_file_behind_a_gate_is_handed_in_to_the_gate_and_never_expires(advisor: Caller) -> None:
    made = advisor.prepare(service_id="behind-a-gate").json()
    assert (made["kind"], made["recipient"]) == ("dossier", "gate--siao")
    assert "expired" not in made["allowed"]
    advisor.agree(service="behind-a-gate")
    details = {"receipt_on": "2026-11-22", "renewal_on": "2027-11-22", "next_check_on": "2027-01-15"}
    sent = advisor.move(made["id"], "sent", details=details).json()
    assert (sent["label"], sent["events"][-1]["details"]) == ("déposée", details)
    assert told(advisor.move(made["id"], "expired")) == (409, sent["allowed"])


def test_an_officer_refers_for_what_was_entrusted_and_sees_nothing_else(programme: Programme, advisor: Caller) -> None:
    hidden = advisor.prepare(OWN, OTHER).json()["id"]
    both = advisor.prepare(OWN, ENTRUSTED, SENSITIVE, service_id="elsewhere").json()["id"]
    shown = advisor.prepare(OWN, note="Elle préfère le matin").json()["id"]
    with programme.asking("officer") as officer:
        assert [each["id"] for each in officer.get(f"/persons/{OWN}/referrals").json()["items"]] == [shown]
        assert {officer.get(f"/referrals/{each}").status_code for each in (hidden, both)} == {404}
        assert officer.get(f"/referrals/{shown}").json()["events"][0]["note"] is None
        assert told(officer.prepare(OWN, OTHER, service_id="quiet")) == (422, "need")
        assert told(officer.prepare(service_id="quiet", note="Vu au CCAS")) == (201, "prepared")
        assert officer.move(hidden, "cancelled").status_code == 404


def test_a_chantiers_software_refers_without_what_tells_a_sensitive_need(programme: Programme, advisor: Caller) -> None:
    hidden = [
        advisor.prepare(OWN, SENSITIVE).json()["id"],
        advisor.prepare(OWN, OTHER, service_id="quiet").json()["id"],
    ]
    with programme.asking("key") as software:
        assert told(software.prepare(OWN, SENSITIVE, service_id="elsewhere")) == (422, "need")
        assert told(software.prepare(OWN, ENTRUSTED, service_id="quiet")) == (422, "need")
        shown = software.prepare().json()["id"]
        assert [each["id"] for each in software.get(f"/persons/{OWN}/referrals").json()["items"]] == [shown]
        assert {software.get(f"/referrals/{each}").status_code for each in hidden} == {404}
        assert software.prepare("P-next-door").status_code == 404
    assert advisor.get(f"/referrals/{shown}").json()["events"][0]["actor"].startswith("key:")


@pytest.mark.parametrize("person", ["P-colleagues", "P-next-door", "P-far", "P-nobody"])
def test_what_is_not_ones_own_does_not_exist(advisor: Caller, person: str) -> None:
    body = {"service_id": "service", "fields": ["phone"], "until": "2027-01-01", "form": "oral"}
    answers = [
        advisor.prepare(person),
        advisor.post(f"/persons/{person}/agreements", body),
        advisor.get(f"/persons/{person}/referrals"),
    ]
    assert {answer.status_code for answer in answers} == {404}


@pytest.mark.parametrize("kind", ["direction", "supervisor", "administrator", "auditor", "coordinator"])
def test_the_employer_and_those_who_administer_reach_no_referral(
    programme: Programme, advisor: Caller, kind: str
) -> None:
    referral = advisor.prepare().json()["id"]
    with programme.asking(kind) as other:
        expected = 404 if kind == "coordinator" else 403
        assert other.get(f"/referrals/{referral}").status_code == expected
        assert other.move(referral, "cancelled").status_code == expected


def test_reading_a_file_opened_for_a_reason_changes_nothing(programme: Programme, advisor: Caller) -> None:
    referral = advisor.prepare().json()["id"]
    programme.store(Grant(account_id="colleague", person_id=OWN, kind=GrantKind.OPENED, since=NOW))
    with programme.asking("colleague") as colleague:
        assert colleague.get(f"/referrals/{referral}").status_code == 200
        assert colleague.move(referral, "cancelled").status_code == 403
        assert colleague.prepare(OWN, OTHER).status_code == 403
