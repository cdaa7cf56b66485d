"""How far someone sees a request and what they are to it; only the repository of requests uses it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from network_data.asker import Asker, Role
from network_data.repositories.grants import GrantRepository
from network_data.repositories.people import NEAR_KINDS, WHOLE_KINDS
from network_data.tables import Chantier, Grant, GrantKind, OfficerRequest, Partner, Service
from network_data.trail import Recorder
from network_data.vocabulary import BARRIERS, Side

_ORDINARY = [code for code, barrier in BARRIERS.items() if not barrier.sensitive]


@dataclass(frozen=True, slots=True)
class RequestSight:
    """What someone sees of a request.

    ``sides``: what they are to it, nobody who only reads. ``person``: whether they know whom it is about. ``words``:
    whether the question, and what was said of it, are theirs to read. ``barrier``: whether the barrier is; its domain
    at least. ``discreet``: whether a service that is marked sensitive is hidden from them.
    """

    sides: frozenset[Side]
    person: bool
    words: bool
    barrier: bool
    discreet: bool = False


class RequestReaches:
    """Says how far ``asker`` reaches at ``now``.

    Whoever accompanies the person asks and chooses; whoever holds another access to the whole file reads. Of a
    question about nobody, its author. Officers of the territory answer: until the person's need is opened to one of
    them, they read a question about somebody. A chantier's software sees its own people's, without sensitive needs. A
    coordinator counts.
    """

    def __init__(self, asker: Asker, session: Session, now: datetime, trail: Recorder) -> None:
        self._asker = asker
        self._session = session
        self._grants = GrantRepository(asker, session, now, trail)

    def within_reach(self) -> SelectOfScalar[OfficerRequest]:
        """The requests that the asker may know of, to be narrowed; each is then looked at by ``sight``."""
        asker = self._asker
        territories = {*asker.territories(Role.OFFICER), *asker.territories(Role.COORDINATOR)}
        granted = select(Grant.person_id).where(
            Grant.account_id == asker.id, col(Grant.kind).in_(sorted(WHOLE_KINDS)), *self._grants.running()
        )
        of_key = col(OfficerRequest.chantier_id).in_(asker.chantiers(Role.SOFTWARE))
        return select(OfficerRequest).where(
            or_(
                OfficerRequest.asked_by == asker.id,
                col(OfficerRequest.territory_slug).in_(sorted(territories)),
                col(OfficerRequest.person_id).in_(granted),
                of_key & col(OfficerRequest.person_id).is_not(None) & col(OfficerRequest.barrier).in_(_ORDINARY),
            )
        )

    def sights(self, requests: Sequence[OfficerRequest]) -> Mapping[str, RequestSight]:
        """How the asker sees each request, by its id; one that they do not see is not there."""
        grants = self._grants.mine({each.person_id for each in requests if each.person_id})
        found = {each.id: self._sight(each, grants.get(each.person_id or "", ())) for each in requests}
        return {request_id: sight for request_id, sight in found.items() if sight}

    def running(self) -> tuple[ColumnElement[bool], ...]:
        """The conditions of a grant that runs."""
        return self._grants.running()

    def is_plain(self, service_id: str) -> bool:
        """Whether neither the service nor its partner is marked sensitive."""
        query = select(Service.sensitive, Partner.sensitive).where(
            Service.id == service_id, Service.partner_id == Partner.id
        )
        return not any(any(row) for row in self._session.exec(query))

    def hold_chantier(self, chantier_id: str) -> None:
        """Has other changes to what a chantier asks about nobody wait until this one is done."""
        query = select(Chantier.id).where(Chantier.id == chantier_id)
        self._session.exec(query.with_for_update(key_share=True)).all()

    def _sight(self, request: OfficerRequest, grants: Sequence[Grant]) -> RequestSight | None:
        kinds, own = {grant.kind for grant in grants}, request.asked_by == self._asker.id
        answers = request.territory_slug in self._asker.territories(Role.OFFICER)
        if (request.person_id is None and own) or not kinds.isdisjoint(NEAR_KINDS):
            sides = {Side.ASKER, Side.OFFICER} if answers else {Side.ASKER}
            return RequestSight(frozenset(sides), person=True, words=True, barrier=True)
        if answers:
            return self._of_officer(request, grants)
        if not kinds.isdisjoint(WHOLE_KINDS):
            return RequestSight(frozenset(), person=True, words=True, barrier=True)
        ordinary = not BARRIERS[request.barrier].sensitive
        if request.person_id and ordinary and request.chantier_id in self._asker.chantiers(Role.SOFTWARE):
            return RequestSight(frozenset({Side.ASKER}), person=True, words=own, barrier=True, discreet=True)
        if request.territory_slug in self._asker.territories(Role.COORDINATOR):
            return RequestSight(frozenset(), person=False, words=False, barrier=False, discreet=True)
        return None

    def _of_officer(self, request: OfficerRequest, grants: Sequence[Grant]) -> RequestSight:
        entrusted = any(
            grant.kind is GrantKind.ENTRUSTED and request.barrier in (grant.barriers or ()) for grant in grants
        )
        has_it = request.officer_id == self._asker.id
        ordinary = not BARRIERS[request.barrier].sensitive
        nobodys = request.person_id is None
        return RequestSight(
            frozenset({Side.OFFICER}),
            person=entrusted,
            words=True,
            barrier=entrusted or ordinary or has_it or nobodys,
        )
