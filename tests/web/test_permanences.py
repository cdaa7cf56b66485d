"""Who comes when, as the teams see it, and the calendars that their own software subscribes to."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from fastapi import FastAPI
from httpx2 import Response
from icalendar import Calendar
from starlette.testclient import TestClient

from api.security.rate_limits import RateLimits
from network_data.database import transaction
from network_data.tables import Allocation, ChantierHours, OfficerAbsence, OfficerPost
from tests.access.world import HERE, TODAY, application, build, credential
from tests.web.reading import Node, read

PAGE = "/permanences"
MONDAY = TODAY - timedelta(days=TODAY.weekday())
PUBLISHED = datetime(2026, 11, 2, 8, tzinfo=UTC)
HERE_FEED, POST_FEED = "feed-of-here", "feed-north"
PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def app(sqlite_url: str) -> Iterator[FastAPI]:
    """The small world, where the officer's month runs: Monday here, Tuesday and Friday next door."""
    made = application(sqlite_url)
    build(made.state.engine)
    with transaction(made.state.engine, writes=True) as session:
        session.get_one(OfficerPost, "post-north").account_id = "officer"
        session.add(ChantierHours(chantier_id=HERE, half_days=["mon-am"], feed=HERE_FEED))
        session.add(
            Allocation(
                territory_slug="north",
                starts_on=MONDAY - timedelta(weeks=8),
                weeks=4,
                published_at=PUBLISHED,
                published_by="coordinator",
                word="Bonne rentrée à tous.",
                cells=[
                    cell
                    for week in range(4)
                    for cell in (
                        [week, 0, "post-north", HERE, "logement"],
                        [week, 3, "post-north", "next-door", "logement"],
                        [week, 8, "post-north", "next-door", "logement"],
                    )
                ],
            )
        )
    yield made
    made.state.engine.dispose()


@pytest.mark.parametrize("kind", ["advisor", "direction", "supervisor"])
def test_the_team_of_a_chantier_sees_who_comes_there_and_nowhere_else(app: FastAPI, kind: str) -> None:
    page = _page(app, kind)
    assert [each.text for each in page.all("h2")] == ["Here"]
    assert "lundi 23, matin : Chargée de partenariat (logement)" in page.text
    assert "mardi" not in page.text
    assert "Bonne rentrée à tous." in page.text


def test_an_officer_sees_where_they_are_expected(app: FastAPI) -> None:
    text = _page(app, "officer").text
    assert "lundi 23, matin : Here (logement)" in text
    assert "mardi 24, après-midi : Next-Door (logement)" in text


def test_whoever_coordinates_sees_every_post_and_every_chantier_of_theirs(app: FastAPI) -> None:
    names = [each.text for each in _page(app, "coordinator").all("h2")]
    assert names == ["Chargée de partenariat", "Here", "Next-Door"]


def test_absences_and_public_holidays_are_left_out(app: FastAPI) -> None:
    with transaction(app.state.engine, writes=True) as session:
        since = MONDAY + timedelta(days=1)
        session.add(OfficerAbsence(post_id="post-north", since=since, until=since + timedelta(days=6)))
    held = {each.date() for each in _starts(app, POST_FEED)}
    assert held >= {MONDAY, MONDAY + timedelta(weeks=2), date(2026, 12, 18)}
    assert held.isdisjoint({MONDAY + timedelta(days=1), MONDAY + timedelta(weeks=1), date(2026, 12, 25)})


def test_a_calendar_reads_back_with_its_hours_its_time_zone_and_ids_that_stay(app: FastAPI) -> None:
    first = _feed(app, HERE_FEED)
    assert first.headers["content-type"] == "text/calendar; charset=utf-8"
    read_back = _parsed(first.content)
    zone = read_back.walk("VTIMEZONE")[0]
    assert str(zone["TZID"]) == "Europe/Paris"
    events = read_back.walk("VEVENT")
    assert len({str(each["UID"]) for each in events}) == len(events) > 12
    for each in events:
        assert each.decoded("DTSTART").utcoffset() == each.decoded("DTSTART").astimezone(PARIS).utcoffset()
        assert (each.decoded("DTSTART").weekday(), each.decoded("DTSTART").hour) == (0, 9)
        assert str(each["SUMMARY"]) == "Chargée de partenariat (logement)"
        assert each.decoded("DTSTAMP") == PUBLISHED
    assert _feed(app, HERE_FEED).content == first.content


def test_lines_end_and_fold_as_calendars_want(app: FastAPI) -> None:
    with transaction(app.state.engine, writes=True) as session:
        session.get_one(OfficerPost, "post-north").name = "É" * 90 + ", à l’accueil; oui"
    content = _feed(app, HERE_FEED).content
    lines = content.split(b"\r\n")
    assert lines.pop() == b""
    assert not any(b"\n" in each or b"\r" in each or len(each) > 75 for each in lines)
    for each in lines:
        each.decode()
    assert str(_parsed(content).walk("VEVENT")[0]["SUMMARY"]).startswith("É" * 90 + ", à l’accueil; oui")


