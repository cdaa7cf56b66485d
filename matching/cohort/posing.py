"""A cohort from the engine's own candidates: many people before one network, and the places that it grants."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.candidates import Candidates, Pairs
from matching.cohort.problem import NO_POOL, UNBOUNDED, CohortProblem, cohort_problem
from matching.offers import need_weights, open_pairs, step_values
from matching.profile import Need

URGENT_SEVERITY = 3


@dataclass(frozen=True, slots=True)
class Pool:
    """Places granted: ``inside`` is the number of the pool that they are taken from too, always a later one, if any."""

    places: int
    inside: int | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """One person of a cohort: their candidates (complete ones), and how many new faces they can bear (None: any)."""

    candidates: Candidates
    most: int | None = None


PoolsOf = Callable[[int, str], Sequence[int]]
"""The pools, any of which a member (by number) may draw on for a service (by id); none: places without limit."""


@dataclass(frozen=True, slots=True)
class PosedCohort:
    """The problem and what its numbers stand for: ``needs`` are (member, position in the profile), ``services`` ids."""

    problem: CohortProblem
    needs: tuple[tuple[int, int], ...]
    services: tuple[str, ...]

    def service_of(self, option: int) -> str:
        """The id of an option's service."""
        return self.services[int(self.problem.option_service[option])]


def pose_cohort(
    members: Sequence[Member], pools: Sequence[Pool], pools_of: PoolsOf, *, faces: bool = True, prices: bool = True
) -> PosedCohort:
    """The cohort problem of people before one catalogue: every open need without référent, every service it may use.

    An option is worth what the step would bring to the person's plan (``matching.offers``) plus the price of one new
    partner, so that a need is never left for that price alone where a place is free: a plan covers what it can. A need
    of severity 3 is urgent; it has waited since it was assessed. Not ``prices``: meeting someone new has none, and
    ``most`` alone bounds new faces. Not ``faces``: the form is separable, and ``most`` counts needs.
    """
    rows = [_Own(number, member) for number, member in enumerate(members)]
    needs = [(row.number, need) for row in rows for need in row.needs]
    carried = [members[number].candidates.problem.profile.needs[need] for number, need in needs]
    catalogue = members[0].candidates.problem.catalogue if members else None
    ids = catalogue.columns.ids if catalogue else ()
    first = np.cumsum([0, *(len(row.needs) for row in rows)])
    service = _joined([row.pairs.row for row in rows])
    person = np.repeat(np.arange(len(rows)), [len(row.pairs) for row in rows])
    drawn = [
        tuple(pools_of(who, ids[row])) or (len(pools),)
        for who, row in zip(person.tolist(), service.tolist(), strict=True)
    ]
    again = np.repeat(np.arange(len(drawn)), [len(own) for own in drawn])
    problem = cohort_problem(
        persons=len(members),
        need_person=[number for number, _ in needs],
        need_urgent=[need.severity >= URGENT_SEVERITY for need in carried],
        need_weight=_joined([need_weights(row.problem, np.array(row.needs, dtype=np.int64)) for row in rows]),
        need_waiting=[_waited(need, members[number]) for (number, _), need in zip(needs, carried, strict=True)],
        person_most=[UNBOUNDED if member.most is None else member.most for member in members],
        option_need=_joined([first[row.number] + np.searchsorted(row.needs, row.pairs.need) for row in rows])[again],
        option_service=service[again],
        option_value=_joined([row.value for row in rows])[again],
        option_pool=[pool for own in drawn for pool in own],
        option_face=_joined([row.pairs.door for row in rows])[again] if faces else None,
        option_price=_joined([row.price for row in rows])[again] if faces and prices else None,
        option_known=_joined([row.known for row in rows])[again] if faces else None,
        pool_room=[*(pool.places for pool in pools), UNBOUNDED],
        pool_parent=[*(NO_POOL if pool.inside is None else pool.inside for pool in pools), NO_POOL],
    )
    return PosedCohort(problem, tuple(needs), tuple(ids))


class _Own:
    """What one member brings to the arrays."""

    def __init__(self, number: int, member: Member) -> None:
        self.number = number
        self.problem = member.candidates.problem
        self.pairs: Pairs = open_pairs(member.candidates)
        profile, price = self.problem.profile, self.problem.weights.plan.new_partner
        self.needs = [at for at, need in enumerate(profile.needs) if not need.followed_by]
        self.value = step_values(self.problem, self.pairs) + price
        doors = self.problem.catalogue.doors
        known = [doors[door].partner_id in profile.known_partners for door in self.pairs.door.tolist()]
        self.known = np.array(known, dtype=np.bool_)
        self.price = np.where(self.known, 0.0, price)


def _waited(need: Need, member: Member) -> int:
    on = member.candidates.problem.profile.on
    return max(0, (on - need.assessed_on).days) if need.assessed_on else 0


def _joined(parts: Sequence[NDArray[Any]]) -> NDArray[Any]:
    return np.concatenate(parts) if parts else np.zeros(0, dtype=np.int64)
