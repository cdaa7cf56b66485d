"""A call made together is recorded in one go: the choice, the agreement, the referral, the request; or not at all."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlmodel import Session, select

from network_data.tables import AuditEntry, Grant, Referral, SharingAgreement
from tests.api.asking_officers import PROPOSED, Requests, ask, done
from tests.api.referring import ENTRUSTED, OWN, Caller, told

AGREED = {"service_id": "service", "fields": ["first_name", "phone"], "until": "2027-01-31", "form": "oral"}
SLOT = {"service_id": "service", "result": "scheduled", "scheduled_at": "2026-12-01T10:00:00+01:00"}


@pytest.fixture
def programme(database_url: str) -> Iterator[Requests]:
    made = Requests(database_url)
    yield made
    made.check()
    made.close()


@pytest.fixture
def advisor(programme: Requests) -> Iterator[Caller]:
    with programme.asking("advisor") as caller:
        yield caller


@pytest.fixture
def officer(programme: Requests) -> Iterator[Caller]:
    with programme.asking("officer") as caller:
        yield caller


def proposed(advisor: Caller, officer: Caller, person: str | None = OWN) -> str:
    request = str(ask(advisor, person)["id"])
    done(officer, request, "taken")
    done(officer, request, "proposed", services=PROPOSED)
    return request


def call(caller: Caller, request: str, **said: Any) -> Any:
    return caller.post(f"/requests/{request}/calls", said)


def stored(programme: Requests, table: Any) -> list[Any]:
    with Session(programme.app.state.engine) as session:
        return list(session.exec(select(table)))


def test_a_slot_fixed_in_the_call_is_in_the_referral_and_the_request_at_once(
    programme: Requests, advisor: Caller, officer: Caller
) -> None:
    request = proposed(advisor, officer)
    done_ = call(officer, request, **SLOT, agreement=AGREED).json()
    assert done_["state"] == "joint_contact"
    assert [event["to"] for event in done_["events"][-2:]] == ["chosen", "joint_contact"]
    referral = advisor.get(f"/referrals/{done_['events'][-1]['details']['referral']}").json()
    assert (referral["state"], referral["barriers"]) == ("scheduled", [ENTRUSTED])
    assert referral["events"][-1]["details"]["scheduled_at"] == "2026-12-01T09:00:00+00:00"
    assert (referral["events"][-1]["on_behalf_of"], referral["events"][-1]["actor"]) == ("partner", "officer")


def test_without_her_agreement_nothing_at_all_is_written_but_the_trace_of_the_attempt(
    programme: Requests, advisor: Caller, officer: Caller
) -> None:
    request = proposed(advisor, officer)
    traced = len(stored(programme, AuditEntry))
    assert told(call(officer, request, **SLOT)) == (422, "agreement")
    assert officer.get(f"/requests/{request}").json()["state"] == "proposed"
    assert stored(programme, Referral) == stored(programme, SharingAgreement) == []
    attempted = [entry.action for entry in stored(programme, AuditEntry)][traced:]
    assert "referral.prepare" in attempted


def test_a_refused_form_of_the_page_leaves_nothing_half_written_and_the_trail_whole(
    programme: Requests, advisor: Caller, officer: Caller
) -> None:
    request = proposed(advisor, officer)
    sent = {"service": "service", "resultat": "scheduled", "quand": "2026-12-01T10:00"}
    refused = officer.submit(f"/demandes/{request}/appel", **sent)
    assert (refused.status_code, "accord de la personne" in refused.text) == (422, True)
    assert 'value="2026-12-01T10:00"' in refused.text
    assert stored(programme, Referral) == []
    assert "referral.prepare" in [entry.action for entry in stored(programme, AuditEntry)]
    assert programme.app.state.trail.verify() is None
    agreed = officer.submit(f"/demandes/{request}/appel", **sent, accord="true", accord_fin="2027-01-31")
    assert agreed.status_code == 303
    assert [each.state for each in stored(programme, Referral)] == ["scheduled"]


def test_a_no_keeps_the_other_routes_ready_to_be_called(programme: Requests, advisor: Caller, officer: Caller) -> None:
    request = proposed(advisor, officer)
    declined = call(officer, request, service_id="service", result="declined", reason="no-capacity").json()
    assert declined["state"] == "joint_contact"
    page = officer.submit(f"/demandes/{request}/appel", service="elsewhere", resultat="no_answer")
    assert page.status_code == 303
    agreed = AGREED | {"service_id": "elsewhere"}
    assert call(officer, request, **(SLOT | {"service_id": "elsewhere"}), agreement=agreed).status_code == 200
    assert sorted(each.state for each in stored(programme, Referral)) == ["declined", "scheduled"]


def test_undoing_a_call_takes_back_what_it_did_to_the_referral(
    programme: Requests, advisor: Caller, officer: Caller
) -> None:
    request = proposed(advisor, officer)
    call(officer, request, **SLOT, agreement=AGREED)
    undone = officer.post(f"/requests/{request}/undo").json()
    assert undone["state"] == "chosen"
    assert [each.state for each in stored(programme, Referral)] == ["prepared"]
    called = call(officer, request, **SLOT).json()
    referral = called["events"][-1]["details"]["referral"]
    assert advisor.move(referral, "in_progress").status_code == 200
    assert told(officer.post(f"/requests/{request}/undo")) == (422, "undo-referral")


def test_about_a_situation_a_call_is_only_noted(programme: Requests, advisor: Caller, officer: Caller) -> None:
    request = proposed(advisor, officer, None)
    noted = call(officer, request, service_id="service", result="accepted", note="Ils prennent les couples.").json()
    assert (noted["state"], noted["events"][-1]["note"]) == ("joint_contact", "Ils prennent les couples.")
    assert stored(programme, Referral) == []


def test_whoever_no_longer_sees_the_person_refers_nobody(programme: Requests, advisor: Caller, officer: Caller) -> None:
    request = proposed(advisor, officer)
    for grant in stored(programme, Grant):
        if (grant.account_id, grant.person_id) == ("officer", OWN):
            assert advisor.submit(f"/personnes/{OWN}/acces/{grant.id}/fin").status_code == 303
    assert told(call(officer, request, **SLOT, agreement=AGREED)) == (422, "person")
    assert told(call(advisor, request, **SLOT)) == (422, "side")
