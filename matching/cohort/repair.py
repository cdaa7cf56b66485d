"""Distributions by hand: plans admitted while places last, improved one by one, destroyed and repaired.

For what no flow can say: households that need several places at once, and people who bear few appointments. Also the
last step where flows have done the rest.
"""

from collections.abc import Sequence

import numpy as np

from matching.cohort.ascent import Prices, net_values
from matching.cohort.draw import fractions, shuffled
from matching.cohort.plans import Planner
from matching.cohort.problem import NO_POOL, CohortProblem
from matching.cohort.result import Effort
from matching.columns import Bools, Floats, Ints

_ROUNDS = 12
_DESTROYED = 16
_SAME = 1e-9
_DIGITS = 9


class Weighing:
    """What a distribution is worth: its value, plus what urgent needs and coverage add where they are weighed in."""

    def __init__(self, problem: CohortProblem, urgent: float = 0.0, bonus: Floats | None = None) -> None:
        self.problem, self.urgent, self.bonus = problem, urgent, bonus

    def of_person(self, needs: Ints, options: Ints) -> float:
        """What the ``options`` of one person's ``needs`` are worth (negative: none)."""
        problem, taken = self.problem, options[options >= 0]
        _, first = np.unique(problem.option_face[taken], return_index=True)
        worth = problem.option_value[taken].sum() - problem.option_price[taken][first].sum()
        worth += self.urgent * problem.need_urgent[needs[options >= 0]].sum()
        if self.bonus is not None and len(needs):
            worth += self.bonus[problem.need_person[needs[0]], len(taken)]
        return float(worth)

    def of_all(self, chosen: Ints) -> float:
        """What the whole distribution is worth."""
        problem, served = self.problem, chosen >= 0
        worth = problem.value_of(chosen) + self.urgent * int((served & problem.need_urgent).sum())
        if self.bonus is not None:
            counts = np.bincount(problem.need_person[served], minlength=problem.persons)
            worth += float(self.bonus[np.arange(problem.persons), counts].sum())
        return worth


class Distribution:
    """Who holds what, and the places left."""

    def __init__(self, problem: CohortProblem, chosen: Ints) -> None:
        self.problem, self.chosen = problem, chosen.copy()
        self.left: Ints = problem.pool_room - problem.used(chosen)
        order = np.argsort(problem.need_person, kind="stable")
        self._needs = np.split(order, np.cumsum(problem.needs_of_person)[:-1]) if problem.persons else []

    def needs(self, person: int) -> Ints:
        """The needs of a person."""
        return self._needs[person]

    def give(self, person: int, options: Ints) -> bool:
        """Gives a person without places these; False, and nothing, where they do not all fit."""
        taken = options[options >= 0]
        for number, option in enumerate(taken.tolist()):
            if not self._move(option, 1):
                for earlier in taken[:number].tolist():
                    self._move(earlier, -1)
                return False
        self.chosen[self._needs[person]] = options
        return True

    def free(self, person: int) -> Ints:
        """Takes a person's places back, and says which options they were."""
        options: Ints = self.chosen[self._needs[person]]
        for option in options[options >= 0].tolist():
            self._move(option, -1)
        self.chosen[self._needs[person]] = -1
        return options

    def _move(self, option: int, way: int) -> bool:
        size = way * int(self.problem.need_size[self.problem.option_need[option]])
        chain = self.problem.chains[int(self.problem.option_pool[option])]
        if way > 0 and any(self.left[pool] < size for pool in chain):
            return False
        for pool in chain:
            self.left[pool] -= size
        return True

    def admits(self) -> Bools:
        """Of each option, whether its pool, and every pool around it, has places left for it."""
        problem, left = self.problem, self.left.copy()
        for pool in np.flatnonzero(problem.pool_parent != NO_POOL)[::-1].tolist():
            left[pool] = min(left[pool], left[problem.pool_parent[pool]])
        admits: Bools = left[problem.option_pool] >= problem.need_size[problem.option_need]
        return admits