def test_the_rule_of_its_time_zone_is_that_of_the_clocks(app: FastAPI) -> None:
    rules = _parsed(_feed(app, HERE_FEED).content).walk("VTIMEZONE")[0].subcomponents
    told = {str(each["TZNAME"]): each for each in rules}
    for name, month in (("CEST", 3), ("CET", 10)):
        rule = told[name]["RRULE"]
        assert (rule["BYMONTH"], rule["BYDAY"]) == ([month], ["-1SU"])
        begins = told[name].decoded("DTSTART")
        before = begins.replace(tzinfo=PARIS) - timedelta(days=1)
        after = begins.replace(tzinfo=PARIS) + timedelta(days=1)
        assert told[name]["TZOFFSETFROM"].td == before.utcoffset()
        assert told[name]["TZOFFSETTO"].td == after.utcoffset()


def test_what_has_not_changed_is_not_sent_again(app: FastAPI) -> None:
    first = _feed(app, HERE_FEED)
    again = _feed(app, HERE_FEED, {"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    with transaction(app.state.engine, writes=True) as session:
        session.get_one(OfficerPost, "post-north").name = "Nadia"
    changed = _feed(app, HERE_FEED, {"if-none-match": first.headers["etag"]})
    assert changed.status_code == 200
    assert b"Nadia" in changed.content


def test_a_calendar_names_nobody_who_is_accompanied(app: FastAPI) -> None:
    text = _feed(app, POST_FEED).text
    assert "P-" not in text.replace("PRODID", "").replace("X-WR-CALNAME", "")


def test_every_wrong_address_is_answered_alike_and_asked_too_often_waits(app: FastAPI) -> None:
    with transaction(app.state.engine, writes=True) as session:
        session.get_one(OfficerPost, "post-south").until = TODAY - timedelta(days=1)
    told = {_feed(app, each).text for each in ("guessed", "feed-south", "x" * 200)}
    assert {_feed(app, each).status_code for each in ("guessed", "feed-south")} == {404}
    assert len(told) == 1
    app.state.rate_limits = RateLimits(2)
    assert [_feed(app, "guessed").status_code for _ in range(3)] == [404, 404, 429]


def test_another_address_closes_the_one_before(app: FastAPI) -> None:
    _decide(app, "advisor", f"chantier:{HERE}", "renouveler")
    assert _feed(app, HERE_FEED).status_code == 404
    renewed = _page(app, "direction").one("input").attributes["value"].rpartition("/")[2].removesuffix(".ics")
    assert _feed(app, renewed).status_code == 200
    _decide(app, "advisor", f"chantier:{HERE}", "fermer")
    assert _feed(app, renewed).status_code == 404
    assert _feed(app, "").status_code == 404
    assert "S’abonner" not in _page(app, "direction").text


def test_one_changes_ones_own_address_and_no_other(app: FastAPI) -> None:
    assert _decided(app, "officer", "poste:post-north") == 303
    for kind, key in (
        ("officer", "poste:post-south"),
        ("officer", f"chantier:{HERE}"),
        ("direction", f"chantier:{HERE}"),
        ("supervisor", f"chantier:{HERE}"),
        ("advisor", "chantier:next-door"),
        ("coordinator", "poste:post-south"),
        ("coordinator", "nothing"),
    ):
        assert _decided(app, kind, key) == 404, (kind, key)
    assert _feed(app, HERE_FEED).status_code == 200


def _parsed(content: bytes) -> Any:
    """A calendar as software reads it; its library types every value as everything it might be."""
    return Calendar.from_ical(content)


def _starts(app: FastAPI, feed: str) -> list[datetime]:
    return [each.decoded("DTSTART") for each in _parsed(_feed(app, feed).content).walk("VEVENT")]


def _feed(app: FastAPI, feed: str, headers: dict[str, str] | None = None) -> Response:
    client = TestClient(app)
    response = client.get(f"/calendriers/{feed}.ics", headers=headers or {})
    client.close()
    return response


def _page(app: FastAPI, kind: str) -> Node:
    client = TestClient(app)
    response = client.get(PAGE, headers={"accept": "text/html", **credential(app, kind).headers})
    client.close()
    assert response.status_code == 200
    return read(response.text).one("main")


def _decide(app: FastAPI, kind: str, key: str, decision: str) -> None:
    assert _decided(app, kind, key, decision) == 303


def _decided(app: FastAPI, kind: str, key: str, decision: str = "renouveler") -> int:
    who, client = credential(app, kind), TestClient(app)
    sent = {"csrf": who.csrf(app), "agenda": key, "decision": decision}
    status = client.post(PAGE + "/adresse", data=sent, headers=who.headers, follow_redirects=False).status_code
    client.close()
    return status
