"""What both sides do with a request: ask, take, propose, choose, hand back, close, pass on, undo."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from api.errors import Fault, ForbiddenError, GuardError, InvalidRequestError, NotFoundError, TransitionError
from api.i18n import say
from api.services.requests.team import Team, ToShare
from api.wording.requests import refusal, refused_move
from matching.staffing import Share
from network_data.asker import Asker, Role
from network_data.repositories import NetworkRepository
from network_data.repositories.requests import ENGINE, NOTE, Line, Question, RequestFile, RequestRepository
from network_data.requests import EventKind, Guard, Move, Situation, may_follow, unmet, why_not_undo
from network_data.tables import Chantier
from network_data.trail import Recorder
from network_data.vocabulary import BARRIERS, RequestState, Side


@dataclass(frozen=True, slots=True)
class Asking:
    """A question that someone wants to ask: about a person, or about a situation in a chantier."""

    barrier: str
    words: str
    person_id: str | None = None
    chantier_id: str | None = None
    identity_agreed: bool = False


class RequestDesk:
    """The desk of ``asker`` at ``now``, within the caller's transaction, opened to write."""

    def __init__(self, asker: Asker, now: datetime, session: Session, trail: Recorder, book: RequestRepository) -> None:
        self.asker = asker
        self.now = now
        self.book = book
        self._session = session
        self._trail = trail
        self._network = NetworkRepository(session)

    def team(self, territory_slug: str) -> Team:
        """The officers of a territory today."""
        return Team(self.asker, self._session, self.now, self._trail, territory_slug)

    def begin(self, asking: Asking) -> Chantier:
        """Whose officers are asked. Other questions about the person, or of the chantier about nobody, wait.

        Raises:
            NotFoundError: the person does not exist or is not the asker's to ask about, or the chantier is not theirs.
            ForbiddenError: they see the person without accompanying them.
            GuardError: the barrier is not one of theirs.
        """
        self.book.hold(asking.person_id, asking.chantier_id or "")
        return self._chantier(asking)

    def ask(self, asking: Asking, chantier: Chantier) -> RequestFile:
        """Asks as ``begin`` allowed: it goes to whom the day-to-day share says, or waits in the common queue.

        Raises:
            GuardError: a condition is not met; which one.
        """
        if asking.person_id and self.book.is_asked(asking.person_id, asking.barrier):
            _refuse(Guard.ALREADY_ASKED)
        if not asking.words.strip():
            _refuse(Guard.NOTE)
        question = Question(
            chantier_id=chantier.id,
            territory_slug=chantier.territory_slug,
            person_id=asking.person_id,
            barrier=asking.barrier,
            words=asking.words.strip(),
            identity_agreed=asking.identity_agreed and asking.person_id is not None,
        )
        file = self.book.begin(question)
        best = self.team(chantier.territory_slug).best(self.to_share(file), self.book.loads(chantier.territory_slug))
        return self.book.write(file, shared_line(best)) if best else file

    def open(self, request_id: str) -> RequestFile:
        """A request to be changed; other changes wait until this one is done.

        Raises:
            NotFoundError: it does not exist, or is not the asker's to see.
        """
        return found(self.book.find_to_move(request_id))

    def move(self, file: RequestFile, move: Move) -> RequestFile:
        """Moves a request; whoever takes one that a colleague had takes it over, and one of their own stays as it is.

        Raises:
            TransitionError: nothing leads there from where it stands; what may follow is named.
            GuardError: a condition is not met; which one.
            InvalidRequestError: a service does not exist.
        """
        if move.to not in allowed(file):
            told = refused_move(file.course.state, allowed(file))
            raise TransitionError(told, [state.value for state in allowed(file)])
        self.require(file, move)
        if move.to is RequestState.TAKEN and file.course.state is not RequestState.ASKED:
            has_it = file.course.officer == self.asker.id and not file.course.waiting
            return file if has_it else self.book.write(file, Line(EventKind.TAKE_OVER))
        self._check_services(move)
        words = {each.service_id: each.words.strip() for each in move.services}
        words |= {NOTE: move.note.strip()} if move.note else {}
        return self.book.write(file, Line(to=move.to, reason=move.reason, words=words, details=_details(move)))

    def require(self, file: RequestFile, move: Move) -> None:
        """Lets pass a move whose conditions are met, whether or not it follows yet.

        Raises:
            GuardError: one is not met; which one.
        """
        _refuse(unmet(move, self._situation(file)))

    def assign(self, file: RequestFile, officer_id: str | None) -> RequestFile:
        """Passes a request on to someone of the team, or back to the common queue.

        Raises:
            TransitionError: it is closed.
            GuardError: the asker is not of the team, or ``officer_id`` is not.
        """
        if file.course.ended:
            raise TransitionError(refused_move(file.course.state, ()), [])
        if Side.OFFICER not in file.sight.sides and not self._coordinates(file):
            _refuse(Guard.SIDE)
        if officer_id is not None and self.team(file.request.territory_slug).officer(officer_id) is None:
            _refuse(Guard.OFFICER)
        return self.book.write(file, Line(EventKind.ASSIGN, officer=officer_id))

    def undo(self, file: RequestFile) -> RequestFile:
        """Undoes the last step.

        Raises:
            GuardError: a condition is not met; which one.
        """
        why = why_not_undo(file.course, self.asker.id, self.now)
        _refuse(Guard(why.value) if why else None)
        return self.book.write(file, Line(EventKind.UNDO))

    def to_share(self, file: RequestFile) -> ToShare:
        """What the share goes by."""
        request = file.request
        return ToShare(request.chantier_id, request.barrier, self.book.known_to(request.person_id))

    def _coordinates(self, file: RequestFile) -> bool:
        return file.request.territory_slug in self.asker.territories(Role.COORDINATOR)

    def _situation(self, file: RequestFile) -> Situation:
        course = file.course
        return Situation(
            course.state, self.asker.id, file.sight.sides, course.officer, course.waiting, tuple(file.proposed)
        )

    def _chantier(self, asking: Asking) -> Chantier:
        """The chantier whose officers are asked."""
        if asking.person_id is None:
            own = {*self.asker.chantiers(Role.ADVISOR), *self.asker.chantiers(Role.SOFTWARE)}
            chantier = self._network.chantier(asking.chantier_id or "")
            if chantier is None or chantier.id not in own:
                raise NotFoundError(say("Ce chantier n’existe pas, ou n’est pas le vôtre."))
            if self.asker.holds(Role.SOFTWARE) and BARRIERS[asking.barrier].sensitive:
                _refuse(Guard.NEED)
            return chantier
        reach = self.book.people.of(asking.person_id)
        if reach is None:
            raise NotFoundError(
                say("Cette personne n’existe pas, ou n’est pas accompagnée ici. Vérifiez son pseudonyme.")
            )
        if not reach.writes or not (reach.whole or reach.discreet):
            raise ForbiddenError(say("Seule la personne qui accompagne peut demander pour elle."))
        if not reach.covers([asking.barrier]) or asking.barrier not in self.book.carried(asking.person_id):
            _refuse(Guard.NEED)
        chantier = self._network.chantier(reach.chantier_id)
        assert chantier is not None, "everyone is of a chantier"
        return chantier

    def _check_services(self, move: Move) -> None:
        unknown = [number for number, each in enumerate(move.services) if not self._network.service(each.service_id)]
        if unknown:
            problem, remedy = say("Ce service n’existe pas dans le réseau."), say("Vérifiez son identifiant.")
            faults = tuple(Fault(f"services[{number}].service_id", problem, remedy) for number in unknown)
            raise InvalidRequestError(say("La demande contient des champs à corriger. Rien n’a été gardé."), faults)


