"""Prepares referrals: one that an advisor or an officer keeps, or all that a confirmed proposal holds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from api.errors import Fault, InvalidRequestError, NotFoundError
from api.i18n import say
from network_data.asker import Asker
from network_data.referrals import Event, Guard, Unmet, replay
from network_data.repositories import NetworkRepository
from network_data.repositories.referral_reach import Reach
from network_data.repositories.referrals import Beginning, Line, ReferralFile, ReferralRepository
from network_data.tables import Partner, Referral, Service
from network_data.vocabulary import BARRIERS, REFERRAL_STATES, ReferralKind, ReferralState, gate_of


@dataclass(frozen=True, slots=True)
class Wish:
    """A referral that someone wants to prepare.

    ``kind``: by default a dossier where a gate stands before the service. ``hold_days``: for how long its place is
    kept back; None keeps none. ``alongside``: meant to be tried beside another that is open for the same need.
    ``urgent``: its answer is waited for on shorter clocks.
    """

    person_id: str
    service_id: str
    barriers: tuple[str, ...]
    kind: ReferralKind | None = None
    hold_days: int | None = None
    replaces: str | None = None
    alongside: bool = False
    urgent: bool = False
    note: str | None = None
    on_behalf_of: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a wish: a referral, or what kept it from being prepared."""

    wish: Wish
    file: ReferralFile | None = None
    refused: Unmet | None = None


class Preparation:
    """Prepares referrals for ``asker`` at ``now``, within the caller's transaction, opened to write."""

    def __init__(self, asker: Asker, now: datetime, book: ReferralRepository, network: NetworkRepository) -> None:
        self._asker = asker
        self._now = now
        self._book = book
        self._network = network

    def prepare(self, reach: Reach, wish: Wish) -> Outcome:
        """Prepares a referral of someone whom the asker reaches, unless a condition is not met.

        Raises:
            InvalidRequestError: the service does not exist.
        """
        service = known_service(self._network, wish.service_id)
        refused = next(self._unmet(reach, wish, service), None)
        if refused:
            return Outcome(wish, refused=refused)
        kind, line = _kind(wish, service), self._first_line(wish)
        first = Event(1, self._asker.id, self._now, line.to, at=self._now, held_until=self._held_until(wish))
        lacking = self._book.lacks(reach, service, replay(kind, [first]))
        if lacking:
            return Outcome(wish, refused=Unmet(Guard.QUOTA, lacking))
        partner = self._network.partner(service.partner_id)
        assert partner is not None, "every service has a partner"
        beginning = Beginning(service, recipient_of(service, partner), kind, wish.barriers, wish.replaces)
        return Outcome(wish, self._book.begin(reach, beginning, line))

    def prepare_allocated(self, wishes: Sequence[Wish]) -> list[Outcome]:
        """Prepares what a coordinator confirms of a proposal, each if it can be: one that is refused stops no other.

        Raises:
            NotFoundError: one of the people is not of a territory that the asker coordinates.
            InvalidRequestError: a service does not exist.
        """
        self._book.reaches.hold({wish.person_id for wish in wishes})
        reaches = [self._book.reaches.of_allocation(wish.person_id) for wish in wishes]
        if None in reaches:
            raise NotFoundError(say("Une de ces personnes n’existe pas, ou n’est pas de votre territoire."))
        return [self.prepare(reach, wish) for reach, wish in zip(reaches, wishes, strict=True) if reach]

    def _unmet(self, reach: Reach, wish: Wish, service: Service) -> Iterator[Unmet]:
        hidden = not reach.covers(wish.barriers) or not self._book.reaches.sees_service(reach, service.id)
        if hidden or self._book.carried(reach.person_id, wish.barriers) != set(wish.barriers):
            yield Unmet(Guard.NEED)
        if wish.replaces and not self._may_replace(reach, wish, wish.replaces):
            yield Unmet(Guard.REPLACES)
        yield from _doubles(self._book.open_about(reach.person_id, wish.barriers), wish, _kind(wish, service))

    def _may_replace(self, reach: Reach, wish: Wish, replaced_id: str) -> bool:
        former = self._book.find(replaced_id)
        return (
            former is not None
            and former.referral.person_id == reach.person_id
            and REFERRAL_STATES[former.course.state].ended
            and not set(former.referral.barriers).isdisjoint(wish.barriers)
            and self._book.replaced_by(replaced_id) is None
        )

    def _first_line(self, wish: Wish) -> Line:
        until = self._held_until(wish)
        details: dict[str, Any] = {"held_until": until.isoformat()} if until else {}
        details |= {"urgent": True} if wish.urgent else {}
        details |= {"alongside": True} if wish.alongside else {}
        return Line(ReferralState.PREPARED, self._now, wish.on_behalf_of, None, wish.note, details)

    def _held_until(self, wish: Wish) -> datetime | None:
        return self._now + timedelta(days=wish.hold_days) if wish.hold_days else None


def recipient_of(service: Service, partner: Partner) -> str:
    """Who is told of a referral to ``service``: its partner, or the gate that stands before it (``gate--siao``)."""
    gate = gate_of(service.access_path)
    kept_by_partner = gate is None or not set(partner.networks or ()).isdisjoint(gate.networks)
    return partner.id if gate is None or kept_by_partner else gate.partner_id


def known_service(network: NetworkRepository, service_id: str) -> Service:
    """A service of the network.

    Raises:
        InvalidRequestError: it does not exist.
    """
    service = network.service(service_id)
    if service is None:
        fault = Fault("service_id", say("Ce service n’existe pas dans le réseau."), say("Vérifiez son identifiant."))
        raise InvalidRequestError(say("L’orientation contient des champs à corriger. Rien n’a été gardé."), (fault,))
    return service


def _doubles(others: Sequence[Referral], wish: Wish, kind: ReferralKind) -> Iterator[Unmet]:
    if any(other.service_id == wish.service_id for other in others):
        yield Unmet(Guard.ALREADY_OPEN)
    if wish.alongside or kind is ReferralKind.DOSSIER:
        return
    single = {barrier for barrier in wish.barriers if not BARRIERS[barrier].parallel_routes}
    routes = (other for other in others if other.kind is ReferralKind.ORIENTATION)
    if any(not single.isdisjoint(other.barriers) for other in routes):
        yield Unmet(Guard.ANOTHER_ROUTE)


def _kind(wish: Wish, service: Service) -> ReferralKind:
    gated = gate_of(service.access_path) is not None
    return wish.kind or (ReferralKind.DOSSIER if gated else ReferralKind.ORIENTATION)
