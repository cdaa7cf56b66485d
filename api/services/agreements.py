"""Writes down what people agree to share with partners, and that they agree no more."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from api.errors import Fault, InvalidRequestError, NotFoundError
from api.i18n import Message, say
from api.services.preparing import known_service, recipient_of
from api.services.referrals import check_writer
from network_data.asker import Asker
from network_data.repositories import NetworkRepository
from network_data.repositories.agreements import AgreementEntry, AgreementRepository
from network_data.repositories.referral_reach import Reach
from network_data.tables import AgreementForm, SharedField, SharingAgreement
from network_data.trail import Recorder


@dataclass(frozen=True, slots=True)
class Given:
    """What a person said yes to; the columns of ``SharingAgreement`` say what each is. ``given_on``: today if None."""

    service_id: str
    fields: tuple[SharedField, ...]
    until: date
    form: AgreementForm
    interpreter: bool = False
    given_on: date | None = None


class AgreementDesk:
    """Writes agreements for ``asker`` at ``now``, within the caller's transaction."""

    def __init__(self, asker: Asker, now: datetime, session: Session, recorder: Recorder) -> None:
        self._today = now.date()
        self._network = NetworkRepository(session)
        self.book = AgreementRepository(asker, session, now, recorder)

    def give(self, reach: Reach, given: Given) -> SharingAgreement:
        """Writes down what a person whom the asker reaches agreed to.

        Raises:
            ForbiddenError: they see the person without accompanying them.
            InvalidRequestError: the service does not exist, or the days make no sense.
        """
        check_writer(reach)
        service = known_service(self._network, given.service_id)
        given_on = given.given_on or self._today
        if given_on > self._today:
            raise _fault("given_on", say("Cet accord est noté avant d’être donné."), say("Donnez un jour passé."))
        if given.until < self._today:
            raise _fault("until", say("Cet accord est déjà terminé."), say("Donnez le dernier jour où il vaut."))
        partner = self._network.partner(service.partner_id)
        assert partner is not None, "every service has a partner"
        entry = AgreementEntry(
            recipient=recipient_of(service, partner),
            service_id=service.id,
            fields=tuple(sorted(set(given.fields))),
            given_on=given_on,
            until=given.until,
            form=given.form,
            interpreter=given.interpreter,
        )
        return self.book.give(reach, entry)

    def open(self, agreement_id: str) -> SharingAgreement:
        """An agreement to be withdrawn.

        Raises:
            NotFoundError: it does not exist, or is not the asker's to know.
            ForbiddenError: they see the person without accompanying them.
        """
        found = self.book.find(agreement_id)
        if found is None:
            raise NotFoundError(say("Cet accord n’existe pas, ou ne vous est pas ouvert."))
        agreement, reach = found
        check_writer(reach)
        return agreement

    def withdraw(self, agreement: SharingAgreement) -> SharingAgreement:
        """Ends an agreement at once: from then on nothing more is shared by it."""
        self.book.withdraw(agreement)
        return agreement


def _fault(field: str, problem: Message, remedy: Message) -> InvalidRequestError:
    detail = say("L’accord contient des champs à corriger. Rien n’a été gardé.")
    return InvalidRequestError(detail, (Fault(field, problem, remedy),))