def admit(held: Distribution, planner: Planner, people: Ints, net: Floats, weighing: Weighing) -> None:
    """Gives ``people``, who hold nothing, their best plans while places last: who gains most by them first.

    Of those who gain as much, who waited longest.
    """
    waiting, waited = people, np.zeros(held.problem.persons, dtype=np.int64)
    np.maximum.at(waited, held.problem.need_person, held.problem.need_waiting)
    for _ in range(_ROUNDS):
        plans = planner.best(np.where(held.admits(), net, -np.inf), weighing.bonus)
        gain = np.round(plans.gain[waiting], _DIGITS)
        order = waiting[np.lexsort((-waited[waiting], -gain))]
        waiting = np.array(
            [person for person in order.tolist() if not _given(held, person, plans.chosen)], dtype=np.int64
        )
        if not len(waiting):
            return


def improve(held: Distribution, planner: Planner, people: Sequence[int], net: Floats, weighing: Weighing) -> float:
    """Lets each of ``people`` take a better plan among their own places and those left; returns what it gained."""
    problem = held.problem
    own = np.zeros(problem.options, dtype=np.bool_)
    own[held.chosen[held.chosen >= 0]] = True
    plans = planner.best(np.where(held.admits() | own, net, -np.inf), weighing.bonus)
    gained = 0.0
    for person in people:
        needs = held.needs(person)
        before = weighing.of_person(needs, held.chosen[needs])
        after = weighing.of_person(needs, plans.chosen[needs])
        if after > before + _SAME:
            options = held.free(person)
            if held.give(person, plans.chosen[needs]):
                gained += after - before
            else:
                held.give(person, options)
    return gained


def destroy_and_repair(chosen: Ints, prices: Prices, weighing: Weighing, effort: Effort) -> Ints:
    """Takes the places of a few people who compete back and gives them anew, round after round; keeps what is better.

    Plans are sought at the prices of places, so that a place is left to whom it is worth most. Large neighbourhood
    search (Shaw 1998; Ropke and Pisinger 2006) with the exact plan per person as its repair.
    """
    problem = weighing.problem
    held = Distribution(problem, chosen)
    net = net_values(problem, prices)
    real = problem.option_value + weighing.urgent * problem.need_urgent[problem.option_need]
    wishes = np.unique(np.stack([problem.option_pool, problem.option_person]), axis=1)
    rounds = effort.limits.repairs if problem.options else 0
    for number in range(rounds):
        people = _competitors(problem, wishes, effort.seed, number)
        _anew(held, people, net, real, weighing)
        if not effort.goes_on("repairs", number / rounds):
            break
    return held.chosen


def _anew(held: Distribution, people: Ints, net: Floats, real: Floats, weighing: Weighing) -> None:
    """Gives ``people`` places anew, or leaves them what they had where that was worth more."""
    planner = Planner(held.problem, people)
    old = {person: held.free(person) for person in people.tolist()}
    before = sum(weighing.of_person(held.needs(person), options) for person, options in old.items())
    admit(held, planner, people, net, weighing)
    improve(held, planner, people.tolist(), real, weighing)
    after = sum(weighing.of_person(held.needs(person), held.chosen[held.needs(person)]) for person in old)
    if after <= before:
        for person in old:
            held.free(person)
        for person, options in old.items():
            held.give(person, options)


def _given(held: Distribution, person: int, plans: Ints) -> bool:
    return held.give(person, plans[held.needs(person)])


def _competitors(problem: CohortProblem, wishes: Ints, seed: int, number: int) -> Ints:
    """Someone drawn by lot, and some of those who could use the same places."""
    first = int(fractions(seed, 1, 2 * number)[0] * wishes.shape[1])
    pools = wishes[0][wishes[1] == wishes[1][first]]
    rivals = np.unique(wishes[1][np.isin(wishes[0], pools)])
    rivals = rivals[shuffled(seed, len(rivals), 2 * number + 1)][: _DESTROYED - 1]
    return np.unique(np.append(rivals, wishes[1][first]))
