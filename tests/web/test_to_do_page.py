"""The page of what is to be done: what each reads there, and what the button does."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from sqlmodel import Session, col, select
from starlette.testclient import TestClient

from network_data.database import transaction
from network_data.tables import LoggedContact, Need, Reminder, Way, Whom
from network_data.vocabulary import NEED_CLOCK
from tests.access.world import COLLEAGUES, NOW, OWN, TODAY, application, build, credential
from tests.web.reading import Node, read

PAGE = "/a-faire"


@pytest.fixture
def app(sqlite_url: str) -> Iterator[FastAPI]:
    made = application(sqlite_url)
    build(made.state.engine)
    yield made
    made.state.engine.dispose()


def _page(app: FastAPI, kind: str, address: str = PAGE) -> Node:
    client = TestClient(app)
    response = client.get(address, headers={"accept": "text/html", **credential(app, kind).headers})
    client.close()
    assert response.status_code == 200
    return read(response.text)


def tasks(page: Node) -> list[Node]:
    """What is to be done, line by line."""
    return [line for line in page.one("main").all("li") if line.within("li")]


@pytest.mark.parametrize("kind", ["advisor", "officer"])
def test_whoever_it_concerns_reads_what_about_whom_and_says_that_it_is_done(app: FastAPI, kind: str) -> None:
    page = _page(app, kind)
    (line,) = tasks(page)
    assert OWN in page.one("main").one("a", "person-name").text
    assert "ne répond toujours pas" in line.text
    assert "Service, Partenaire" in line.text
    who, client = credential(app, kind), TestClient(app)
    address = line.one("form").attributes["action"]
    for _ in range(2):
        done = client.post(address, data={"csrf": who.csrf(app)}, headers=who.headers, follow_redirects=False)
        assert (done.status_code, done.headers["location"]) == (303, f"{PAGE}?note=fait")
    client.close()
    for other in ("advisor", "officer"):
        assert "tout est à jour" in _page(app, other).one("main").text


@pytest.mark.parametrize("kind", ["advisor", "officer"])
def test_one_press_notes_the_call_with_the_partner(app: FastAPI, kind: str) -> None:
    with transaction(app.state.engine) as session:
        before = session.exec(select(LoggedContact.id)).all()
    (line,) = tasks(_page(app, kind))
    referral = line.all("a")[0].attributes["href"].removeprefix("/orientations/")
    who, client = credential(app, kind), TestClient(app)
    address = line.one("form").attributes["action"]

    def press(issue: str) -> str:
        sent = {"csrf": who.csrf(app), "issue": issue}
        answer = client.post(address, data=sent, headers=who.headers, follow_redirects=False)
        assert answer.status_code == 303
        return answer.headers["location"]

    assert press("absent") == f"{PAGE}?note=absent"
    assert "ne répond toujours pas" in tasks(_page(app, kind, f"{PAGE}?note=absent"))[0].text
    assert "L’appel reste à faire" in _page(app, kind, f"{PAGE}?note=absent").one("main").text
    assert press("appel") == f"{PAGE}?note=appel"
    client.close()
    assert "tout est à jour" in _page(app, kind).one("main").text
    with transaction(app.state.engine) as session:
        new = select(LoggedContact).where(col(LoggedContact.id).not_in(before))
        logged = session.exec(new.order_by(col(LoggedContact.reached))).all()
        assert [(each.whom, each.way, each.reached) for each in logged] == [
            (Whom.PARTNER, Way.CALL, False),
            (Whom.PARTNER, Way.CALL, True),
        ]
        assert {each.referral_id for each in logged} == {referral}


def test_one_press_ends_all_that_one_referral_and_the_needs_of_one_person_ask_for(app: FastAPI) -> None:
    long_ago = TODAY - timedelta(days=400)
    with transaction(app.state.engine, writes=True) as session:
        session.add(_reminder("early", "no-answer", referral_id=f"referral-{OWN}", due_on=TODAY - timedelta(days=3)))
        for need in session.exec(select(Need).where(Need.person_id == OWN)).all():
            need.assessed_on = long_ago
            session.add(_reminder(f"need-{need.id}", NEED_CLOCK, need_id=need.id, due_on=TODAY - timedelta(days=200)))
        needs = len(session.exec(select(Need).where(Need.person_id == OWN)).all())
    assert needs > 1
    referral, stale = tasks(_page(app, "advisor"))
    assert "ne répond toujours pas" in referral.text
    assert "À regarder de nouveau avec la personne" in stale.text
    assert stale.one("a").attributes["href"] == f"/personnes/{OWN}/evaluation"
    for line, sent in ((referral, 0), (stale, needs - 1)):
        form = line.one("form")
        others = [each.attributes["value"] for each in form.all("input", name="avec")]
        assert len(others) == sent
        _press(app, "advisor", form.attributes["action"], others)
    assert "tout est à jour" in _page(app, "advisor").one("main").text
    with Session(app.state.engine) as session:
        own = session.exec(select(Reminder).where(Reminder.person_id == OWN)).all()
        assert {each.done_by for each in own} == {"advisor"}


def test_nobody_ends_with_their_own_what_is_not_theirs(app: FastAPI) -> None:
    _press(app, "advisor", f"{PAGE}/reminder-{OWN}/fait", [f"reminder-{COLLEAGUES}"])
    with Session(app.state.engine) as session:
        assert session.get_one(Reminder, f"reminder-{COLLEAGUES}").done_at is None
        assert session.get_one(Reminder, f"reminder-{OWN}").done_at is not None


def _reminder(name: str, clock: str, **about: Any) -> Reminder:
    return Reminder(id=name, key=name, person_id=OWN, clock=clock, step=1, made_at=NOW, **about)


def _press(app: FastAPI, kind: str, address: str, others: list[str]) -> None:
    who, client = credential(app, kind), TestClient(app)
    sent = {"csrf": who.csrf(app), "avec": others}
    assert client.post(address, data=sent, headers=who.headers, follow_redirects=False).status_code == 303
    client.close()


def test_the_first_page_leads_there(app: FastAPI) -> None:
    leading = [link.attributes["href"] for link in _page(app, "advisor", "/").one("main").all("a")]
    assert PAGE in leading
    assert PAGE not in [link.attributes["href"] for link in _page(app, "coordinator", "/").one("main").all("a")]
