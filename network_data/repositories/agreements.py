"""What people agreed to share with partners: written down, found and withdrawn on behalf of whoever asks."""

from dataclasses import dataclass
from datetime import date, datetime
from secrets import token_hex

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from network_data.asker import Asker
from network_data.repositories.referral_reach import Reach, Reaches
from network_data.tables import AgreementForm, SharedField, SharingAgreement
from network_data.trail import Event, Recorder


@dataclass(frozen=True, slots=True)
class AgreementEntry:
    """An agreement as it was given; the columns of ``SharingAgreement`` say what each is."""

    recipient: str
    service_id: str
    fields: tuple[SharedField, ...]
    given_on: date
    until: date
    form: AgreementForm
    interpreter: bool


class AgreementRepository:
    """Agreements as ``asker`` may know them at ``now``; leaves a trace before it looks."""

    def __init__(self, asker: Asker, session: Session, now: datetime, trail: Recorder) -> None:
        self._asker = asker
        self._session = session
        self._now = now
        self._trail = trail
        self.reaches = Reaches(asker, session, now, trail)

    def of_person(self, reach: Reach) -> list[SharingAgreement]:
        """Everything a person agreed to, withdrawn or not, the latest first, as far as the asker may know.

        Whoever does not see the whole person sees what they wrote down themselves.
        """
        self._leave_trace("agreement.list", reach.person_id)
        query = select(SharingAgreement).where(SharingAgreement.person_id == reach.person_id)
        query = query if reach.whole else query.where(SharingAgreement.recorded_by == self._asker.id)
        latest = col(SharingAgreement.recorded_at).desc(), col(SharingAgreement.id)
        return list(self._session.exec(query.order_by(*latest)).all())

    def find(self, agreement_id: str) -> tuple[SharingAgreement, Reach] | None:
        """An agreement that the asker may know of, with how far they see the person; None for anyone else."""
        query = select(SharingAgreement.person_id).where(SharingAgreement.id == agreement_id)
        person_id = self._session.exec(query).first()
        if person_id is None:
            return None
        self.reaches.hold([person_id])
        reach = self.reaches.of(person_id)
        known = self.of_person(reach) if reach else []
        found = next((each for each in known if each.id == agreement_id), None)
        return (found, reach) if found and reach else None

    def give(self, reach: Reach, entry: AgreementEntry) -> SharingAgreement:
        """Writes an agreement down."""
        self._leave_trace("agreement.give", reach.person_id)
        agreement = SharingAgreement(
            id=token_hex(12),
            person_id=reach.person_id,
            recipient=entry.recipient,
            service_id=entry.service_id,
            fields=sorted(entry.fields),
            given_on=entry.given_on,
            until=entry.until,
            form=entry.form,
            interpreter=entry.interpreter,
            recorded_by=self._asker.id,
            recorded_at=self._now,
        )
        self._session.add(agreement)
        self._session.flush()
        return agreement

    def withdraw(self, agreement: SharingAgreement) -> None:
        """Ends an agreement at once; one that is withdrawn already stays so."""
        self._leave_trace("agreement.withdraw", agreement.person_id)
        agreement.withdrawn_at = agreement.withdrawn_at or self._now
        self._session.add(agreement)
        self._session.flush()

    def running(self, reach: Reach, service_id: str, recipient: str) -> SharingAgreement | None:
        """The agreement that runs longest for telling that recipient about that service, if the asker may know it."""
        own = (each for each in self.of_person(reach) if (each.service_id, each.recipient) == (service_id, recipient))
        today = self._now.date()
        running = [each for each in own if each.withdrawn_at is None and each.given_on <= today <= each.until]
        return max(running, key=lambda each: each.until, default=None)

    def covers(self, person_id: str, service_id: str, recipient: str) -> bool:
        """Whether an agreement runs for telling that recipient about that service."""
        query = select(SharingAgreement.id).where(
            SharingAgreement.person_id == person_id,
            SharingAgreement.service_id == service_id,
            SharingAgreement.recipient == recipient,
            self._runs(),
        )
        return self._session.exec(query).first() is not None

    def _runs(self) -> ColumnElement[bool]:
        today = self._now.date()
        runs = (col(SharingAgreement.given_on) <= today) & (col(SharingAgreement.until) >= today)
        return runs & col(SharingAgreement.withdrawn_at).is_(None)

    def _leave_trace(self, action: str, person_id: str) -> None:
        self._trail.record(Event(self._asker.id, action, [person_id], self._asker.address), self._now)
