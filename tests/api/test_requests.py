"""Requests to the officers over the API: who asks, who gets them, who reads what, which condition is told."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from network_data.tables import Grant, GrantKind, OfficerRequest, Person, RequestEvent
from tests.access.world import HERE
from tests.api.asking_officers import PROPOSED, WORDS, Requests, ask, done, move
from tests.api.referring import ENTRUSTED, NOW, OTHER, OWN, SENSITIVE, Caller, told


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


def test_a_question_goes_from_the_advisor_to_an_officer_and_comes_back(advisor: Caller, officer: Caller) -> None:
    asked = ask(advisor)
    request = asked["id"]
    assert (asked["state"], asked["officer"], asked["waiting"]) == ("asked", "officer", True)
    taken = done(officer, request, "taken")
    assert (taken["state"], taken["waiting"], taken["person_id"]) == ("taken", False, OWN)
    done(officer, request, "proposed", services=PROPOSED)
    read = advisor.get(f"/requests/{request}").json()
    assert [(each["service_id"], each["words"]) for each in read["events"][-1]["services"]] == [
        ("service", "Demandez Sonia."),
        ("elsewhere", "Plus loin."),
    ]
    assert told(move(advisor, request, "chosen", chosen="quiet")) == (422, "choice")
    done(advisor, request, "chosen", chosen="elsewhere")
    done(officer, request, "joint_contact", note="Ils nous rappellent lundi.")
    done(officer, request, "handed_back")
    closed = done(advisor, request, "closed", reason="answered")
    assert (closed["ended"], closed["allowed"]) == (True, [])
    assert advisor.get(f"/requests/{request}").json()["label"] == "close"


def test_what_does_not_follow_is_refused_naming_what_may_and_a_condition_by_its_code(
    advisor: Caller, officer: Caller
) -> None:
    request = ask(advisor)["id"]
    refused = move(officer, request, "proposed", services=PROPOSED)
    assert (refused.status_code, refused.json()["allowed"]) == (409, ["taken", "closed"])
    assert refused.headers["content-type"] == "application/problem+json"
    assert told(move(advisor, request, "taken")) == (422, "side")
    done(officer, request, "taken")
    assert told(move(officer, request, "handed_back")) == (422, "note")
    assert told(move(officer, request, "proposed")) == (422, "services")
    unknown = move(officer, request, "proposed", services=[{"service_id": "nowhere", "words": "?"}])
    assert (unknown.status_code, unknown.json()["errors"][0]["field"]) == (422, "services[0].service_id")
    assert told(move(advisor, request, "closed", reason="because")) == (422, "reason")


def test_the_same_request_under_one_key_asks_once_even_about_nobody(advisor: Caller, programme: Requests) -> None:
    for about in ({"person_id": OWN}, {"chantier_id": HERE}):
        body = {"barrier": ENTRUSTED, "question": WORDS, **about}
        first, again = (advisor.post("/requests", body, key=f"k-{sorted(about)}") for _ in range(2))
        assert (first.status_code, first.json()) == (again.status_code, again.json())
    with Session(programme.app.state.engine) as session:
        assert len(session.exec(select(OfficerRequest)).all()) == 2


def test_one_request_is_open_for_a_need_and_only_about_a_need_that_is_carried(advisor: Caller) -> None:
    ask(advisor)
    again = {"person_id": OWN, "barrier": ENTRUSTED, "question": WORDS}
    assert told(advisor.post("/requests", again)) == (422, "already-asked")
    assert told(advisor.post("/requests", again | {"barrier": "alimentation"})) == (422, "need")
    assert advisor.post("/requests", again | {"barrier": "acces-logment"}).status_code == 422
    for others in ({"person_id": "P-colleagues"}, {"person_id": "P-nobody"}, {"person_id": None}):
        assert advisor.post("/requests", again | others).status_code == 404
    elsewhere = {"barrier": ENTRUSTED, "question": WORDS, "chantier_id": "next-door"}
    assert advisor.post("/requests", elsewhere).status_code == 404


def test_it_goes_to_whom_the_person_was_entrusted_then_to_who_goes_there_then_to_who_is_here(
    programme: Requests, advisor: Caller
) -> None:
    assert ask(advisor, programme.someone(1))["officer"] == "officer"
    known = programme.someone(2)
    programme.store(
        Grant(account_id="second", person_id=known, kind=GrantKind.ENTRUSTED, barriers=[OTHER], since=NOW),
    )
    given = ask(advisor, known)
    assert given["officer"] == "second"
    assert given["events"][-1]["details"]["why"] == [["skill", 100], ["knows-person", 0], ["room", 8]]
    assert given["events"][-1]["actor"] == "engine"
    programme.away("officer")
    assert ask(advisor, programme.someone(3))["officer"] == "second"


def test_nobody_available_leaves_it_in_the_common_queue_where_anyone_takes_it(
    programme: Requests, advisor: Caller
) -> None:
    for account in ("officer", "second"):
        programme.away(account)
    asked = ask(advisor)
    assert (asked["officer"], asked["waiting"]) == (None, True)
    with programme.asking("second") as second:
        assert [each["id"] for each in second.get("/requests").json()["items"]] == [asked["id"]]
        assert done(second, asked["id"], "taken")["officer"] == "second"


def test_someone_full_gets_no_more(programme: Requests, advisor: Caller) -> None:
    given = [ask(advisor, None)["officer"] for _ in range(17)]
    assert given.count("officer") == given.count("second") == 8
    assert given[-1] is None


def test_until_it_is_taken_the_team_reads_a_question_and_nobody_in_particular(
    programme: Requests, advisor: Caller
) -> None:
    request = ask(advisor, barrier=OTHER, identity_agreed=True)["id"]
    with programme.asking("second") as second:
        read = second.get(f"/requests/{request}").json()
        assert (read["question"], read["person_id"], read["barrier"]) == (WORDS, None, OTHER)
        assert OWN not in str(read)
        assert second.get(f"/persons/{OWN}").status_code == 404
        assert done(second, request, "taken")["person_id"] == OWN
        known = second.get(f"/persons/{OWN}").json()
        assert known["barriers"] == [OTHER]
        done(second, request, "handed_back", note="Voyez avec la CAF.")
        done(advisor, request, "closed", reason="answered")
        assert second.get(f"/persons/{OWN}").status_code == 404


def test_a_sensitive_barrier_is_told_to_whom_it_went_and_by_its_domain_to_the_rest(
    programme: Requests, advisor: Caller
) -> None:
    request = ask(advisor, barrier=SENSITIVE)["id"]
    with programme.asking("second") as second:
        assert second.get(f"/requests/{request}").json()["barrier"] is None
        assert done(second, request, "taken")["barrier"] == SENSITIVE


def test_access_that_the_advisor_takes_back_stays_closed_and_a_colleague_who_takes_over_gets_it(
    programme: Requests, advisor: Caller
) -> None:
    request = ask(advisor, barrier=OTHER)["id"]
    with programme.asking("second") as second:
        done(second, request, "taken")
        with Session(programme.app.state.engine) as session:
            query = select(Grant.id).where(Grant.account_id == "second", Grant.person_id == OWN)
            grant = session.exec(query).one()
        assert advisor.submit(f"/personnes/{OWN}/acces/{grant}/fin").status_code == 303
        proposed = done(second, request, "proposed", services=PROPOSED)
        assert proposed["person_id"] is None
        with programme.asking("officer") as officer:
            assert done(officer, request, "taken")["officer"] == "officer"
            assert done(officer, request, "chosen", chosen="service")["state"] == "chosen"
        assert second.get(f"/persons/{OWN}").status_code == 404


def test_it_is_passed_on_and_goes_on_where_it_stood_once_taken(
    programme: Requests, advisor: Caller, officer: Caller
) -> None:
    request = ask(advisor)["id"]
    done(officer, request, "taken")
    done(officer, request, "proposed", services=PROPOSED)
    assert told(officer.post(f"/requests/{request}/assignment", {"officer": "advisor"})) == (422, "officer")
    assert told(advisor.post(f"/requests/{request}/assignment", {"officer": "second"})) == (422, "side")
    passed = officer.post(f"/requests/{request}/assignment", {"officer": "second"}).json()
    assert (passed["state"], passed["officer"], passed["waiting"]) == ("proposed", "second", True)
    done(advisor, request, "chosen", chosen="service")
    with programme.asking("second") as second:
        assert told(move(second, request, "joint_contact")) == (422, "not-taken")
        taken = done(second, request, "taken")
        assert (taken["state"], taken["waiting"]) == ("chosen", False)
        undone = second.post(f"/requests/{request}/undo").json()
        assert (undone["waiting"], undone["person_id"]) == (True, None)
    back = officer.post(f"/requests/{request}/assignment", {"officer": None}).json()
    assert (back["officer"], back["waiting"]) == (None, True)


def test_taking_what_one_has_changes_nothing(advisor: Caller, officer: Caller) -> None:
    request = ask(advisor)["id"]
    first = done(officer, request, "taken")
    assert done(officer, request, "taken") == first
    assert officer.post(f"/requests/{request}/undo").json()["state"] == "asked"


def test_a_step_is_undone_by_its_author_within_a_day(programme: Requests, advisor: Caller, officer: Caller) -> None:
    request = ask(advisor)["id"]
    assert told(advisor.post(f"/requests/{request}/undo")) == (422, "undo-actor")
    done(officer, request, "taken")
    assert officer.post(f"/requests/{request}/undo").json()["state"] == "asked"
    done(officer, request, "taken")
    programme.at = NOW + timedelta(hours=25)
    assert told(officer.post(f"/requests/{request}/undo")) == (422, "undo-late")


def test_others_find_nothing(programme: Requests, advisor: Caller) -> None:
    request = ask(advisor)["id"]
    situation = ask(advisor, None)["id"]
    for kind in ("colleague", "neighbour", "stranger"):
        with programme.asking(kind) as other:
            assert other.get("/requests").json()["items"] == []
            for each in (request, situation, "nothing"):
                assert other.get(f"/requests/{each}").status_code == 404
                assert move(other, each, "closed", reason="mistake").status_code == 404
    for kind in ("direction", "supervisor", "administrator", "auditor"):
        with programme.asking(kind) as other:
            assert other.get("/requests").status_code == 403


def test_a_coordinator_counts_and_reads_neither_the_question_nor_of_whom(programme: Requests, advisor: Caller) -> None:
    ask(advisor, barrier=SENSITIVE)
    with programme.asking("coordinator") as coordinator:
        (read,) = coordinator.get("/requests").json()["items"]
        assert (read["chantier_id"], read["state"]) == (HERE, "asked")
        assert (read["question"], read["person_id"], read["barrier"]) == (None, None, None)
        assert told(move(coordinator, read["id"], "closed", reason="mistake")) == (422, "side")


def test_a_chantiers_software_asks_for_its_people_and_knows_nothing_sensitive(
    programme: Requests, advisor: Caller, officer: Caller
) -> None:
    hidden, shown = ask(advisor, barrier=SENSITIVE)["id"], ask(advisor)["id"]
    with programme.asking("key") as key:
        assert key.get(f"/requests/{hidden}").status_code == 404
        read = key.get(f"/requests/{shown}").json()
        assert (read["question"], read["person_id"]) == (None, OWN)
        body = {"person_id": OWN, "barrier": SENSITIVE, "question": WORDS}
        assert told(key.post("/requests", body)) == (422, "need")
        own = key.post("/requests", body | {"barrier": OTHER}).json()
        assert own["question"] == WORDS
        done(officer, own["id"], "taken")
        done(officer, own["id"], "proposed", services=[{"service_id": "quiet", "words": "Ils savent faire."}])
        assert "quiet" not in str(key.get(f"/requests/{own['id']}").json())


def test_requests_go_with_the_person_and_those_about_nobody_stay(
    programme: Requests, advisor: Caller, officer: Caller
) -> None:
    request = ask(advisor)["id"]
    done(officer, request, "taken")
    situation = ask(advisor, None)["id"]
    with Session(programme.app.state.engine) as session:
        session.delete(session.get_one(Person, OWN))
        session.commit()
        assert [each.id for each in session.exec(select(OfficerRequest))] == [situation]
        assert {each.request_id for each in session.exec(select(RequestEvent))} == {situation}


def test_words_are_unreadable_in_the_database_and_absent_from_the_trail(
    programme: Requests, advisor: Caller, officer: Caller
) -> None:
    request = ask(advisor)["id"]
    done(officer, request, "taken")
    done(officer, request, "proposed", services=PROPOSED)
    with Session(programme.app.state.engine) as session:
        stored = str(
            [each.model_dump() for table in (OfficerRequest, RequestEvent) for each in session.exec(select(table))]
        )
    assert "résidence" not in stored
    assert "Sonia" not in stored
