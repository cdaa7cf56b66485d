"""The fictitious questions of advisors to the officers, as written in ``data/officer_requests.toml``."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256

from sqlmodel import Session, col, select

from network_data.demo.files import Recipe, read
from network_data.demo.partners import TERRITORY
from network_data.demo.requests import barriers_of
from network_data.requests import EventKind
from network_data.sealing import Sealer
from network_data.tables import Grant, GrantKind, Need, NeedState, OfficerRequest, Person, RequestEvent, Service
from network_data.vocabulary import REQUEST_STATES, RequestState

WORDS, NOTE = "request-words", "note"
"""As the repository of requests seals them."""
_SHOWCASE = "P-0417"
_STATES = {"called": RequestState.JOINT_CONTACT}
_OPENED_FOR = timedelta(days=90)
_MORNING = time(9, 30)
_PROPOSED = 3
_ENGINE = "engine"


class QuestionRecipe(Recipe):
    """One row of the file."""

    chantier: str
    by: str
    barrier: str
    question: str
    days: int
    steps: tuple[str, ...]
    to: str | None = None
    answer: str | None = None
    person: bool = True
    showcase: bool = False


@dataclass(frozen=True, slots=True)
class _World:
    """What questions are about: who carries what, who accompanies whom, which services answer what."""

    carried: Mapping[str, Sequence[tuple[str, str]]]
    """By barrier, each person and chantier that carries it."""
    accompanied: frozenset[tuple[str, str]]
    services: Mapping[str, Sequence[Service]]


def load_officer_requests(session: Session, today: date, secrets: Sequence[str]) -> None:
    """Inserts the questions with their logs, and opens what they are about; accounts and grants are there already."""
    world, sealer, taken = _world(session), Sealer(secrets, WORDS), set[str]()
    for number, row in enumerate(read("officer_requests")["request"]):
        recipe = QuestionRecipe(**row)
        person = _person(world, recipe, taken)
        if recipe.person and person is None:
            continue
        taken.add(person or "")
        request = _request(recipe, number, person, today, sealer)
        events = list(_events(recipe, request, world, sealer))
        grant = _settle(request, events)
        if grant is not None:
            session.add(grant)
            session.flush()
            request.grant_id = None if grant.until and grant.until <= request.since else grant.id
        session.add(request)
        session.flush()
        session.add_all(events)
        session.flush()


def _world(session: Session) -> _World:
    query = select(Need.barrier, Person.id, Person.chantier_id).where(
        Need.person_id == Person.id, Need.state == NeedState.OPEN, col(Person.left_on).is_(None)
    )
    carried: dict[str, list[tuple[str, str]]] = {}
    for barrier, person, chantier in session.exec(query.order_by(col(Person.id))):
        carried.setdefault(barrier, []).append((person, chantier))
    grants = session.exec(select(Grant.account_id, Grant.person_id).where(Grant.kind == GrantKind.ACCOMPANIES))
    services: dict[str, list[Service]] = {}
    for service in session.exec(select(Service).order_by(col(Service.id))):
        for barrier in barriers_of(service):
            services.setdefault(barrier, []).append(service)
    return _World(carried, frozenset(grants), services)


def _person(world: _World, recipe: QuestionRecipe, taken: Iterable[str]) -> str | None:
    """The first whom the advisor accompanies and who carries the barrier, each about one question only."""
    if not recipe.person:
        return None
    able = [
        person
        for person, chantier in world.carried.get(recipe.barrier, ())
        if chantier == recipe.chantier and (f"demo-{recipe.by}", person) in world.accompanied and person not in taken
    ]
    if recipe.showcase and _SHOWCASE in able:
        return _SHOWCASE
    return next((person for person in able if person != _SHOWCASE), None)


def _request(recipe: QuestionRecipe, number: int, person: str | None, today: date, sealer: Sealer) -> OfficerRequest:
    asked = datetime.combine(today - timedelta(days=recipe.days), _MORNING, UTC)
    return OfficerRequest(
        id=sha256(f"maillage demonstration request {number}".encode()).hexdigest()[:24],
        chantier_id=recipe.chantier,
        territory_slug=TERRITORY,
        person_id=person,
        barrier=recipe.barrier,
        asked_by=f"demo-{recipe.by}",
        asked_at=asked,
        identity_agreed=recipe.showcase,
        question_sealed=sealer.seal({NOTE: recipe.question}),
        state=RequestState.ASKED,
        since=asked,
    )


def _events(recipe: QuestionRecipe, request: OfficerRequest, world: _World, sealer: Sealer) -> Iterator[RequestEvent]:
    """The log, one step every few hours and none later than the day that was said."""
    advisor, officer = request.asked_by, f"demo-{recipe.to}"
    by_partner = {each.partner_id: each.id for each in reversed(world.services.get(recipe.barrier, ()))}
    chosen = sorted(by_partner.values())[:_PROPOSED]
    yield _event(request, 1, 0, advisor, RequestState.ASKED)
    number = 1
    if recipe.to:
        number += 1
        given = _event(request, number, 0, _ENGINE, None)
        given.kind, given.officer_id = EventKind.ASSIGN, officer
        given.details = {"why": [["skill", 100]]}
        yield given
    for step in recipe.steps:
        number += 1
        state = _STATES.get(step) or RequestState(step)
        actor = advisor if state in (RequestState.CHOSEN, RequestState.CLOSED) else officer
        event = _event(request, number, 2 * number, actor, state)
        if state is RequestState.PROPOSED:
            event.details = {"services": chosen}
            words = dict.fromkeys(chosen, "Appelez le matin, et dites que vous venez de notre part.")
            event.words_sealed = sealer.seal(words)
        elif state is RequestState.CHOSEN:
            event.details = {"chosen": chosen[0]}
        elif state is RequestState.JOINT_CONTACT:
            event.details = {"service": chosen[0], "result": "no_answer"}
        elif state is RequestState.HANDED_BACK and recipe.answer:
            event.words_sealed = sealer.seal({NOTE: recipe.answer})
        elif state is RequestState.CLOSED:
            event.reason = "answered"
        yield event


def _event(request: OfficerRequest, number: int, hours: int, actor: str, to: RequestState | None) -> RequestEvent:
    return RequestEvent(
        request_id=request.id,
        number=number,
        kind=EventKind.MOVE,
        to_state=to,
        actor=actor,
        at=request.asked_at + timedelta(hours=hours),
    )


def _settle(request: OfficerRequest, events: Sequence[RequestEvent]) -> Grant | None:
    """Has the request stand where its log says; what opens the person's need to whoever took it."""
    for event in events:
        if event.kind is EventKind.ASSIGN:
            request.officer_id = event.officer_id
        elif event.to_state is not None:
            request.state, request.since = event.to_state, event.at
    took = next((event for event in events if event.to_state is RequestState.TAKEN), None)
    request.waiting = took is None
    if took is None or request.person_id is None:
        return None
    ended = REQUEST_STATES[request.state].ended
    return Grant(
        account_id=took.actor,
        person_id=request.person_id,
        kind=GrantKind.ENTRUSTED,
        barriers=[request.barrier],
        identity_agreed=request.identity_agreed,
        since=took.at,
        until=request.since if ended else took.at + _OPENED_FOR,
        given_by=request.asked_by,
    )
