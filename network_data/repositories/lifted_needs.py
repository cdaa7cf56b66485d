"""Barriers that referrals lifted, as the people confirmed: beside each need that closes; taken back for a day."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session, col, select

from network_data.asker import Asker
from network_data.referrals.log import UNDO_WITHIN
from network_data.repositories.person_edit import NeedEntry, PersonEdit
from network_data.tables import LiftedNeed, Need, NeedState


class LiftedNeedRepository:
    """What referrals lifted, on behalf of ``asker`` at ``now``; the caller has found the referral for them."""

    def __init__(self, asker: Asker, session: Session, now: datetime) -> None:
        self._asker = asker
        self._session = session
        self._now = now

    def of_referral(self, referral_id: str) -> Sequence[LiftedNeed]:
        """What one referral lifted, by barrier."""
        query = select(LiftedNeed).where(LiftedNeed.referral_id == referral_id)
        return self._session.exec(query.order_by(col(LiftedNeed.barrier))).all()

    def may_undo(self, lifted: LiftedNeed) -> bool:
        """Whether the asker wrote it within the last day."""
        return lifted.recorded_by == self._asker.id and self._now - lifted.recorded_at <= UNDO_WITHIN

    def lift(self, edit: PersonEdit, referral_id: str, barrier: str, on: date, assessor: str) -> bool:
        """Closes an open need as lifted on a day, by the function of who confirmed it; False when it was not open."""
        need = _found(edit, barrier)
        if need is None or need.state is not NeedState.OPEN:
            return False
        self._session.merge(
            LiftedNeed(
                referral_id=referral_id,
                barrier=barrier,
                on=on,
                was_assessed_on=need.assessed_on,
                was_assessor=need.assessor,
                recorded_by=self._asker.id,
                recorded_at=self._now,
            )
        )
        edit.write_needs([NeedEntry(barrier, need.severity, need.priority, NeedState.LIFTED, on, assessor)])
        return True

    def undo(self, edit: PersonEdit, referral_id: str, barrier: str) -> bool:
        """Opens a need again as it stood before; False when there is nothing of the asker's to take back.

        What was written about the need since then stands.
        """
        lifted = self._session.get(LiftedNeed, (referral_id, barrier))
        if lifted is None or not self.may_undo(lifted):
            return False
        need = _found(edit, barrier)
        if need is not None and need.state is NeedState.LIFTED and need.assessed_on == lifted.on:
            before = lifted.was_assessed_on, lifted.was_assessor
            edit.write_needs([NeedEntry(barrier, need.severity, need.priority, NeedState.OPEN, *before)])
        self._session.delete(lifted)
        self._session.flush()
        return True


def _found(edit: PersonEdit, barrier: str) -> Need | None:
    return next((each for each in edit.needs() if each.barrier == barrier), None)
