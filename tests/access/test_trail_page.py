"""The auditor finds in the trail who looked at whom, and nobody else reads it."""

import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine
from starlette.testclient import TestClient

from network_data.asker import Role
from network_data.database import transaction
from network_data.repositories import MANY
from network_data.tables import Person
from network_data.trail import Event, Trail
from tests.access.world import HERE, NOW, OWN, application, build, credential


@pytest.fixture
def app(engine: Engine, database_url: str) -> Iterator[FastAPI]:
    build(engine)
    made = application(database_url)
    yield made
    made.state.engine.dispose()


def page(app: FastAPI, kind: str, **search: str | int) -> str:
    answer = TestClient(app).get("/trace", headers=dict(credential(app, kind).headers), params=search)
    assert answer.status_code == 200
    return unescape(answer.text)


def lines(text: str) -> list[list[str]]:
    """The cells of the table, without their marks."""
    rows = re.findall(r"<tr>(.*?)</tr>", text, re.DOTALL)[1:]
    return [
        [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<t[dh].*?</t[dh]>", row, re.DOTALL)]
        for row in rows
    ]


def advisor_opens(app: FastAPI, person: str = OWN) -> None:
    client = TestClient(app)
    assert client.get(f"/personnes/{person}", headers=dict(credential(app, Role.ADVISOR).headers)).status_code == 200


def test_the_auditor_sees_who_opened_a_file_without_learning_whose(app: FastAPI) -> None:
    advisor_opens(app)
    text = page(app, Role.AUDITOR, quoi="person.read")
    ((_, when, who, what, person, where, _),) = lines(text)
    assert (who, what, where) == ("Advisor", "A ouvert un dossier", "testclient")
    assert when == NOW.strftime("%d/%m/%Y %H:%M:%S")
    assert person
    assert OWN not in text


def test_a_pseudonym_finds_what_was_read_of_that_person_alone(app: FastAPI) -> None:
    advisor_opens(app)
    app.state.trail.record(Event("stranger", "person.read", ("P-far",)), NOW)
    found = lines(page(app, Role.AUDITOR, quoi="person.read", personne=OWN))
    assert [line[2] for line in found] == ["Advisor"]
    assert lines(page(app, Role.AUDITOR, quoi="person.read", personne="P-nobody")) == []


def test_one_looks_for_someone_by_login_and_for_a_period_by_whole_days(app: FastAPI) -> None:
    advisor_opens(app)
    day = NOW.date().isoformat()
    assert len(lines(page(app, Role.AUDITOR, qui="ADVISOR", quoi="person.read", du=day, au=day))) == 1
    assert lines(page(app, Role.AUDITOR, qui="colleague", quoi="person.read")) == []
    assert lines(page(app, Role.AUDITOR, quoi="person.read", au="2026-11-21")) == []
    assert lines(page(app, Role.AUDITOR, quoi="person.read", du="2026-11-23")) == []


def test_reading_the_trail_leaves_a_line_in_it(app: FastAPI) -> None:
    advisor_opens(app)
    page(app, Role.AUDITOR, personne=OWN)
    (line,) = lines(page(app, Role.AUDITOR, quoi="trail.read", qui="auditor"))[-1:]
    assert (line[2], line[3]) == ("Auditor", "A lu la trace")
    assert line[4]


def test_pages_follow_each_other_from_the_latest_line(app: FastAPI) -> None:
    trail: Trail = app.state.trail
    for _ in range(60):
        trail.record(Event("stranger", "sign-in"), NOW)
    first, second = (lines(page(app, Role.AUDITOR, quoi="sign-in", page=number)) for number in (1, 2))
    numbers = [int(line[0]) for line in (*first, *second)]
    assert (len(first), len(second)) == (50, 10)
    assert numbers == sorted(numbers, reverse=True)


def opens(app: FastAPI, account: str, people: int, minutes: float) -> None:
    """Opens the files of so many people, one after the other over so long, ending now; the first one twice."""
    with transaction(app.state.engine, writes=True) as session:
        session.add_all(Person(id=f"P-{account}-{n}", chantier_id=HERE) for n in range(people))
    for n in (0, *range(people)):
        at = NOW - timedelta(minutes=minutes * (1 - n / (people - 1)))
        app.state.trail.record(Event(account, "person.read", (f"P-{account}-{n}",)), at)


def test_an_account_that_opened_very_many_files_in_an_hour_is_pointed_out(app: FastAPI) -> None:
    opens(app, "colleague", MANY, 59)
    opens(app, "stranger", MANY, 61)
    opens(app, "neighbour", MANY - 1, 5)
    opens(app, "key:neighbours-key", MANY, 5)
    text = page(app, Role.AUDITOR)
    section = text.partition("inhabituel")[2].partition("</section>")[0]
    assert f"{MANY} personnes" in section
    assert [name for name in ("Colleague", "Stranger", "Neighbour") if name in section] == ["Colleague"]


def test_a_usual_week_points_nobody_out(app: FastAPI) -> None:
    advisor_opens(app)
    assert "Inhabituel" not in page(app, Role.AUDITOR)
