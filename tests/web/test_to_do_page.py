"""The page of what is to be done: what each reads there, and what the button does."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from sqlmodel import col, select
from starlette.testclient import TestClient

from network_data.database import transaction
from network_data.tables import LoggedContact, Way, Whom
from tests.access.world import OWN, application, build, credential
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


@pytest.mark.parametrize("kind", ["advisor", "officer"])
def test_whoever_it_concerns_reads_what_about_whom_and_says_that_it_is_done(app: FastAPI, kind: str) -> None:
    page = _page(app, kind)
    line = page.one("main").one("li")
    assert OWN in line.text
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
    line = _page(app, kind).one("main").one("li")
    referral = line.all("a")[1].attributes["href"].removeprefix("/orientations/")
    who, client = credential(app, kind), TestClient(app)
    address = line.one("form").attributes["action"]

    def press(issue: str) -> str:
        sent = {"csrf": who.csrf(app), "issue": issue}
        answer = client.post(address, data=sent, headers=who.headers, follow_redirects=False)
        assert answer.status_code == 303
        return answer.headers["location"]

    assert press("absent") == f"{PAGE}?note=absent"
    assert "ne répond toujours pas" in _page(app, kind, f"{PAGE}?note=absent").one("main").one("li").text
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


def test_the_first_page_leads_there(app: FastAPI) -> None:
    leading = [link.attributes["href"] for link in _page(app, "advisor", "/").one("main").all("a")]
    assert PAGE in leading
    assert PAGE not in [link.attributes["href"] for link in _page(app, "coordinator", "/").one("main").all("a")]
