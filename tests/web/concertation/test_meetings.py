"""Comités de suivi: called, people chosen with those to be looked at first, decisions that become steps, the record."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from fastapi import FastAPI
from sqlmodel import col, select

from network_data.database import transaction
from network_data.tables import (
    AuditEntry,
    FollowMeeting,
    FollowStep,
    Grant,
    GrantKind,
    MeetingPerson,
    Person,
    StepBy,
)
from tests.api.serving import NOW, TODAY
from tests.web.people.conftest import Workers

ADVISOR, COLLEAGUE = "conseil-rejoue", "conseil-rejoue-2"
LIST = "/chantiers/rejoue/comites"
ON = TODAY + timedelta(days=2)
SOMEONE = "P-0417"


def _call(at: Workers, *people: str) -> str:
    """The address of a new meeting where these people are talked about."""
    advisor = at(ADVISOR)
    answer = advisor.sends(LIST, LIST, jour=ON.isoformat())
    assert answer.status_code == 303
    address: str = answer.headers["location"].removesuffix("/personnes")
    for person in people:
        assert advisor.sends(LIST, f"{address}/personnes", qui=person).status_code == 303
    return address


def test_those_to_be_looked_at_are_proposed_first(at: Workers) -> None:
    address = _call(at)
    page = at(ADVISOR).surfer.open(f"{address}/personnes").text
    boxes = re.findall(r'name="qui" type="checkbox" value="(P-\d+)"( checked)?', page)
    ticked = [bool(checked) for _, checked in boxes]
    assert 1 <= sum(ticked) <= 8
    assert ticked == sorted(ticked, reverse=True)
    assert page.index("Personne ne suit l’ensemble") < page.index("Pas regardé")


def test_a_decision_becomes_a_step_with_who_and_when_and_stays_in_the_record(app: FastAPI, at: Workers) -> None:
    address, advisor = _call(at, SOMEONE), at(ADVISOR)
    sent = {"dit": "zqditqz avance bien", "quoi": "zqpasqz à faire", "qui": "other", "fonction": "encadrant"}
    answer = advisor.sends(address, f"{address}/personnes/{SOMEONE}", **sent, jour="2026-12-03")
    assert answer.headers["location"] == f"{address}#quoi-{SOMEONE}"
    for page in (address, f"/personnes/{SOMEONE}/suivi"):
        read = advisor.reads(page)
        assert "zqpasqz à faire" in read
        assert "3 décembre 2026" in read
    assert "zqditqz avance bien" in advisor.reads(address)
    with transaction(app.state.engine) as session:
        decided = select(FollowStep).where(FollowStep.meeting_id == address.rpartition("/")[2])
        step = session.exec(decided).one()
        assert (step.by, step.due_on, step.person_id) == (StepBy.OTHER, date(2026, 12, 3), SOMEONE)
        made = step.id
        row = session.exec(select(MeetingPerson).where(MeetingPerson.meeting_id == step.meeting_id)).one()
        assert b"zqditqz" not in (row.words_sealed or b"")
        entries = session.exec(select(AuditEntry)).all()
        assert {"meeting.write", "meeting.read"} <= {entry.action for entry in entries}
        assert [entry for entry in entries if "zqditqz" in str(entry.model_dump())] == []
    assert advisor.sends(address, f"/personnes/{SOMEONE}/pas/{made}", etat="fait").status_code == 303
    assert "fait" in advisor.reads(address).partition("zqpasqz")[2][:120]


def test_each_advisor_reads_their_own_people_there_and_how_many_others(app: FastAPI, at: Workers) -> None:
    address, advisor, colleague = _call(at, SOMEONE), at(ADVISOR), at(COLLEAGUE)
    advisor.sends(address, f"{address}/personnes/{SOMEONE}", dit="zqditqz")
    assert colleague.sends(LIST, LIST, jour=ON.isoformat()).headers["location"] == f"{address}/personnes"
    offered = colleague.surfer.open(f"{address}/personnes").text
    theirs = re.search(r'name="qui" type="checkbox" value="(P-\d+)"', offered)
    assert theirs
    assert colleague.sends(LIST, f"{address}/personnes", qui=theirs[1]).status_code == 303
    read = colleague.reads(address)
    assert theirs[1] in read
    assert "et 1 que vos collègues accompagnent" in read
    assert SOMEONE not in read
    assert "zqditqz" not in read
    assert SOMEONE in advisor.reads(address)
    assert colleague.sends(LIST, f"{address}/personnes/{SOMEONE}", dit="x").status_code == 404


def test_nobody_but_the_advisors_of_the_chantier_finds_it_nor_takes_in_anyone_elses(app: FastAPI, at: Workers) -> None:
    address = _call(at, SOMEONE)
    for login in ("conseil-prelude", "direction-rejoue", "encadrement-rejoue", "partenariat-sante", "coordination"):
        assert at(login).status(address) == at(login).status(LIST) == 404
    with transaction(app.state.engine) as session:
        own = select(Grant.person_id).where(Grant.account_id == f"demo-{ADVISOR}")
        other = session.exec(select(Person.id).where(col(Person.id).not_in(own))).first()
    at(ADVISOR).sends(LIST, f"{address}/personnes", qui=str(other))
    with transaction(app.state.engine) as session:
        assert session.exec(select(MeetingPerson).where(MeetingPerson.person_id == other)).all() == []


def test_whoever_was_written_about_stays_when_others_are_chosen_instead(app: FastAPI, at: Workers) -> None:
    address, advisor = _call(at, SOMEONE), at(ADVISOR)
    advisor.sends(address, f"{address}/personnes/{SOMEONE}", dit="zqditqz")
    assert advisor.sends(LIST, f"{address}/personnes").status_code == 303
    assert "zqditqz" in advisor.reads(address)


def test_a_meeting_where_nobody_is_talked_about_is_not_kept(app: FastAPI, at: Workers) -> None:
    address, advisor = _call(at, SOMEONE), at(ADVISOR)
    assert advisor.sends(LIST, f"{address}/personnes").headers["location"] == LIST
    assert advisor.status(address) == 404
    with transaction(app.state.engine) as session:
        assert session.get(FollowMeeting, address.rpartition("/")[2]) is None


def test_what_someone_noted_meanwhile_is_shown_and_nothing_is_lost(at: Workers) -> None:
    address, advisor = _call(at, SOMEONE), at(ADVISOR)
    decision = f"{address}/personnes/{SOMEONE}"
    shown = '{"dit": "zqavant"}'
    advisor.sends(address, decision, dit="zqavant", vu="{}")
    advisor.sends(address, decision, dit="zqentretemps", vu=shown)
    answer = advisor.sends(address, decision, dit="zqtropvieux", vu=shown, quoi="zqpas")
    assert answer.status_code == 422
    assert "Quelqu’un a noté entre-temps : « zqentretemps »" in answer.text.replace("\u00a0", " ")
    assert "zqtropvieux" in answer.text
    assert "zqtropvieux" not in advisor.reads(address)
    assert advisor.sends(address, decision, dit="zqavant", vu=shown, quoi="zqpas").status_code == 303
    read = advisor.reads(address)
    assert "zqentretemps" in read, "who did not touch what was said writes over nothing"
    assert "zqpas" in read


def test_words_that_their_author_did_not_touch_are_nobody_elses(at: Workers) -> None:
    address, advisor = _call(at, SOMEONE), at(ADVISOR)
    decision = f"{address}/personnes/{SOMEONE}"
    advisor.sends(address, decision, dit="Elle hésite : pourquoi ?\r\nOn en reparle.", vu="{}")
    page = advisor.surfer.open(address).text
    shown = re.search(r'name="vu" value="([^"]*)"', page)
    typed = re.search(r'<textarea id="dit-[^>]*>([^<]*)', page)
    assert shown
    assert typed
    there = {"vu": unescape(shown[1]), "dit": unescape(typed[1]).replace("\n", "\r\n") + " zqencore"}
    assert advisor.sends(address, decision, **there).status_code == 303
    assert "Elle hésite : pourquoi ? On en reparle. zqencore" in advisor.reads(address)


def test_a_button_pressed_twice_decides_once(app: FastAPI, at: Workers) -> None:
    address, advisor = _call(at, SOMEONE), at(ADVISOR)
    for _ in range(2):
        advisor.sends(address, f"{address}/personnes/{SOMEONE}", quoi="zqpasqz", qui="person", jour="2026-12-03")
    advisor.sends(address, f"{address}/personnes/{SOMEONE}", quoi="zqpasqz", qui="person", jour="2026-12-04")
    with transaction(app.state.engine) as session:
        decided = select(FollowStep).where(FollowStep.meeting_id == address.rpartition("/")[2])
        assert len(session.exec(decided).all()) == 2


def test_once_its_day_is_past_the_record_is_what_was_said_and_decided(app: FastAPI, at: Workers) -> None:
    address, advisor = _call(at, SOMEONE), at(ADVISOR)
    advisor.sends(f"/personnes/{SOMEONE}/notes", f"/personnes/{SOMEONE}/notes", mots="zqnoteqz", pour="meeting")
    advisor.sends(address, f"{address}/personnes/{SOMEONE}", dit="zqditqz", quoi="zqpasqz")
    before = advisor.surfer.open(address).text
    assert "look-at" in before
    assert "zqnoteqz" in before
    with transaction(app.state.engine, writes=True) as session:
        session.get_one(FollowMeeting, address.rpartition("/")[2]).on = TODAY - timedelta(days=1)
    after = advisor.surfer.open(address).text
    assert "look-at" not in after
    assert "zqnoteqz" not in after
    assert "zqditqz" in after
    assert "zqpasqz" in after


def test_a_note_is_read_at_the_next_meeting_and_at_none_after(app: FastAPI, at: Workers) -> None:
    advisor = at(ADVISOR)
    advisor.sends(f"/personnes/{SOMEONE}/notes", f"/personnes/{SOMEONE}/notes", mots="zqnoteqz", pour="meeting")
    first = _call(at, SOMEONE)
    assert "zqnoteqz" in advisor.reads(first)
    later = ON + timedelta(days=30)
    second = advisor.sends(LIST, LIST, jour=later.isoformat()).headers["location"].removesuffix("/personnes")
    advisor.sends(LIST, f"{second}/personnes", qui=SOMEONE)
    read = advisor.reads(second)
    assert "Dernier comité : 29 novembre 2026" in read
    assert "zqnoteqz" not in read


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"dit": "x" * 601}, "Gardez l’essentiel : 600 caractères au plus."),
        ({"dit": "zqditqz", "jour": "2026-12-03"}, "Dites en quelques mots ce qui est à faire."),
        ({"dit": "zqditqz", "quoi": "x", "qui": "other"}, "Dites qui, par sa fonction."),
    ],
)
def test_what_is_wrong_is_given_back_and_nothing_is_written(
    app: FastAPI, at: Workers, sent: dict[str, str], told: str
) -> None:
    address = _call(at, SOMEONE)
    answer = at(ADVISOR).sends(address, f"{address}/personnes/{SOMEONE}", **sent)
    assert answer.status_code == 422
    assert told in answer.text.replace("\u00a0", " ")
    assert sent["dit"] in answer.text
    with transaction(app.state.engine) as session:
        meeting = address.rpartition("/")[2]
        assert session.get_one(MeetingPerson, (meeting, SOMEONE)).words_sealed is None


@pytest.mark.parametrize("day", ["", "hier", "2036-01-01"])
def test_a_day_that_is_none_is_given_back(app: FastAPI, at: Workers, day: str) -> None:
    answer = at(ADVISOR).sends(LIST, LIST, jour=day)
    assert answer.status_code == 422
    assert "Choisissez un jour" in answer.text


def test_the_week_of_whoever_has_someone_talked_about_tells_the_meeting(at: Workers) -> None:
    address = _call(at, SOMEONE)
    assert address in at(ADVISOR).surfer.open("/ma-semaine").text
    assert address not in at(COLLEAGUE).surfer.open("/ma-semaine").text


def test_someone_who_is_handed_over_takes_their_lines_along_and_one_who_is_erased_leaves_none(
    app: FastAPI, at: Workers
) -> None:
    address = _call(at, SOMEONE)
    at(ADVISOR).sends(address, f"{address}/personnes/{SOMEONE}", dit="zqditqz")
    with transaction(app.state.engine, writes=True) as session:
        for grant in session.exec(select(Grant).where(Grant.person_id == SOMEONE)):
            grant.until = NOW - timedelta(minutes=1)
        kind = GrantKind.ACCOMPANIES
        session.add(Grant(account_id=f"demo-{COLLEAGUE}", person_id=SOMEONE, kind=kind, since=NOW - timedelta(hours=1)))
    assert "zqditqz" in at(COLLEAGUE).reads(address)
    assert "zqditqz" not in at(ADVISOR).reads(address)
    with transaction(app.state.engine, writes=True) as session:
        session.delete(session.get_one(Person, SOMEONE))
    with transaction(app.state.engine) as session:
        assert session.exec(select(MeetingPerson).where(MeetingPerson.person_id == SOMEONE)).all() == []
        assert session.exec(select(FollowMeeting)).all()
