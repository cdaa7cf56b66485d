"""Requests to the officers on behalf of whoever asks: found, begun, moved by events; all else follows from the log."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from secrets import token_hex
from typing import Any

from sqlmodel import Session, col, select

from network_data.asker import Asker
from network_data.repositories.referral_reach import Reaches
from network_data.repositories.request_reach import RequestReaches, RequestSight
from network_data.repositories.request_trust import RequestTrust
from network_data.repositories.webhook_outbox import WebhookOutbox
from network_data.requests import Course, Event, EventKind, replay
from network_data.sealing import Sealer
from network_data.tables import Grant, GrantKind, Need, NeedState, OfficerRequest, RequestEvent
from network_data.trail import Event as Trace
from network_data.trail import Recorder
from network_data.vocabulary import REQUEST_STATES, RequestState

WORDS = "request-words"
"""What the free words of requests are sealed for."""
NOTE = "note"
"""Under which a note is sealed, beside the words about each service by its id."""
ENGINE = "engine"
"""The actor of the day-to-day share."""
_OPEN = [state for state, entry in REQUEST_STATES.items() if not entry.ended]


@dataclass(frozen=True, slots=True)
class Question:
    """A request to begin; the columns of ``OfficerRequest`` say what each is."""

    chantier_id: str
    territory_slug: str
    person_id: str | None
    barrier: str
    words: str
    identity_agreed: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line to write into a log; the columns of ``RequestEvent`` say what each is. ``actor``: the asker by default."""

    kind: EventKind = EventKind.MOVE
    to: RequestState | None = None
    officer: str | None = None
    reason: str | None = None
    words: Mapping[str, str] = field(default_factory=dict)
    details: Mapping[str, Any] = field(default_factory=dict)
    actor: str | None = None


@dataclass(frozen=True, slots=True)
class RequestFile:
    """A request as the asker sees it: its log, what the log gives, the words that are theirs to read.

    ``said``: by number of event, the words by what they are about. ``question``: None where it is not theirs to read.
    """

    request: OfficerRequest
    events: tuple[RequestEvent, ...]
    course: Course
    sight: RequestSight
    question: str | None
    said: Mapping[int, Mapping[str, str]]

    @property
    def person_id(self) -> str | None:
        """Whom it is about, where the asker knows."""
        return self.request.person_id if self.sight.person else None

    @property
    def standing(self) -> tuple[RequestEvent, ...]:
        """The events that stand, as they were written, the oldest first."""
        numbers = {event.number for event in self.course.standing}
        return tuple(event for event in self.events if event.number in numbers)

    def last(self, *states: RequestState) -> RequestEvent | None:
        """The last move to one of these states that stands."""
        return next((event for event in reversed(self.standing) if event.to_state in states), None)

    @property
    def proposed(self) -> tuple[str, ...]:
        """The services proposed last, in their order."""
        event = self.last(RequestState.PROPOSED)
        return tuple(event.details.get("services", ())) if event else ()


