"""Writes down that one talked with a partner or with the person, or tried to."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from api.errors import Fault, InvalidRequestError
from api.i18n import Message, say
from api.services.referrals import check_writer, found
from network_data.repositories import NetworkRepository
from network_data.repositories.contacts import ContactEntry, ContactRepository
from network_data.repositories.referral_reach import Reach
from network_data.repositories.referrals import ReferralRepository
from network_data.tables import LoggedContact, Way, Whom


@dataclass(frozen=True, slots=True)
class Said:
    """A contact that someone tells of; the columns of ``LoggedContact`` say what each is. ``at``: now if None."""

    whom: Whom
    way: Way
    reached: bool
    at: datetime | None = None
    referral_id: str | None = None
    partner_id: str | None = None
    note: str | None = None


class ContactDesk:
    """Logs contacts at ``now``, within the caller's transaction, opened to write."""

    def __init__(self, now: datetime, session: Session, book: ReferralRepository, log: ContactRepository) -> None:
        self._now = now
        self._book = book
        self._network = NetworkRepository(session)
        self.log = log

    def note(self, reach: Reach, said: Said) -> LoggedContact:
        """Logs a contact about someone whom the asker reaches.

        Raises:
            ForbiddenError: they see the person without accompanying them.
            NotFoundError: the referral does not exist, is not the person's, or is not the asker's to see.
            InvalidRequestError: it has not happened yet, or the partner is unknown.
        """
        check_writer(reach)
        at = said.at or self._now
        if at > self._now:
            raise _fault("at", say("Cette date est dans le futur. Notez ce qui a déjà eu lieu."), _EMPTY)
        entry = ContactEntry(
            said.whom, said.way, said.reached, at, said.referral_id, self._partner(reach, said), said.note
        )
        return self.log.log(reach, entry)

    def _partner(self, reach: Reach, said: Said) -> str | None:
        """The partner one was in contact with: the one that is said, else the one who is told of the referral."""
        if said.referral_id is not None:
            file = self._book.find(said.referral_id)
            referral = found(file if file and file.referral.person_id == reach.person_id else None).referral
            said_by_it = referral.recipient if self._network.partner(referral.recipient) else None
            return said_by_it if said.whom is Whom.PARTNER else None
        if said.whom is Whom.PERSON:
            return None
        if said.partner_id is None or self._network.partner(said.partner_id) is None:
            problem = say("Ce partenaire n’existe pas dans le réseau.")
            raise _fault("partner_id", problem, say("Dites lequel, ou pour quelle orientation (« referral_id »)."))
        return said.partner_id


_EMPTY = say("Laissez vide pour maintenant.")


def _fault(field: str, problem: Message, remedy: Message) -> InvalidRequestError:
    detail = say("Le contact contient des champs à corriger. Rien n’a été gardé.")
    return InvalidRequestError(detail, (Fault(field, problem, remedy),))
