"""What a counted place is worth between two sharings: so that the last one is not spent on whoever comes first."""

from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from logging import getLogger
from threading import Lock

from sqlalchemy import Engine
from sqlmodel import Session

from api.services.background import Background
from api.services.catalogues import Catalogues
from api.services.cohort_answer import POSED_SHARE, PosedShare
from api.services.place_pools import OwnPool, PlacePools, place_pools
from api.services.weighing import default_weights
from matching.candidates import Candidates, find_candidates
from matching.catalogue import Catalogue
from matching.cohort import CohortProblem
from matching.cohort.arrivals import bid_prices
from matching.cohort.posing import Member, pose_cohort
from matching.columns import Floats
from matching.problem import Problem
from network_data.database import transaction
from network_data.repositories.holdings import Holdings
from network_data.repositories.shared_places_learnt import LearntSharing

FEWEST_TO_COME = 0.05
"""Of the last sharing's needs: fewer are never expected, so that a last place keeps a price to the end of a month."""
MARGIN = 0.01
"""Prices are estimates: who is worth a hundredth less than one is not told to look elsewhere."""
_LOG = getLogger("maillage.places")


@dataclass(frozen=True, slots=True)
class PlaceBid:
    """Places of one agreement: how many are ``left``, and the ``price`` of one in the engine's units of value.

    ``worth_it``: the share of the options of the last sharing for such a place that are worth as much, 0 to 1.
    """

    own: OwnPool
    left: int
    price: float
    worth_it: float


@dataclass(frozen=True, slots=True)
class PlaceWorth:
    """A place that someone asks for: ``left`` before they have it, what it is worth to them, and its price."""

    left: int
    worth: float
    price: float

    @property
    def serves_better_later(self) -> bool:
        """Whether those expected until the next sharing are expected to make more of it."""
        return self.worth < (1 - MARGIN) * self.price


@dataclass(frozen=True, slots=True)
class TerritoryBids:
    """The bids of a territory today, pool by pool."""

    pools: PlacePools
    price: Floats
    own_options: tuple[Floats, ...]
    """The values of the last sharing's options, by the pool that they draw on."""

    def all(self) -> list[PlaceBid]:
        """The bids of pools that somebody could draw on at the last sharing, the dearest first."""
        found = [
            PlaceBid(own, pool.places, float(self.price[number]), float((values >= self.price[number]).mean()))
            for number, (own, pool) in enumerate(zip(self.pools.own, self.pools.pools, strict=True))
            if len(values := self.own_options[number])
        ]
        return sorted(found, key=lambda bid: (-bid.price, bid.own.partner_id, str(bid.own.key)))

    def worth(
        self, candidates: Candidates, chantier_id: str, service_id: str, barriers: Sequence[str], *, holding: bool
    ) -> PlaceWorth | None:
        """What a place for a service is worth to someone, on the best of the pools they may draw on.

        ``holding``: one is kept back for them already. None where places are not counted, none is left, the service is
        not among their candidates, or a need is urgent: an urgent need never gives way.
        """
        services, row = candidates.problem.catalogue.services, candidates.problem.catalogue.row_of.get(service_id)
        drawn = () if row is None else self.pools.drawn_by(services[row].partner_id, service_id, chantier_id)
        left = {pool: self.pools.pools[pool].places + holding for pool in drawn}
        open_pools = [pool for pool in drawn if left[pool] > 0]
        if not open_pools:
            return None
        posed = pose_cohort([Member(candidates)], (), lambda _who, _service: (), faces=False, prices=False)
        own = [
            option
            for option in range(posed.problem.options)
            if posed.service_of(option) == service_id
            and candidates.problem.profile.needs[posed.needs[int(posed.problem.option_need[option])][1]].barrier
            in barriers
        ]
        if not own or any(posed.problem.need_urgent[posed.problem.option_need[option]] for option in own):
            return None
        pool = min(open_pools, key=lambda one: float(self.price[one]))
        worth = sum(float(posed.problem.option_value[option]) for option in own)
        return PlaceWorth(left[pool], worth, float(self.price[pool]))


@dataclass(frozen=True, slots=True)
class _Learnt:
    """The last sharing as a model of who comes, on the pools of ``own``."""

    shared_id: str
    own: tuple[OwnPool, ...]
    problem: CohortProblem