class RequestRepository:
    """Reads and writes requests as ``asker`` may at ``now``; leaves a trace before it does.

    The order in which rows are locked is one: people or their chantier, the trail, then the rest.
    """

    def __init__(self, asker: Asker, session: Session, now: datetime, trail: Recorder, sealer: Sealer) -> None:
        self._asker = asker
        self._session = session
        self._now = now
        self._trail = trail
        self._sealer = sealer
        self.people = Reaches(asker, session, now, trail)
        self._reaches = RequestReaches(asker, session, now, trail)
        self._trust = RequestTrust(asker, session, now, trail)

    def open_ones(self) -> list[RequestFile]:
        """The open requests that the asker sees, the longest waiting first."""
        query = self._reaches.within_reach().where(col(OfficerRequest.state).in_(_OPEN))
        return self._listed(query.order_by(col(OfficerRequest.asked_at), col(OfficerRequest.id)))

    def page(self, offset: int, limit: int, *, open_only: bool = False) -> tuple[list[RequestFile], int]:
        """Those that the asker sees, the latest first, and how many there are."""
        query = self._reaches.within_reach()
        query = query.where(col(OfficerRequest.state).in_(_OPEN)) if open_only else query
        latest = query.order_by(col(OfficerRequest.asked_at).desc(), col(OfficerRequest.id))
        requests = self._session.exec(latest).all()
        sights = self._reaches.sights(requests)
        seen = [each for each in requests if each.id in sights]
        shown = seen[offset : offset + limit]
        self._leave_trace("request.list", shown)
        return self._files(shown), len(seen)

    def closed_since(self, moment: datetime) -> list[RequestFile]:
        """Those that were closed since, the latest first."""
        query = self._reaches.within_reach().where(
            OfficerRequest.state == RequestState.CLOSED, OfficerRequest.since >= moment
        )
        return self._listed(query.order_by(col(OfficerRequest.since).desc(), col(OfficerRequest.id)))

    def of_person(self, person_id: str) -> list[RequestFile]:
        """Those about one person whom the asker knows them to be about, the latest first."""
        query = self._reaches.within_reach().where(OfficerRequest.person_id == person_id)
        latest = query.order_by(col(OfficerRequest.asked_at).desc(), col(OfficerRequest.id))
        return [file for file in self._listed(latest) if file.person_id]

    def find(self, request_id: str) -> RequestFile | None:
        """The request, or None: it does not exist, or is not the asker's to see."""
        query = self._reaches.within_reach().where(OfficerRequest.id == request_id)
        request = self._session.exec(query.execution_options(populate_existing=True)).first()
        if request is None or request.id not in self._reaches.sights([request]):
            return None
        self._leave_trace("request.read", [request])
        return self._files([request])[0]

    def find_to_move(self, request_id: str) -> RequestFile | None:
        """The same, for whoever then changes it: other changes wait."""
        query = self._reaches.within_reach().where(OfficerRequest.id == request_id)
        request = self._session.exec(query).first()
        if request is None:
            return None
        self.hold(request.person_id, request.chantier_id)
        return self.find(request_id)

    def hold(self, person_id: str | None, chantier_id: str) -> None:
        """Has other requests about this person, or of this chantier about nobody, wait until this is done."""
        if person_id is not None:
            self.people.hold([person_id])
        else:
            self._reaches.hold_chantier(chantier_id)

    def hides(self, file: RequestFile, service_id: str) -> bool:
        """Whether a service tells the asker of a request more than they may know."""
        return file.sight.discreet and not self._reaches.is_plain(service_id)

    def carried(self, person_id: str) -> frozenset[str]:
        """The open needs of someone whom the asker reaches."""
        query = select(Need.barrier).where(Need.person_id == person_id, Need.state == NeedState.OPEN)
        return frozenset(self._session.exec(query).all())

    def is_asked(self, person_id: str, barrier: str) -> bool:
        """Whether a request is open about a need of someone whom the asker reaches."""
        query = select(OfficerRequest.id).where(
            OfficerRequest.person_id == person_id,
            OfficerRequest.barrier == barrier,
            col(OfficerRequest.state).in_(_OPEN),
        )
        return self._session.exec(query).first() is not None

    def loads(self, territory_slug: str) -> dict[str, int]:
        """How many open requests each officer of a territory has, or is waited for by. Nobody else is counted."""
        query = select(OfficerRequest.officer_id).where(
            OfficerRequest.territory_slug == territory_slug,
            col(OfficerRequest.officer_id).is_not(None),
            col(OfficerRequest.state).in_([state for state in _OPEN if state is not RequestState.HANDED_BACK]),
        )
        loads: dict[str, int] = {}
        for officer in self._session.exec(query):
            loads[officer or ""] = loads.get(officer or "", 0) + 1
        return loads

    def known_to(self, person_id: str | None) -> frozenset[str]:
        """The accounts to which needs of a person are entrusted now: what the share goes by, and nobody is told."""
        if person_id is None:
            return frozenset()
        query = select(Grant.account_id).where(
            Grant.person_id == person_id, Grant.kind == GrantKind.ENTRUSTED, *self._reaches.running()
        )
        return frozenset(self._session.exec(query).all())

    def begin(self, question: Question) -> RequestFile:
        """Asks; the caller has checked that it may be asked, and has other changes wait."""
        request = OfficerRequest(
            id=token_hex(12),
            chantier_id=question.chantier_id,
            territory_slug=question.territory_slug,
            person_id=question.person_id,
            barrier=question.barrier,
            asked_by=self._asker.id,
            asked_at=self._now,
            identity_agreed=question.identity_agreed,
            question_sealed=self._sealer.seal({NOTE: question.words}),
            state=RequestState.ASKED,
            since=self._now,
        )
        self._leave_trace("request.ask", [request])
        self._session.add(request)
        self._session.flush()
        self._append(request, 1, Line(to=RequestState.ASKED))
        return self._settled(request)

    def write(self, file: RequestFile, line: Line) -> RequestFile:
        """Appends a line to the log; the caller has checked that it may be written."""
        told = {"to": str(line.to)} if line.to else {}
        self._leave_trace(f"request.{line.kind.value}", [file.request], **told)
        self._append(file.request, file.course.number + 1, line)
        return self._settled(file.request)

    def _listed(self, query: Any) -> list[RequestFile]:
        requests: Sequence[OfficerRequest] = self._session.exec(query).all()
        sights = self._reaches.sights(requests)
        seen = [each for each in requests if each.id in sights]
        if seen:
            self._leave_trace("request.list", seen)
        return self._files(seen)

    def _files(self, requests: Sequence[OfficerRequest]) -> list[RequestFile]:
        sights = self._reaches.sights(requests)
        query = select(RequestEvent).where(col(RequestEvent.request_id).in_([each.id for each in requests]))
        logs: dict[str, list[RequestEvent]] = {each.id: [] for each in requests}
        for event in self._session.exec(query.order_by(col(RequestEvent.number))):
            logs[event.request_id].append(event)
        return [self._file(each, logs[each.id], sights[each.id]) for each in requests if each.id in sights]

    def _file(self, request: OfficerRequest, events: Sequence[RequestEvent], sight: RequestSight) -> RequestFile:
        question = self._sealer.open(request.question_sealed)[NOTE] if sight.words else None
        said = {event.number: self._words(event.words_sealed) for event in events} if sight.words else {}
        return RequestFile(request, tuple(events), replay(map(event_of, events)), sight, question, said)

    def _words(self, sealed: bytes | None) -> Mapping[str, str]:
        if sealed is None:
            return {}
        return {about: words for about, words in self._sealer.open(sealed).items() if words}

    def _append(self, request: OfficerRequest, number: int, line: Line) -> None:
        event = RequestEvent(
            request_id=request.id,
            number=number,
            kind=line.kind,
            to_state=line.to,
            actor=line.actor or self._asker.id,
            at=self._now,
            officer_id=line.officer,
            reason=line.reason,
            words_sealed=self._sealer.seal(line.words) if line.words else None,
            details=dict(line.details),
        )
        self._session.add(event)
        self._session.flush()

    def _settled(self, request: OfficerRequest) -> RequestFile:
        """Has the request stand where its log says, with whoever has it reading what it is about."""
        query = select(RequestEvent).where(RequestEvent.request_id == request.id)
        events = self._session.exec(query.order_by(col(RequestEvent.number))).all()
        course = replay(map(event_of, events))
        request.state, request.since = course.state, course.since
        request.officer_id, request.waiting = course.officer, course.waiting
        self._trust.settle(request, course)
        self._session.add(request)
        self._session.flush()
        WebhookOutbox(self._session, self._now).request_changed(request, course)
        return self._file(request, events, self._reaches.sights([request])[request.id])

    def _leave_trace(self, action: str, requests: Collection[OfficerRequest], **details: str) -> None:
        people = sorted({each.person_id for each in requests if each.person_id})
        self._trail.record(Trace(self._asker.id, action, people, self._asker.address, details=details), self._now)


