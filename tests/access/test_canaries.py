"""No answer, page, error or line of the log holds a mark of someone that the document does not let the asker read."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from io import StringIO

import pytest
from fastapi import FastAPI
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, delete
from sqlmodel import Session, SQLModel, select
from starlette.testclient import TestClient

from api.settings import DEMONSTRATION_SECRET
from network_data.asker import Role
from network_data.database import transaction
from network_data.repositories.identities import PURPOSE
from network_data.sealing import Sealer
from network_data.tables import AuditEntry, GrantKind
from tests.access.asking import PLAIN, ask, rows_of
from tests.access.canaries import (
    ASKERS,
    EVERY_CASE,
    POPULATIONS,
    Entitlements,
    Granted,
    Planted,
    network,
    telltale,
)
from tests.access.putting_back import PutBack
from tests.access.route_table import DOCUMENT, Row, read_readings
from tests.access.world import CHANTIERS, HERE, KEY, Credential, application, build, credential
from tests.depth import usually

READINGS = read_readings(DOCUMENT.read_text(encoding="utf-8"))
EXAMPLES = min(usually(4), max(1, settings().max_examples // 8))
"""In a usual run chance has few turns: each asks every route, after everyone did before the people of every case."""
FORM_EXAMPLES = max(1, EXAMPLES // 10)
"""Fewer: what a form changes is put back after it."""
NAMED = {
    "partner_id": "partner-addictions",
    "service_id": "service-addictions",
    "account_id": "colleague",
    "territory_slug": "north",
    "referral_id": "unknown",
    "agreement_id": "unknown",
    "contact_id": "unknown",
    "reminder_id": "unknown",
    "step_id": "unknown",
    "note_id": "unknown",
    "meeting_id": "meeting",
    "referent_id": "99",
    "request_id": "unknown",
}
"""What routes about nobody are asked about; an example of ``PLAIN`` otherwise."""
NETWORK_ROUTES = ("/partenaires", "/api/v1/partners", "/api/v1/services", "/api/v1/match")
"""The network is open to all: what its partners answer says nothing of anyone."""
COUNTING_ROUTES = ("/territoires/north/couverture", "/api/v1/coverage")
"""How many needs hang on a partner, of all the territory's people: the partner's name tells of none of them."""


Answers = Iterator[tuple[str, str, Planted | None]]
"""Every answer: the address, the text with its headers, and whom it is about."""


class Programme:
    """The application over one database, whose people are replaced for each example."""

    def __init__(self, url: str) -> None:
        self.app: FastAPI = application(url)
        self.engine: Engine = self.app.state.engine
        self.client = TestClient(self.app)
        rows = {Row(row.method, row.route, "-") for row in rows_of(self.app)}
        self.routes = [row for row in rows if row.method == "GET" or row.route == "/api/v1/match"]
        self.forms = sorted(rows - set(self.routes))

    def inhabit(self, people: Sequence[Planted]) -> None:
        """These people, and nobody else."""
        sealer = Sealer([DEMONSTRATION_SECRET], PURPOSE)
        with transaction(self.engine, writes=True) as session:
            for table in reversed(SQLModel.metadata.sorted_tables):
                session.execute(delete(table))
        build(self.engine, [*network(), *(record for person in people for record in person.records(sealer))])

    def answers(self, asker: Credential, people: Sequence[Planted]) -> Answers:
        """Every answer to an asker."""
        for row in self.routes:
            for path, person in self._addresses(row.route, people):
                answer = ask(self.client, asker, row, path)
                yield path, f"{answer.text}\n{dict(answer.headers)}", person

    def submissions(self, kind: str, people: Sequence[Planted]) -> Answers:
        """Every answer to what is not only reading, and whatever was left in the trail; each is then undone."""
        asker, before = credential(self.app, kind), PutBack(self.app)
        before.save()
        for row in self.forms:
            for path, person in self._addresses(row.route, people):
                answer = ask(self.client, asker, row, path)
                yield path, f"{answer.text}\n{dict(answer.headers)}", person
                if answer.status_code < 400:
                    yield path, trail(self.engine), None
                    before.restore()

    @staticmethod
    def _addresses(route: str, people: Sequence[Planted]) -> Iterator[tuple[str, Planted | None]]:
        filled = route
        for parameter, value in (PLAIN | NAMED).items():
            filled = filled.replace(f"{{{parameter}}}", value)
        if "{person_id}" in route:
            yield from ((filled.replace("{person_id}", person.id), person) for person in people)
        elif "{chantier_id}" in route:
            yield from ((filled.replace("{chantier_id}", chantier), None) for chantier in CHANTIERS)
        else:
            assert "{" not in filled, f"Say in ``asking`` what to put into {filled}."
            yield filled, None


def leaks(text: str, path: str, about: Planted | None, told: Entitlements, people: Sequence[Planted]) -> set[str]:
    """What an answer holds and should not; a pseudonym that was asked for may be repeated, and so may a service."""
    hidden = {mark for person in people for mark in person.marks()} - told.marks() - {about.id if about else ""}
    if about is not None:
        hidden |= {mark for person in people if person is not about for mark in person.marks()}
    if not path.startswith((*NETWORK_ROUTES, *COUNTING_ROUTES)):
        concerned = [about] if about else people
        known = {barrier for person in concerned for barrier in told.barriers(person)}
        named = {barrier for person in concerned for barrier in person.barriers if f"/why/service-{barrier}" in path}
        unknown = {barrier for person in concerned for barrier in person.barriers} - known
        hidden |= {telltale(barrier) for barrier in unknown - named} | {f'"barrier":"{barrier}"' for barrier in unknown}
    return {mark for mark in hidden if mark in text}


@contextmanager
def logged() -> Iterator[StringIO]:
    """Everything that the application and its libraries log meanwhile; the tests' own client logs addresses."""
    written, root = StringIO(), logging.getLogger()
    handler, level = logging.StreamHandler(written), root.level
    handler.addFilter(lambda record: not record.name.startswith(("httpx", "httpcore")))
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    try:
        yield written
    finally:
        root.removeHandler(handler)
        root.setLevel(level)