def allowed(file: RequestFile) -> tuple[RequestState, ...]:
    """The states that may follow, whoever brings them about; an open request may always be taken over."""
    following = may_follow(file.course)
    taken_over = () if file.course.ended or RequestState.TAKEN in following else (RequestState.TAKEN,)
    return (*following, *taken_over)


def found(file: RequestFile | None) -> RequestFile:
    """The request.

    Raises:
        NotFoundError: it does not exist, or is not the asker's to see: the two are told alike.
    """
    if file is None:
        raise NotFoundError(say("Cette demande n’existe pas, ou ne vous est pas ouverte."))
    return file


def shared_line(share: Share, actor: str = ENGINE) -> Line:
    """The line that gives a request to someone, with why."""
    why = [[reason.code, reason.figure] for reason in share.reasons]
    return Line(EventKind.ASSIGN, officer=share.officer, details={"why": why}, actor=actor)


def _refuse(guard: Guard | None) -> None:
    if guard:
        raise GuardError(refusal(guard), guard.value)


def _details(move: Move) -> dict[str, Any]:
    """What a move says besides, as it is stored: what is not said is left out."""
    said: dict[str, Any] = {
        "services": [each.service_id for each in move.services] or None,
        "chosen": move.chosen if move.to is RequestState.CHOSEN else None,
        "result": move.result,
        "service": move.chosen if move.to is RequestState.JOINT_CONTACT else None,
        "referral": move.referral_id,
        "referral_number": move.referral_number,
    }
    return {name: value for name, value in said.items() if value is not None}
