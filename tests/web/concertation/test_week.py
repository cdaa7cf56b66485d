"""*Ma semaine*: what an advisor reads there, and what one touch notes, puts off and takes back."""

import re
from datetime import timedelta

import pytest
from fastapi import FastAPI
from httpx2 import Response
from icalendar import Calendar
from sqlalchemy import Engine, event
from sqlmodel import col, select

from api.services.clocks import Clocks
from network_data.database import transaction
from network_data.tables import (
    FollowStep,
    Grant,
    HeldPaper,
    LoggedContact,
    News,
    Reminder,
    StepKind,
    StepState,
    Way,
    Whom,
)
from tests.api.serving import NOW, TODAY
from tests.web.account.surfing import actions
from tests.web.people.conftest import Workers
from tests.web.people.working import Worker

ADVISOR, COLLEAGUE = "conseil-rejoue", "conseil-rejoue-2"
WEEK = "/ma-semaine"
SOMEONE = "P-0417"


@pytest.fixture
def advisor(app: FastAPI, at: Workers) -> Worker:
    """An advisor, once the clocks have run."""
    Clocks(app.state.engine, app.state.settings.secrets).run(NOW, TODAY)
    return at(ADVISOR)


def _touch(advisor: Worker, action: str, issue: str, **more: str) -> Response:
    return advisor.sends(WEEK, f"{WEEK}/{action}", issue=issue, **more)


def _call_step(app: FastAPI) -> str:
    """The id of a call that a step asks for, among those of the advisor's people."""
    with transaction(app.state.engine) as session:
        own = select(Grant.person_id).where(Grant.account_id == f"demo-{ADVISOR}")
        wanted = FollowStep.kind == StepKind.CALL, FollowStep.state == StepState.OPEN
        query = select(FollowStep.id).where(*wanted, col(FollowStep.person_id).in_(own))
        return session.exec(query).first() or ""


def test_the_four_bands_say_what_ends_who_is_expected_whom_to_call_and_who_is_quiet(
    app: FastAPI, advisor: Worker
) -> None:
    with transaction(app.state.engine, writes=True) as session:
        session.merge(HeldPaper(person_id=SOMEONE, paper="pass-iae", until=TODAY + timedelta(days=12)))
        session.merge(HeldPaper(person_id=SOMEONE, paper="rqth", until=TODAY + timedelta(days=400)))
        mine = session.exec(select(News).where(News.person_id == SOMEONE, col(News.referent_id).is_(None)))
        for news in mine:
            session.delete(news)
    read = advisor.reads(WEEK)
    ends, meets = read.index("Échéances"), read.index("Rendez-vous", read.index("Échéances"))
    calls = read.index("Appels à passer")
    late = r"Ibrahim \w+ P-0417 PASS IAE · c’est tard pour renouveler 4 décembre 2026 dans 12 jours"
    assert re.search(late, read[ends:meets])
    assert "Reconnaissance de la qualité" not in read[ends:meets].partition("Les dates viennent")[0]
    assert "Aller ensemble à la préfecture" in read[meets:calls]
    assert "Y va avec elle : qui l’accompagne" in read[meets:calls]
    assert "Le partenaire ne répond toujours pas" in read[calls:]
    assert "Appeler la CPAM pour l’attestation de droits" in read[calls:]


def test_a_call_done_is_done_wherever_it_was_asked_and_can_be_taken_back(app: FastAPI, advisor: Worker) -> None:
    step = _call_step(app)
    answer = _touch(advisor, f"pas/{step}", "fait")
    assert answer.status_code == 303
    assert "C’est noté : fait." in advisor.reads(answer.headers["location"])
    with transaction(app.state.engine) as session:
        assert session.get_one(FollowStep, step).state is StepState.DONE
    note = re.search(r"note=(\w+)", answer.headers["location"])
    assert note
    back = advisor.sends(WEEK, f"{WEEK}/reprise", note=note[1])
    assert back.headers["location"] == f"{WEEK}#appels"
    with transaction(app.state.engine) as session:
        assert session.get_one(FollowStep, step).state is StepState.OPEN
        assert session.get(News, note[1]) is None
    assert advisor.sends(WEEK, f"{WEEK}/reprise", note=note[1]).status_code == 404


def test_one_call_settles_all_that_a_referral_asked_for(app: FastAPI, advisor: Worker) -> None:
    with transaction(app.state.engine) as session:
        own = select(Grant.person_id).where(Grant.account_id == f"demo-{ADVISOR}")
        query = select(Reminder).where(Reminder.clock == "still-no-answer", col(Reminder.person_id).in_(own))
        asked = session.exec(query).first()
        assert asked is not None
        referral, reminder = asked.referral_id, asked.id
        for row in session.exec(select(Reminder).where(Reminder.referral_id == referral)):
            # Nobody had called before either.
            row.done_at = row.done_by = None
    page = advisor.surfer.open(WEEK).text
    assert page.count(f"rappels/{reminder}") == 1
    answer = _touch(advisor, f"rappels/{reminder}", "fait")
    with transaction(app.state.engine) as session:
        rows = session.exec(select(Reminder).where(Reminder.referral_id == referral)).all()
        assert len(rows) > 1
        assert {row.done_by for row in rows} == {f"demo-{ADVISOR}"}
    assert "Au téléphone avec le partenaire" in advisor.reads(f"/orientations/{referral}")
    advisor.sends(WEEK, f"{WEEK}/reprise", note=answer.headers["location"].split("note=")[1].split("#")[0])
    with transaction(app.state.engine) as session:
        rows = session.exec(select(Reminder).where(Reminder.referral_id == referral)).all()
        assert {row.done_by for row in rows} == {None}
    assert "Au téléphone avec le partenaire" not in advisor.reads(f"/orientations/{referral}")