def courses_of(session: Session) -> list[tuple[OfficerRequest, Course]]:
    """Every request beside what its log gives: what checks that the two agree. Nobody is named."""
    logs: dict[str, list[Event]] = {}
    for event in session.exec(select(RequestEvent).order_by(col(RequestEvent.request_id), col(RequestEvent.number))):
        logs.setdefault(event.request_id, []).append(event_of(event))
    requests = session.exec(select(OfficerRequest).order_by(col(OfficerRequest.id))).all()
    return [(each, replay(logs[each.id])) for each in requests]


def reseal_requests(session: Session, sealer: Sealer) -> int:
    """Seals every question and every word again under the first key, without reading them; how many there are."""
    requests = session.exec(select(OfficerRequest).order_by(col(OfficerRequest.id))).all()
    for request in requests:
        request.question_sealed = sealer.reseal(request.question_sealed)
    query = select(RequestEvent).where(col(RequestEvent.words_sealed).is_not(None))
    events = session.exec(query.order_by(col(RequestEvent.request_id), col(RequestEvent.number))).all()
    for event in events:
        event.words_sealed = sealer.reseal(event.words_sealed or b"")
    return len(requests) + len(events)


def event_of(event: RequestEvent) -> Event:
    """A stored line of a log as it is replayed."""
    return Event(
        number=event.number,
        actor=event.actor,
        recorded_at=event.at,
        kind=event.kind,
        to=event.to_state,
        officer=event.officer_id,
    )
