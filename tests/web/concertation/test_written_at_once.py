"""The same comité written by two at the same moment, on either database: one is kept, the other is told."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import timedelta
from html import unescape
from threading import Barrier

import pytest
from httpx2 import Response
from sqlmodel import select

from network_data.database import transaction
from network_data.tables import FollowMeeting, FollowStep
from tests.access.world import HERE
from tests.api.referring import OWN, Programme
from tests.api.serving import COOKIE, NOW, TODAY
from tests.web.account.surfing import Surfer, told

LIST = f"/chantiers/{HERE}/comites"
HANDS = 4
MEANWHILE = "Quelqu’un a noté entre-temps"


@pytest.fixture
def programme(database_url: str) -> Iterator[Programme]:
    made = Programme(database_url)
    yield made
    made.close()


@pytest.fixture
def browsers(programme: Programme) -> Iterator[list[Surfer]]:
    """As many windows of the advisor."""
    opened = programme.app.state.sessions.open("advisor", "tests", NOW, second_factor=False)
    with ExitStack() as closing:
        surfers = [closing.enter_context(Surfer.before(programme.app)) for _ in range(HANDS)]
        for each in surfers:
            each.client.cookies.set(COOKIE, opened)
        yield surfers


def _at_once(browsers: list[Surfer], page: str, action: str, fields: list[dict[str, str]]) -> list[Response]:
    """Every window sends its form when all of them have opened theirs."""
    ready = Barrier(len(browsers))

    def send(window: Surfer, typed: dict[str, str]) -> Response:
        token = window.token(page)
        ready.wait()
        return window.client.post(action, data={"csrf": token, **typed})

    with ThreadPoolExecutor(len(browsers)) as hands:
        return list(hands.map(send, browsers, fields))


def test_one_meeting_is_called_and_one_of_several_words_is_kept(programme: Programme, browsers: list[Surfer]) -> None:
    on = {"jour": (TODAY + timedelta(days=2)).isoformat()}
    called = _at_once(browsers, LIST, LIST, [on] * HANDS)
    (address,) = {each.headers["location"].removesuffix("/personnes") for each in called}
    with transaction(programme.app.state.engine) as session:
        assert len(session.exec(select(FollowMeeting)).all()) == 1
    assert browsers[0].submit(LIST, f"{address}/personnes", qui=OWN).status_code == 303

    typed = [{"dit": f"zqdit{number}", "vu": "{}"} for number in range(HANDS)]
    answers = _at_once(browsers, address, f"{address}/personnes/{OWN}", typed)
    (kept,) = [number for number, answer in enumerate(answers) if answer.status_code == 303]
    assert [answer.status_code for answer in answers].count(422) == HANDS - 1
    read = told(browsers[0].open(address))
    assert [f"zqdit{number}" in read for number in range(HANDS)] == [number == kept for number in range(HANDS)]
    for number, answer in enumerate(answers):
        if number != kept:
            assert f"{MEANWHILE} : « zqdit{kept} »" in unescape(answer.text).replace("\u00a0", " ")
            assert f"zqdit{number}" in answer.text, "what was typed is still there"


def test_one_step_is_made_of_the_same_decision(programme: Programme, browsers: list[Surfer]) -> None:
    on = (TODAY + timedelta(days=2)).isoformat()
    address = browsers[0].submit(LIST, LIST, jour=on).headers["location"].removesuffix("/personnes")
    browsers[0].submit(LIST, f"{address}/personnes", qui=OWN)
    decided = {"quoi": "zqpas", "qui": "person", "jour": on}
    answers = _at_once(browsers, address, f"{address}/personnes/{OWN}", [decided] * HANDS)
    assert {answer.status_code for answer in answers} == {303}
    with transaction(programme.app.state.engine) as session:
        assert len(session.exec(select(FollowStep)).all()) == 1
