"""Lets a partner answer a referral by its link: what was agreed is shown, the answer moves it and dates the places."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from api.security.partner_links import PartnerLinks, parts_of, parts_of_code
from api.services.referrals import PARTNER, ReferralDesk
from network_data.asker import Asker
from network_data.referrals import Move
from network_data.repositories.agreements import AgreementRepository
from network_data.repositories.capacity import Room, SaidCapacity, note_capacity
from network_data.repositories.identities import PURPOSE as IDENTITY
from network_data.repositories.linked_referrals import Linked, LinkedReferrals, actor_of
from network_data.repositories.referrals import NOTES, ReferralRepository
from network_data.sealing import Sealer
from network_data.tables import SharedField
from network_data.trail import Recorder
from network_data.vocabulary import ReferralState

NO_CAPACITY = "no-capacity"
UNSPOKEN_REASONS = frozenset({"other-barrier-first"})
"""Reasons that a partner does not give by a link: they would name a barrier."""


@dataclass(frozen=True, slots=True)
class PartnerAnswer:
    """What a partner answers; ``full_until``: the last day on which they take nobody."""

    move: Move
    full_until: date | None = None


class PartnerDoor:
    """Opens links at ``now``, from ``address``, within the caller's transaction."""

    def __init__(
        self, session: Session, now: datetime, recorder: Recorder, secrets: Sequence[str], address: str | None
    ) -> None:
        self._session = session
        self._now = now
        self._recorder = recorder
        self._secrets = tuple(secrets)
        self._address = address
        self._links = PartnerLinks(self._secrets)

    def find(self, token: str) -> Linked | None:
        """What a link opens; None for one that is forged, too old, revoked, overtaken, or agreed to no more."""
        parts = parts_of(token)
        if parts is None:
            return None
        linked = self._opened(parts[0])
        return linked if linked and self._links.accepts(linked.link, parts[1]) else None

    def find_to_answer(self, token: str) -> Linked | None:
        """The same, for whoever then reads or answers: other changes to the person's referrals wait."""
        linked = self.find(token)
        return self._book_of_links(linked.link.id).hold(linked) if linked else None

    def path_of_code(self, typed: str) -> str | None:
        """Where the link of a code leads; None when it is no code, or opens nothing any more."""
        parts = parts_of_code(typed)
        link_id = self._book_of_links("").numbered(parts[0]) if parts else None
        linked = self._opened(link_id) if link_id else None
        if linked is None or parts is None or not self._links.accepts_code(linked.link, parts[1]):
            return None
        return self._links.path(linked.link)

    def shared(self, linked: Linked) -> dict[SharedField, object]:
        """What the person agreed to tell; leaves a trace."""
        return self._book_of_links(linked.link.id).shared(linked)

    def answer(self, linked: Linked, given: PartnerAnswer) -> None:
        """Moves the referral as the partner answers, in place of their last answer where it may still be taken back.

        Raises:
            TransitionError: it does not move that way any more.
            GuardError: a condition is not met; which one.
        """
        if _is_same(linked, given):
            return
        asker = self._asker(linked.link.id)
        sealer = Sealer(self._secrets, NOTES)
        book = ReferralRepository(asker, self._session, self._now, self._recorder, sealer)
        agreements = AgreementRepository(asker, self._session, self._now, self._recorder)
        desk = ReferralDesk(asker, self._now, self._session, book, agreements)
        file = book.open_for(linked.referral.id, linked.reach)
        if linked.answer and linked.may_undo:
            file = desk.undo(file)
        desk.move(file, given.move, PARTNER)
        said = _capacity(given, self._now.date())
        if said:
            note_capacity(self._session, linked.service.id, said, self._now.date())

    def _opened(self, link_id: str) -> Linked | None:
        return self._book_of_links(link_id).find(link_id)

    def _book_of_links(self, link_id: str) -> LinkedReferrals:
        sealer = Sealer(self._secrets, IDENTITY)
        return LinkedReferrals(self._asker(link_id), self._session, self._now, self._recorder, sealer)

    def _asker(self, link_id: str) -> Asker:
        return Asker(actor_of(link_id), (), address=self._address)


def _is_same(linked: Linked, given: PartnerAnswer) -> bool:
    """Whether the very same answer was given already: a form sent twice."""
    answer, move = linked.answer, given.move
    if answer is None or (answer.to_state, answer.reason) != (move.to, move.reason) or move.note:
        return False
    said = {"scheduled_at": move.scheduled_at, "next_review_on": move.next_review_on}
    return all(answer.details.get(name) == (value.isoformat() if value else None) for name, value in said.items())


def _capacity(given: PartnerAnswer, today: date) -> SaidCapacity | None:
    move = given.move
    if move.to in {ReferralState.ACCEPTED, ReferralState.SCHEDULED}:
        return SaidCapacity(Room.SOME)
    if move.to is ReferralState.WAITLISTED:
        days = (move.next_review_on - today).days if move.next_review_on else None
        return SaidCapacity(Room.NONE, waiting_days=days)
    return SaidCapacity(Room.NONE, given.full_until) if move.reason == NO_CAPACITY else None