@pytest.mark.parametrize(("issue", "days", "back_on"), [("plus-tard", "7", 7), ("pas-joint", "1", 1)])
def test_a_call_put_off_comes_back_on_its_day(
    app: FastAPI, advisor: Worker, issue: str, days: str, back_on: int
) -> None:
    step = _call_step(app)
    assert _touch(advisor, f"pas/{step}", issue, jours=days).status_code == 303
    assert f"pas/{step}" not in advisor.surfer.open(WEEK).text
    assert "remis à plus tard" in advisor.reads(WEEK)
    with transaction(app.state.engine, writes=True) as session:
        noted = session.exec(select(News).where(News.step_id == step)).one()
        assert noted.again_on == TODAY + timedelta(days=back_on)
        noted.again_on = TODAY
    assert f"pas/{step}" in advisor.surfer.open(WEEK).text


def test_whoever_was_heard_of_is_quiet_no_more(app: FastAPI, advisor: Worker) -> None:
    page = advisor.surfer.open(WEEK).text
    person = re.search(r"ma-semaine/personnes/(P-\d+)", page)
    assert person
    answer = _touch(advisor, f"personnes/{person[1]}", "fait")
    assert answer.headers["location"].endswith("#sans-nouvelles")
    assert f"ma-semaine/personnes/{person[1]}" not in advisor.surfer.open(WEEK).text
    assert actions(app.state.engine).count("news.write") == 1


def test_a_contact_logged_with_the_person_is_news_and_one_with_a_partner_is_none(app: FastAPI, advisor: Worker) -> None:
    found = re.search(r"ma-semaine/personnes/(P-\d+)", advisor.surfer.open(WEEK).text)
    assert found
    for whom, quiet in ((Whom.PARTNER, True), (Whom.PERSON, False)):
        with transaction(app.state.engine, writes=True) as session:
            session.add(
                LoggedContact(
                    id=f"contact-{whom}",
                    person_id=found[1],
                    whom=whom,
                    way=Way.CALL,
                    reached=True,
                    at=NOW,
                    recorded_at=NOW,
                    recorded_by="advisor",
                )
            )
        assert (f"ma-semaine/personnes/{found[1]}" in advisor.surfer.open(WEEK).text) is quiet


@pytest.mark.parametrize("sent", [{"issue": "autre"}, {"issue": "plus-tard", "jours": "9000"}])
def test_a_button_that_is_not_there_changes_nothing(app: FastAPI, advisor: Worker, sent: dict[str, str]) -> None:
    step = _call_step(app)
    assert _touch(advisor, f"pas/{step}", **sent).status_code == 404
    with transaction(app.state.engine) as session:
        assert session.exec(select(News).where(News.step_id == step)).all() == []


def test_a_colleague_has_their_own_week_and_touches_nobody_elses(app: FastAPI, at: Workers, advisor: Worker) -> None:
    colleague, step = at(COLLEAGUE), _call_step(app)
    assert SOMEONE in advisor.reads(WEEK)
    assert SOMEONE not in colleague.reads(WEEK)
    for action in (f"pas/{step}", f"personnes/{SOMEONE}"):
        assert colleague.sends(WEEK, f"{WEEK}/{action}", issue="fait").status_code == 404


def test_officers_and_coordinators_are_led_to_their_own_page_and_the_direction_nowhere(at: Workers) -> None:
    led = {login: at(login).surfer.open(WEEK) for login in ("partenariat-sante", "coordination", "direction-rejoue")}
    assert led["partenariat-sante"].headers["location"] == "/a-faire"
    assert led["coordination"].headers["location"] == "/demandes"
    assert led["direction-rejoue"].status_code == 403


def test_appointments_go_into_ones_own_calendar_and_name_nobody(app: FastAPI, at: Workers, advisor: Worker) -> None:
    answer = advisor.surfer.open(f"{WEEK}.ics")
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    page = advisor.surfer.open(WEEK).text
    assert len(events) == page.count('<strong class="when">') > 0
    said = {str(event["summary"]) for event in events}
    assert f"Avec {SOMEONE}" in said
    for each in said:
        assert re.fullmatch(r"(Avec|Rendez-vous de) P-\d+", each)
    for told in ("location", "description"):
        assert not [event for event in events if told in event]
    assert SOMEONE not in at(COLLEAGUE).surfer.open(f"{WEEK}.ics").text
    assert at("coordination").status(f"{WEEK}.ics") == 403


def test_the_number_of_queries_does_not_grow_with_the_people(app: FastAPI, advisor: Worker) -> None:
    advisor.reads(WEEK)
    counted = _queries(app.state.engine, advisor)
    with transaction(app.state.engine, writes=True) as session:
        grants = session.exec(select(Grant).where(Grant.account_id == f"demo-{COLLEAGUE}")).all()
        for grant in grants:
            session.add(
                Grant(account_id=f"demo-{ADVISOR}", person_id=grant.person_id, kind=grant.kind, since=grant.since)
            )
    # A band that was empty may have something to trace.
    assert _queries(app.state.engine, advisor) <= counted + 2


def _queries(engine: Engine, advisor: Worker) -> int:
    statements: list[str] = []

    def note(*told: object) -> None:
        statements.append(str(told[2]))

    event.listen(engine, "before_cursor_execute", note)
    try:
        advisor.reads(WEEK)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(statements)