@dataclass
class PlaceBids:
    """The bids of one process: learnt outside requests from what was shared last, priced for what is left today."""

    engine: Engine
    catalogues: Catalogues
    now: Callable[[], datetime]
    background: Background = field(default_factory=Background)

    def __post_init__(self) -> None:
        self._learnt: dict[str, _Learnt] = {}
        self._asked: set[tuple[str, tuple[OwnPool, ...]]] = set()
        self._priced: dict[str, tuple[tuple[object, ...], Floats]] = {}
        self._lock = Lock()

    def of(self, session: Session, territory_slug: str, now: datetime) -> TerritoryBids | None:
        """The bids of a territory, or None: nothing was shared lately, or it is being learnt.

        A few queries, and one flow of the size of the last sharing where something has changed since they were asked
        last (some 20 ms for two hundred people).
        """
        learning = LearntSharing(session)
        shared_id = learning.last_id(territory_slug, now)
        pools = place_pools(Holdings(session, now).granted(), now.date())
        if shared_id is None or not pools.own:
            return None
        learnt = self._learnt.get(territory_slug)
        if learnt is None or (learnt.shared_id, learnt.own) != (shared_id, pools.own):
            self._begin_learning(territory_slug, shared_id, pools.own)
            return None
        if not learnt.problem.needs:
            return None
        asking = learning.asking(territory_slug, now.date())
        to_come = max(FEWEST_TO_COME, (asking.waiting + asking.a_day * _days_left(now.date())) / learnt.problem.needs)
        return TerritoryBids(pools, self._price(territory_slug, learnt, pools, to_come), _options(learnt.problem))

    def learn(self, territory_slug: str, shared_id: str) -> None:
        """Learns from a sharing; about 2 ms a person."""
        with transaction(self.engine) as session:
            posed = [POSED_SHARE.validate_python(one) for one in LearntSharing(session).posed(shared_id)]
            now = self.now()
            pools = place_pools(Holdings(session, now).granted(), now.date())
            catalogue = self.catalogues.current(session, now.date())
        learnt = _Learnt(shared_id, pools.own, _pose(posed, pools, catalogue))
        with self._lock:
            self._learnt[territory_slug] = learnt
            self._asked.discard((shared_id, pools.own))

    def _begin_learning(self, territory_slug: str, shared_id: str, own: tuple[OwnPool, ...]) -> None:
        with self._lock:
            if (shared_id, own) in self._asked:
                return
            self._asked.add((shared_id, own))
        self.background.begin(partial(self._learn_safely, territory_slug, shared_id))

    def _learn_safely(self, territory_slug: str, shared_id: str) -> None:
        try:
            self.learn(territory_slug, shared_id)
        except Exception:
            # Nobody waits for a thread: pages go without these prices, and the log says why.
            _LOG.exception("Learning from the last sharing of places failed.")

    def _price(self, territory_slug: str, learnt: _Learnt, pools: PlacePools, to_come: float) -> Floats:
        rooms = learnt.problem.pool_room.copy()
        rooms[: len(pools.pools)] = [pool.places for pool in pools.pools]
        key = (learnt.shared_id, learnt.own, rooms.tobytes(), round(to_come, 2))
        known = self._priced.get(territory_slug)
        if known is None or known[0] != key:
            known = self._priced[territory_slug] = (key, bid_prices(learnt.problem, rooms, to_come))
        return known[1]


def _pose(people: Sequence[PosedShare], pools: PlacePools, catalogue: Catalogue) -> CohortProblem:
    weights = default_weights()
    members = [Member(find_candidates(Problem(each.profile, catalogue, weights))) for each in people]

    def pools_of(member: int, service_id: str) -> tuple[int, ...]:
        partner = catalogue.services[catalogue.row_of[service_id]].partner_id
        return pools.drawn_by(partner, service_id, people[member].chantier)

    return pose_cohort(members, pools.pools, pools_of, faces=False, prices=False).problem


def _options(problem: CohortProblem) -> tuple[Floats, ...]:
    """The values of the options that draw on each pool."""
    return tuple(problem.option_value[problem.option_pool == pool] for pool in range(problem.pools))


def _days_left(today: date) -> int:
    """Days until the month ends, today included: most agreements count by the month, and places are shared as often."""
    return monthrange(today.year, today.month)[1] - today.day + 1
