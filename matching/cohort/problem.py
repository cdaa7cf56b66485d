"""Many people, few places, as plain arrays: needs, the services that could take them, and nested quotas."""

from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256

import numpy as np
from numpy.typing import ArrayLike

from matching.columns import Bools, Floats, Ints

NO_POOL = -1
UNBOUNDED = 1 << 30
"""As a bound: none."""


@dataclass(frozen=True)
class CohortProblem:
    """Needs of people and the options of each: a service, the pool of places it draws on, and a value.

    An *option* is one pair of a need and a service. Options stand by need, in ascending order. A *pool* is a number of
    places; taking one takes it from the pool's parent too, and from that one's parent. So quotas nest: a month within a
    partner, a chantier's share within it; places reserved for some are a smaller pool, inside the whole, for the rest.

    Build it with ``cohort_problem``, which checks it. Values are weight x score; prices are in the same unit.
    """

    persons: int
    need_person: Ints
    need_urgent: Bools
    need_weight: Floats
    """How much a need weighs: the order of the baseline "the most urgent first", after ``need_urgent``."""
    need_waiting: Ints
    """Days the need has waited."""
    need_size: Ints
    """Places that the need takes: more than one for a household."""
    person_most: Ints
    """Appointments that a person can bear: distinct faces not known yet where options name them, else needs served."""
    option_need: Ints
    option_service: Ints
    option_pool: Ints
    option_value: Floats
    option_face: Ints
    """Whom one meets; the options of one person at one face share an appointment and its price."""
    option_price: Floats
    """Price of the option's face for its person: nought for a partner who is known."""
    pool_room: Ints
    pool_parent: Ints
    """Each stands before its parent or has none (``NO_POOL``)."""
    option_known: Bools
    """Whether the option's face is known to its person already: meeting it again is no new appointment to bear."""
    faces: bool
    """Whether options name faces."""

    @property
    def needs(self) -> int:
        """How many needs there are."""
        return len(self.need_person)

    @property
    def options(self) -> int:
        """How many options there are."""
        return len(self.option_need)

    @property
    def pools(self) -> int:
        """How many pools there are."""
        return len(self.pool_room)

    @cached_property
    def separable(self) -> bool:
        """Whether the value is a sum over places, with one place per need: then it is a flow."""
        return not (self.option_price.any() or self.few_appointments or np.any(self.need_size != 1))

    @cached_property
    def few_appointments(self) -> bool:
        """Whether someone may be able to bear fewer new faces than they have needs."""
        return self.faces and bool(np.any(self.person_most < self.needs_of_person))

    @cached_property
    def needs_of_person(self) -> Ints:
        """How many needs each person has."""
        return np.bincount(self.need_person, minlength=self.persons)

    @cached_property
    def option_person(self) -> Ints:
        """The person of each option."""
        found: Ints = self.need_person[self.option_need]
        return found

    @cached_property
    def option_start(self) -> Ints:
        """The options of need i are those from ``option_start[i]`` up to ``option_start[i + 1]``."""
        return np.searchsorted(self.option_need, np.arange(self.needs + 1))

    @cached_property
    def chains(self) -> tuple[tuple[int, ...], ...]:
        """For each pool, itself and every pool around it."""
        found: list[tuple[int, ...]] = [()] * self.pools
        for pool in range(self.pools - 1, -1, -1):
            parent = int(self.pool_parent[pool])
            found[pool] = (pool, *(found[parent] if parent != NO_POOL else ()))
        return tuple(found)

    def used(self, chosen: Ints) -> Ints:
        """How many places of each pool are taken when need i takes the option ``chosen[i]`` (negative: none)."""
        taken = np.flatnonzero(chosen >= 0)
        pools = self.option_pool[chosen[taken]]
        used = np.bincount(pools, weights=self.need_size[taken], minlength=self.pools).astype(np.int64)
        for pool in np.flatnonzero(self.pool_parent != NO_POOL).tolist():
            used[self.pool_parent[pool]] += used[pool]
        return used

    def summed_upwards(self, price: Floats) -> Floats:
        """For each pool, its own price and those of all pools around it."""
        total = price.copy()
        for pool in np.flatnonzero(self.pool_parent != NO_POOL)[::-1].tolist():
            total[pool] += total[self.pool_parent[pool]]
        return total

    def new_faces(self, chosen: Ints) -> Ints:
        """How many distinct faces that they do not know each person meets."""
        options = chosen[chosen >= 0]
        options = options[~self.option_known[options]]
        pairs = np.unique(np.stack([self.option_person[options], self.option_face[options]]), axis=1)
        return np.bincount(pairs[0], minlength=self.persons)

    def without_faces(self) -> "CohortProblem":
        """The same, with nobody's face told apart nor bounding anyone: it allows more."""
        nobody = np.full(self.persons, UNBOUNDED, dtype=np.int64)
        return replace(self, person_most=nobody, option_face=self.option_need, faces=False)

    def value_of(self, chosen: Ints) -> float:
        """The value of needs taking options, less the price of every distinct new face."""
        options = chosen[chosen >= 0]
        pairs = np.stack([self.option_person[options], self.option_face[options]])
        _, first = np.unique(pairs, axis=1, return_index=True)
        return float(self.option_value[options].sum() - self.option_price[options][first].sum())

    @cached_property
    def digest(self) -> str:
        """The same for the same problem, to the last bit: what a replay compares."""
        found = sha256(str((self.persons, self.faces)).encode())
        for name in _ARRAYS:
            found.update(np.ascontiguousarray(getattr(self, name)).tobytes() + name.encode())
        return found.hexdigest()


