"""Calling a partner together, officer and advisor: what the call came to is recorded in one go, or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Session

from api.errors import GuardError
from api.services.agreements import AgreementDesk, Given
from api.services.preparing import Wish
from api.services.referrals import PARTNER, ReferralDesk, reach_of
from api.services.requests.desk import RequestDesk
from api.wording.requests import refusal
from network_data.referrals import Move as ReferralMove
from network_data.referrals.guards import Contact
from network_data.repositories.referral_reach import Reach
from network_data.repositories.referrals import ReferralFile, ReferralRepository
from network_data.repositories.requests import RequestFile
from network_data.requests import EventKind, Guard, Move
from network_data.trail import JoinedTrail, Recorder
from network_data.vocabulary import ReferralState, RequestState


class CallResult(StrEnum):
    """What a call came to; the values are those of a referral's states, but for the first."""

    NO_ANSWER = "no_answer"
    """Nobody picked up, or they call back: nothing is decided."""
    SCHEDULED = "scheduled"
    ACCEPTED = "accepted"
    WAITLISTED = "waitlisted"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Call:
    """A call to a service about a request.

    ``agreed``: what the person agreed to share with this partner, where it was not noted before. ``alongside``: meant
    to be tried beside another route that is open.
    """

    service_id: str
    result: CallResult
    scheduled_at: datetime | None = None
    reason: str | None = None
    note: str | None = None
    other_barrier: str | None = None
    next_review_on: date | None = None
    agreed: Given | None = None
    alongside: bool = False


@dataclass(frozen=True, slots=True)
class TogetherDesk:
    """Records calls within the caller's transaction, opened to write."""

    requests: RequestDesk
    referrals: ReferralDesk
    referral_book: ReferralRepository
    agreements: AgreementDesk
    session: Session
    recorder: Recorder

    def call(self, file: RequestFile, call: Call) -> RequestFile:
        """Records a call: the choice if it was made in it, the agreement, the referral with its answer, the request.

        Raises:
            TransitionError: the request, or the person's referral to this service, does not move there.
            GuardError: a condition is not met; which one.
            InvalidRequestError: the service does not exist, or the agreement makes no sense.
            ForbiddenError: the person is no longer the officer's to refer.
        """
        self.requests.require(file, Move(RequestState.JOINT_CONTACT))
        with self._or_nothing():
            if file.course.state is RequestState.PROPOSED:
                file = self.requests.move(file, Move(RequestState.CHOSEN, chosen=call.service_id))
            referral = self._referred(file, call)
            move = Move(
                RequestState.JOINT_CONTACT,
                note=call.note,
                chosen=call.service_id,
                result=call.result.value,
                referral_id=referral.referral.id if referral else None,
                referral_number=referral.course.number if referral else None,
            )
            return self.requests.move(file, move)

    def undo(self, file: RequestFile) -> RequestFile:
        """Undoes the last step of a request; of a call that moved a referral, the referral's step with it.

        Raises:
            GuardError: a condition is not met; which one.
        """
        last = file.standing[-1]
        with self._or_nothing():
            if last.kind is EventKind.MOVE and "referral" in last.details:
                self._undo_referral(str(last.details["referral"]), last.details["referral_number"])
            return self.requests.undo(file)

    def _referred(self, file: RequestFile, call: Call) -> ReferralFile | None:
        """The person's referral, moved to where the call brought it; None where there is nobody or nothing to refer."""
        if call.result is CallResult.NO_ANSWER or file.request.person_id is None:
            return None
        if file.person_id is None:
            raise GuardError(refusal(Guard.PERSON), Guard.PERSON.value)
        reach = reach_of(self.referral_book.reaches, file.person_id)
        if call.agreed is not None:
            self.agreements.give(reach, call.agreed)
        referral = self._open_one(reach, file.request.barrier, call)
        moved = ReferralMove(
            to=ReferralState(call.result.value),
            at=self.requests.now,
            reason=call.reason,
            note=call.note,
            contact=Contact.CALL,
            scheduled_at=call.scheduled_at,
            other_barrier=call.other_barrier,
            next_review_on=call.next_review_on,
        )
        return self.referrals.move(referral, moved, PARTNER)

    def _open_one(self, reach: Reach, barrier: str, call: Call) -> ReferralFile:
        """The person's open referral to the service about the barrier; prepared where there is none."""
        opened = self.referral_book.open_about(reach.person_id, [barrier])
        found = next((each.id for each in opened if each.service_id == call.service_id), None)
        if found is not None:
            return self.referrals.open(found)
        wish = Wish(reach.person_id, call.service_id, (barrier,), alongside=call.alongside)
        return self.referrals.prepare(reach, wish)

    def _undo_referral(self, referral_id: str, number: int) -> None:
        file = self.referral_book.find_to_move(referral_id)
        if file is None or file.course.number != number:
            raise GuardError(refusal(Guard.UNDO_REFERRAL), Guard.UNDO_REFERRAL.value)
        self.referrals.undo(file)

    @contextmanager
    def _or_nothing(self) -> Iterator[None]:
        """What fails inside leaves nothing behind but its traces."""
        if isinstance(self.recorder, JoinedTrail):
            with self.recorder.attempt():
                yield
        else:
            with self.session.begin_nested():
                yield
