"""Notes about a follow-up: who reads which, until when they are corrected, and that they leave with the person."""

import re
from datetime import timedelta

import pytest
from fastapi import FastAPI
from sqlmodel import select

from network_data.database import transaction
from network_data.tables import Audience, AuditEntry, FollowNote, Grant, GrantKind, Person
from tests.api.serving import NOW
from tests.web.people.conftest import Workers

ADVISOR, COLLEAGUE, OFFICER = "conseil-rejoue", "conseil-rejoue-2", "partenariat-sante"
SOMEONE = "/personnes/P-0417"
NOTES = SOMEONE + "/notes"
WORDS = "zqmotqz : appeler le soir, jamais à sept heures"


def _write(at: Workers, audience: Audience = Audience.TEAM) -> str:
    """The id of a new note."""
    advisor = at(ADVISOR)
    assert advisor.sends(NOTES, NOTES, mots=WORDS, pour=audience.value).status_code == 303
    found = re.search(r"/notes/(\w+)/retrait", advisor.surfer.open(NOTES).text)
    assert found
    return found[1]


def _stand_in(app: FastAPI, account: str, kind: GrantKind = GrantKind.STANDS_IN) -> None:
    with transaction(app.state.engine, writes=True) as session:
        session.add(Grant(account_id=f"demo-{account}", person_id="P-0417", kind=kind, since=NOW - timedelta(hours=1)))


@pytest.mark.parametrize(("audience", "shown"), [(Audience.TEAM, 1), (Audience.MEETING, 1), (Audience.AUTHOR, 0)])
def test_whoever_sees_the_whole_file_reads_what_is_not_private(
    app: FastAPI, at: Workers, audience: Audience, shown: int
) -> None:
    _write(at, audience)
    _stand_in(app, COLLEAGUE)
    for page in (NOTES, SOMEONE + "/suivi"):
        assert at(ADVISOR).reads(page).count("zqmotqz") >= 1
        assert ("zqmotqz" in at(COLLEAGUE).reads(page)) is bool(shown)


def test_nobody_else_reads_any_nor_learns_that_there_is_one(at: Workers) -> None:
    _write(at)
    assert "zqmotqz" not in at(OFFICER).reads(SOMEONE + "/suivi")
    for login in (OFFICER, COLLEAGUE, "direction-rejoue", "encadrement-rejoue", "coordination"):
        assert at(login).status(NOTES) == 404


def test_a_note_is_sealed_and_its_words_are_in_no_trail(app: FastAPI, at: Workers) -> None:
    _write(at)
    with transaction(app.state.engine) as session:
        note = session.exec(select(FollowNote).where(FollowNote.written_by == f"demo-{ADVISOR}")).first()
        assert note is not None
        assert b"zqmotqz" not in note.words_sealed
        entries = session.exec(select(AuditEntry)).all()
        assert {"note.list", "note.write"} <= {entry.action for entry in entries}
        assert [entry for entry in entries if "zqmotqz" in str(entry.model_dump())] == []


def test_its_author_corrects_or_withdraws_it_for_a_day(app: FastAPI, at: Workers) -> None:
    note, advisor = _write(at), at(ADVISOR)
    page = f"{NOTES}/{note}"
    assert "zqmotqz" in advisor.reads(page)
    assert advisor.sends(page, page, mots="Autre chose.", pour="meeting").status_code == 303
    assert "Autre chose." in advisor.reads(NOTES)
    with transaction(app.state.engine, writes=True) as session:
        session.get_one(FollowNote, note).written_at = NOW - timedelta(hours=25)
    assert advisor.status(page) == 404
    assert advisor.sends(NOTES, page + "/retrait").status_code == 404
    with transaction(app.state.engine, writes=True) as session:
        session.get_one(FollowNote, note).audience = Audience.AUTHOR
    assert advisor.sends(NOTES, page + "/retrait").status_code == 303
    with transaction(app.state.engine) as session:
        assert session.get(FollowNote, note) is None


def test_a_colleague_changes_no_note_of_anothers_and_who_hands_over_only_reads(app: FastAPI, at: Workers) -> None:
    note = _write(at)
    _stand_in(app, COLLEAGUE)
    assert at(COLLEAGUE).status(f"{NOTES}/{note}") == 404
    _stand_in(app, "conseil-prelude", GrantKind.HANDS_OVER)
    reader = at("conseil-prelude")
    assert "Votre note" not in reader.reads(NOTES)
    assert reader.sends(SOMEONE, NOTES, mots="x", pour="team").status_code == 403


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"mots": " ", "pour": "team"}, "Écrivez la note"),
        ({"mots": "x" * 2001, "pour": "team"}, "deux mille caractères"),
        ({"mots": "zqmotqz", "pour": "tout le monde"}, "Dites qui pourra la lire"),
    ],
)
def test_a_note_that_is_wrong_is_given_back_and_nothing_is_kept(
    app: FastAPI, at: Workers, sent: dict[str, str], told: str
) -> None:
    with transaction(app.state.engine) as session:
        before = len(session.exec(select(FollowNote)).all())
    answer = at(ADVISOR).sends(NOTES, NOTES, **sent)
    assert answer.status_code == 422
    assert told in answer.text
    assert sent["mots"].strip() in answer.text
    with transaction(app.state.engine) as session:
        assert len(session.exec(select(FollowNote)).all()) == before


def test_notes_are_erased_with_the_person(app: FastAPI, at: Workers) -> None:
    note = _write(at, Audience.AUTHOR)
    with transaction(app.state.engine, writes=True) as session:
        session.delete(session.get_one(Person, "P-0417"))
    with transaction(app.state.engine) as session:
        assert session.get(FollowNote, note) is None
