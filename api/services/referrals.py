"""Follows the referrals of people: opened, moved by events, undone; every condition that is not met is told."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlmodel import Session

from api.errors import Fault, ForbiddenError, GuardError, InvalidRequestError, NotFoundError, TransitionError
from api.i18n import say
from api.services.preparing import Preparation, Wish, known_service
from api.wording.referrals import refusal, refused_move
from network_data.asker import Asker
from network_data.referrals import Guard, Move, Situation, Unmet, replay, unmet, why_not_undo
from network_data.referrals.log import may_follow
from network_data.repositories import NetworkRepository
from network_data.repositories.accounts import AccountRepository
from network_data.repositories.agreements import AgreementRepository
from network_data.repositories.lifted_needs import LiftedNeedRepository
from network_data.repositories.referral_reach import Reach, Reaches
from network_data.repositories.referrals import Line, ReferralFile, ReferralRepository
from network_data.vocabulary import NO_REASON_GIVEN, REFERRAL_STATES, ReferralState

PARTNER, PERSON = "partner", "person"
"""On whose behalf something is written down, when it is nobody's with an account."""
_IN_DETAILS = (
    "contact",
    "scheduled_at",
    "half_day",
    "other_barrier",
    "next_review_on",
    "receipt_on",
    "renewal_on",
    "next_check_on",
)


class ReferralDesk:
    """Prepares and moves referrals for ``asker`` at ``now``, within the caller's transaction, opened to write."""

    def __init__(
        self,
        asker: Asker,
        now: datetime,
        session: Session,
        book: ReferralRepository,
        agreements: AgreementRepository,
    ) -> None:
        self._asker = asker
        self.now = now
        self._book = book
        self._agreements = agreements
        self._network = NetworkRepository(session)
        self._accounts = AccountRepository(session, now)
        self._lifted = LiftedNeedRepository(asker, session, now)
        self._preparation = Preparation(asker, now, book, self._network)

    def prepare(self, reach: Reach, wish: Wish) -> ReferralFile:
        """Prepares a referral of someone whom the asker reaches.

        Raises:
            ForbiddenError: they see the person without accompanying them.
            InvalidRequestError: the service does not exist, or nobody is called what ``on_behalf_of`` says.
            GuardError: a condition is not met; which one.
        """
        check_writer(reach)
        self._check_behalf(wish.on_behalf_of)
        outcome = self._preparation.prepare(reach, wish)
        _refuse(outcome.refused)
        assert outcome.file is not None, "a referral is prepared, or something keeps it from being"
        return outcome.file

    def open(self, referral_id: str) -> ReferralFile:
        """A referral to be moved; other changes to the person's referrals wait until this one is done.

        Raises:
            NotFoundError: it does not exist, or is not the asker's to see.
        """
        return found(self._book.find_to_move(referral_id))

    def move(self, file: ReferralFile, move: Move, on_behalf_of: str | None = None) -> ReferralFile:
        """Moves an open referral.

        Raises:
            ForbiddenError: the asker sees it without accompanying the person.
            TransitionError: nothing leads there from where it stands; what may follow is named.
            GuardError: a condition is not met; which one.
            InvalidRequestError: nobody is called what ``on_behalf_of`` says.
        """
        check_writer(file.reach)
        self._check_behalf(on_behalf_of)
        allowed = may_follow(file.course)
        if move.to not in allowed:
            told = refused_move(file.course.state, file.course.kind, allowed)
            raise TransitionError(told, [state.value for state in allowed])
        if move.to is ReferralState.REFUSED and move.reason is None:
            move = replace(move, reason=NO_REASON_GIVEN)
        line = Line(move.to, move.at, on_behalf_of, move.reason, move.note, _details(move))
        _refuse(unmet(move, self._situation(file)) or self._lacking(file, line))
        return self._book.move(file, line)

    def undo(self, file: ReferralFile) -> ReferralFile:
        """Undoes the last move of an open referral.

        Raises:
            ForbiddenError: the asker sees it without accompanying the person.
            GuardError: a condition is not met; which one.
        """
        check_writer(file.reach)
        _refuse(self._why_not_undo(file) or self._lacking(file, Line(None, self.now)))
        return self._book.undo(file)

    def _situation(self, file: ReferralFile) -> Situation:
        referral = file.referral
        agreed = self._agreements.covers(referral.person_id, referral.service_id, referral.recipient)
        return Situation(file.course.state, referral.barriers, self._asker.id, self.now, agreed)

    def _lacking(self, file: ReferralFile, line: Line) -> Unmet | None:
        """What the referral would have to hold after ``line`` and no quota has left."""
        after = replay(file.course.kind, (*file.log(), self._book.next_event(file, line)))
        service = known_service(self._network, file.referral.service_id)
        lacking = self._book.lacks(file.reach, service, after, file.referral.id)
        return Unmet(Guard.QUOTA, lacking) if lacking else None

    def _why_not_undo(self, file: ReferralFile) -> Unmet | None:
        why = why_not_undo(file.course, self._asker.id, self.now)
        if why:
            return Unmet(Guard(why.value))
        if not REFERRAL_STATES[file.course.state].ended:
            return None
        referral = file.referral
        if self._lifted.of_referral(referral.id):
            return Unmet(Guard.UNDO_LIFTED)
        if self._book.replaced_by(referral.id):
            return Unmet(Guard.UNDO_REPLACED)
        others = self._book.open_about(referral.person_id, referral.barriers, but=referral.id)
        same = any(other.service_id == referral.service_id for other in others)
        return Unmet(Guard.ALREADY_OPEN) if same else None

    def _check_behalf(self, on_behalf_of: str | None) -> None:
        if on_behalf_of is None or on_behalf_of in {PARTNER, PERSON} or self._accounts.find(on_behalf_of):
            return
        problem = say("Personne n’est connu sous ce nom.")
        remedy = say("Donnez « partner », « person », ou l’identifiant d’un compte.")
        detail = say("L’orientation contient des champs à corriger. Rien n’a été gardé.")
        raise InvalidRequestError(detail, (Fault("on_behalf_of", problem, remedy),))