def trail(engine: Engine) -> str:
    with Session(engine) as session:
        return str([entry.model_dump() for entry in session.exec(select(AuditEntry))])


@contextmanager
def running(url: str) -> Iterator[Programme]:
    """The programme over a database, its one client kept open."""
    programme = Programme(url)
    with programme.client:
        yield programme


def check_everyone(url: str, examples: int, told_by: Callable[[Programme, str, Sequence[Planted]], Answers]) -> None:
    """Whoever asks, of whatever people: no answer, line of the log or of the trail tells them more than they may read.

    ``told_by``: what the programme tells an asker of these people.
    """
    with running(url) as programme:

        @settings(max_examples=examples)
        @given(people=POPULATIONS, asker=st.sampled_from(ASKERS))
        def holds(people: tuple[Planted, ...], asker: str) -> None:
            programme.inhabit(people)
            marks = {mark for person in people for mark in person.marks()}
            entitled = Entitlements(READINGS, asker, people)
            with logged() as written:
                for path, text, about in told_by(programme, asker, people):
                    assert leaks(text, path, about, entitled, people) == set(), (asker, path)
            assert {mark for mark in marks if mark in written.getvalue() + trail(programme.engine)} == set()

        for asker in ASKERS:
            holds = example(EVERY_CASE, asker)(holds)
        holds()


@pytest.mark.hypothesis
def test_nobody_reads_a_mark_that_the_document_does_not_let_them_read(database_url: str) -> None:
    check_everyone(
        database_url,
        EXAMPLES,
        lambda programme, asker, people: programme.answers(credential(programme.app, asker), people),
    )


@pytest.mark.hypothesis
def test_no_form_answers_or_leaves_a_mark_that_the_document_does_not_let_its_sender_read(sqlite_url: str) -> None:
    check_everyone(sqlite_url, FORM_EXAMPLES, Programme.submissions)


@pytest.mark.parametrize("asker", ASKERS)
def test_an_answer_in_another_form_than_usual_tells_no_more(sqlite_url: str, asker: str) -> None:
    """Errors of pages as JSON, and whatever the API makes of a browser."""
    told = Entitlements(READINGS, asker, EVERY_CASE)
    with running(sqlite_url) as programme:
        programme.inhabit(EVERY_CASE)
        for accept in ("application/json", "text/html"):
            sent = credential(programme.app, asker)
            other = Credential({**sent.headers, "accept": accept}, sent.session)
            for path, text, about in programme.answers(other, EVERY_CASE):
                assert leaks(text, path, about, told, EVERY_CASE) == set(), (accept, path)


def test_whoever_may_read_a_mark_does_read_it(sqlite_url: str) -> None:
    """Or the test above would pass over blank pages."""
    accompanied = (Granted(Role.ADVISOR, GrantKind.ACCOMPANIES),)
    person = Planted(0, HERE, ("acces-logement", "addictions"), secret_address=False, grants=accompanied)
    with running(sqlite_url) as programme:
        programme.inhabit([person])
        read = {
            asker: "".join(text for _, text, _ in programme.answers(credential(programme.app, asker), [person]))
            for asker in (Role.ADVISOR, KEY)
        }
    expected = {
        person.id,
        telltale("addictions"),
        person.mark("referentaddictions"),
        person.mark("first_name"),
        person.mark("step"),
        person.mark("said"),
        person.mark("goal"),
        person.mark("note"),
        person.mark("noteteam"),
        person.mark("meeting"),
        person.mark("notemeeting"),
    }
    assert {mark for mark in expected if mark not in read[Role.ADVISOR]} == set()
    assert person.mark("referentacces-logement") in read[KEY]
    assert person.mark("referentaddictions") not in read[KEY]
