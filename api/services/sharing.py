"""Shares places between people whose profiles are given: the engine's problem, its answer in ids and figures."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from json import dumps

import numpy as np

from api.services.cohort_answer import (
    Amount,
    CohortAnswer,
    Level,
    Line,
    PlacePrice,
    PosedPlaces,
    PosedShare,
    Share,
)
from api.services.place_pools import PlacePools, place_pools
from matching.candidates import find_candidates
from matching.catalogue import Catalogue
from matching.cohort import CohortResult, solve
from matching.cohort.greedy import by_arrival
from matching.cohort.plans import MOST_NEEDS
from matching.cohort.posing import Member, PosedCohort, pose_cohort
from matching.cohort.result import KeepGoing, Tally, Waiting
from matching.problem import Problem
from matching.weights import Weights

_OTHERS = 3


@dataclass(frozen=True, slots=True)
class Shared:
    """The answer, and the lines of each person in their order."""

    answer: CohortAnswer
    shares: tuple[Share, ...]


def share_places(
    catalogue: Catalogue,
    weights: Weights,
    posed: PosedPlaces,
    people: Sequence[PosedShare],
    keep_going: KeepGoing = lambda _stage, _done: True,
) -> Shared | None:
    """Who gets which place: about 2 ms a person. None where ``keep_going`` stopped it.

    Exact, by flow, unless someone can bear fewer new faces than that would have them meet.

    A need that a référent or an open referral is on is left out. New partners have no price here: a place is what is
    scarce, and the plan of each person is made from what they got.
    """
    members = []
    for number, each in enumerate(people):
        if not keep_going("candidates", number / len(people)):
            return None
        members.append(Member(find_candidates(Problem(each.profile, catalogue, weights)), _most(each, posed)))
    pools = place_pools(posed.granted, people[0].profile.on) if people else PlacePools((), (), {})
    services = catalogue.services

    def pools_of(member: int, service_id: str) -> tuple[int, ...]:
        partner = services[catalogue.row_of[service_id]].partner_id
        return pools.drawn_by(partner, service_id, people[member].chantier)

    # The exact plan of one person tells faces apart for so many needs; beyond, each place counts as a face.
    faces = all(len(each.profile.needs) <= MOST_NEEDS for each in people)
    cohort = pose_cohort(members, pools.pools, pools_of, faces=faces, prices=False)
    result = solve(cohort.problem, seed=posed.question.seed, fair=posed.question.fair, keep_going=keep_going)
    if result.stopped:
        return None
    lines = _lines(cohort, result, people)
    shares = tuple(
        Share(tuple(line for (member, _), line in zip(cohort.needs, lines, strict=True) if member == number))
        for number in range(len(people))
    )
    return Shared(_answer(cohort, result, pools, shares), shares)


def _most(each: PosedShare, posed: PosedPlaces) -> int | None:
    """How many new faces someone can bear: what was decided with them, and what was asked for everybody."""
    bounds = (each.profile.decisions.faces, posed.question.appointments)
    return min((bound for bound in bounds if bound is not None), default=None)


def _lines(cohort: PosedCohort, result: CohortResult, people: Sequence[PosedShare]) -> list[Line]:
    waiting = {each.need: each for each in result.waiting}
    return [
        _line(cohort, int(option), number, people[member].profile.needs[need].barrier, waiting.get(number))
        for number, ((member, need), option) in enumerate(zip(cohort.needs, result.chosen.tolist(), strict=True))
    ]


def _line(cohort: PosedCohort, option: int, need: int, barrier: str, waits: Waiting | None) -> Line:
    problem = cohort.problem
    own = range(int(problem.option_start[need]), int(problem.option_start[need + 1]))
    free = problem.pools - 1
    service = cohort.service_of(option) if option >= 0 else None
    best_first = sorted(own, key=lambda one: (-float(problem.option_value[one]), cohort.service_of(one)))
    others = dict.fromkeys(cohort.service_of(one) for one in best_first)
    sought = waits.option if waits else None
    return Line(
        barrier=barrier,
        service_id=service,
        reason=waits.reason.value if waits else None,
        counted=any(int(problem.option_pool[one]) != free for one in own),
        takes=option >= 0 and int(problem.option_pool[option]) != free,
        urgent=bool(problem.need_urgent[need]),
        waited_days=int(problem.need_waiting[need]),
        sought=None if sought is None else cohort.service_of(sought),
        others=tuple(one for one in others if one != service)[:_OTHERS],
    )


def _answer(cohort: PosedCohort, result: CohortResult, pools: PlacePools, shares: tuple[Share, ...]) -> CohortAnswer:
    first = by_arrival(cohort.problem) >= 0
    served = result.chosen >= 0
    fairness = result.fairness
    told = [[asdict(line) for line in share.lines] for share in shares]
    return CohortAnswer(
        status=result.status,
        value=result.value,
        bound=result.bound,
        gap=result.gap,
        reached=_amount(result.tally),
        baselines={name: _amount(tally) for name, tally in sorted(result.baselines.items())},
        first_come=(int((served & ~first).sum()), int((first & ~served).sum())),
        levels=tuple(Level(each.name, each.value, each.bound, each.proven) for each in fairness.levels),
        best_value=fairness.best_value,
        fairness_price=fairness.price,
        worst=float(fairness.coverage[0]) if len(fairness.coverage) else 1.0,
        prices=tuple(_prices(cohort, result, pools)),
        people=len(shares),
        digest=sha256(dumps(told).encode()).hexdigest(),
        problem_digest=result.problem_digest,
    )


def _prices(cohort: PosedCohort, result: CohortResult, pools: PlacePools) -> list[PlacePrice]:
    """What one more place would bring to each service whose places are all taken, the most needs first."""
    problem = cohort.problem
    found: dict[tuple[str, str | None], PlacePrice] = {}
    for one in result.more:
        own = pools.own[one.pool]
        for number in np.unique(problem.option_service[problem.option_pool == one.pool]).tolist():
            price = float(result.price[one.pool])
            service, chantier = cohort.services[number], own.key[1]
            told = PlacePrice(service, chantier, price, one.served, one.urgent, one.moved, one.value)
            known = found.get((service, chantier))
            if known is None or _worth(told) > _worth(known):
                found[service, chantier] = told
    return sorted(found.values(), key=lambda each: (*(-part for part in _worth(each)), each.service_id))


def _worth(price: PlacePrice) -> tuple[int, int, float]:
    return price.urgent, price.served, price.value


def _amount(tally: Tally) -> Amount:
    return Amount(tally.value, tally.served, tally.urgent, tally.covered)