def reach_of(reaches: Reaches, person_id: str) -> Reach:
    """How far the asker sees the referrals of a person.

    Raises:
        NotFoundError: the person does not exist, or is not the asker's to see.
    """
    reach = reaches.of(person_id)
    if reach is None:
        raise NotFoundError(say("Cette personne n’existe pas, ou n’est pas accompagnée ici. Vérifiez son pseudonyme."))
    return reach


def reach_to_write(reaches: Reaches, person_id: str) -> Reach:
    """The same, for whoever then writes: other changes to the person's referrals wait.

    Raises:
        NotFoundError: the person does not exist, or is not the asker's to see.
    """
    reaches.hold([person_id])
    return reach_of(reaches, person_id)


def found(file: ReferralFile | None) -> ReferralFile:
    """The referral.

    Raises:
        NotFoundError: it does not exist, or is not the asker's to see: the two are told alike.
    """
    if file is None:
        raise NotFoundError(say("Cette orientation n’existe pas, ou ne vous est pas ouverte."))
    return file


def check_writer(reach: Reach) -> None:
    """Lets pass whoever may change something.

    Raises:
        ForbiddenError: they see the person without accompanying them.
    """
    if not reach.writes:
        raise ForbiddenError(say("Seule la personne qui accompagne peut changer ce dossier."))


def _refuse(why: Unmet | None) -> None:
    if why:
        raise GuardError(refusal(why), why.guard.value)


def _details(move: Move) -> dict[str, Any]:
    """What a move says besides, as it is stored: what is not said is left out."""
    said: Mapping[str, Any] = {name: getattr(move, name) for name in _IN_DETAILS}
    told = {
        name: value.isoformat() if hasattr(value, "isoformat") else str(value)
        for name, value in said.items()
        if value is not None
    }
    results = {barrier: result.value for barrier, result in sorted(move.results.items())}
    return told | ({"results": results} if results else {})