_ARRAYS = tuple(name for name in CohortProblem.__dataclass_fields__ if name not in {"persons", "faces"})


def cohort_problem(  # noqa: PLR0913 - one plain array each, by name
    *,
    need_person: ArrayLike,
    option_need: ArrayLike,
    option_service: ArrayLike,
    option_value: ArrayLike,
    pool_room: ArrayLike,
    persons: int | None = None,
    need_urgent: ArrayLike | None = None,
    need_weight: ArrayLike | None = None,
    need_waiting: ArrayLike | None = None,
    need_size: ArrayLike | None = None,
    person_most: ArrayLike | None = None,
    option_pool: ArrayLike | None = None,
    option_face: ArrayLike | None = None,
    option_price: ArrayLike | None = None,
    option_known: ArrayLike | None = None,
    pool_parent: ArrayLike | None = None,
) -> CohortProblem:
    """A checked problem; what is left out takes its plainest meaning.

    By default no need is urgent, each weighs 1 and takes one place, nobody is bound, service s draws on pool s, pools
    do not nest, every need is an appointment of its own, without a price, and no face is known. Options may come in any
    order; results speak of them in order of need, then as they came (``argsort(option_need, kind="stable")``).

    Raises:
        ValueError: the arrays do not fit together; the message names the one to mend.
    """
    if option_price is not None and option_face is None:
        raise ValueError("Prices are for faces: give option_face with option_price.")
    if option_known is not None and option_face is None:
        raise ValueError("Faces are known or not: give option_face with option_known.")
    order = np.argsort(np.asarray(option_need, dtype=np.int64), kind="stable")
    owner = _ints(need_person)
    service = _ints(option_service)[order]
    count = (int(owner.max()) + 1 if len(owner) else 0) if persons is None else persons
    room, needs, options = _ints(pool_room), len(owner), len(order)
    problem = CohortProblem(
        persons=count,
        need_person=owner,
        need_urgent=_filled(need_urgent, needs, 0).astype(np.bool_),
        need_weight=_filled(need_weight, needs, 1.0),
        need_waiting=_filled(need_waiting, needs, 0).astype(np.int64),
        need_size=_filled(need_size, needs, 1).astype(np.int64),
        person_most=_filled(person_most, count, UNBOUNDED).astype(np.int64),
        option_need=_ints(option_need)[order],
        option_service=service,
        option_pool=service if option_pool is None else _ints(option_pool)[order],
        option_value=_filled(option_value, options, 0.0)[order],
        option_face=_ints(option_need if option_face is None else option_face)[order],
        option_price=_filled(option_price, options, 0.0)[order],
        option_known=_filled(option_known, options, 0)[order].astype(np.bool_),
        pool_room=room,
        pool_parent=_filled(pool_parent, len(room), NO_POOL).astype(np.int64),
        faces=option_face is not None,
    )
    _check(problem)
    return problem


def _ints(given: ArrayLike) -> Ints:
    return np.asarray(given, dtype=np.int64).reshape(-1)


def _filled(given: ArrayLike | None, length: int, default: float) -> Floats:
    if given is None:
        return np.full(length, default, dtype=np.float64)
    return np.broadcast_to(np.asarray(given, dtype=np.float64), (length,)).copy()


def _check(problem: CohortProblem) -> None:
    above = problem.pool_parent
    wrong = {
        "need_person names people from 0 to persons - 1": _within(problem.need_person, problem.persons),
        "option_need names needs from 0 on": _within(problem.option_need, problem.needs),
        "option_pool names pools from 0 on": _within(problem.option_pool, problem.pools),
        "option_service is never negative": bool(np.all(problem.option_service >= 0)),
        "option_face is never negative": bool(np.all(problem.option_face >= 0)),
        "option_value is finite": bool(np.isfinite(problem.option_value).all()),
        "option_price is finite and never negative": bool(
            np.all(np.isfinite(problem.option_price) & (problem.option_price >= 0))
        ),
        "need_size is at least 1": bool(np.all(problem.need_size >= 1)),
        "need_waiting is never negative": bool(np.all(problem.need_waiting >= 0)),
        "person_most is never negative": bool(np.all(problem.person_most >= 0)),
        "pool_room is never negative": bool(np.all(problem.pool_room >= 0)),
        "pool_parent is a later pool, or -1": bool(
            np.all((above == NO_POOL) | ((above > np.arange(problem.pools)) & (above < problem.pools)))
        ),
    }
    failed = [rule for rule, holds in wrong.items() if not holds]
    lengths = {
        len(problem.option_need),
        len(problem.option_service),
        len(problem.option_pool),
        len(problem.option_face),
    }
    if len(lengths) > 1:
        failed.append("the options' arrays have one length")
    if failed:
        raise ValueError(f"This is no cohort problem: {'; '.join(failed)}.")


def _within(column: Ints, end: int) -> bool:
    return bool(np.all((column >= 0) & (column < end)))
