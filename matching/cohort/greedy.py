"""First come, first served, and the most urgent first: what happens where nobody looks at everyone at once."""

import numpy as np

from matching.cohort.problem import CohortProblem
from matching.columns import Ints


def by_arrival(problem: CohortProblem) -> Ints:
    """The option of each need when those who waited longest choose first; negative for none."""
    return in_turn(problem, np.lexsort((np.arange(problem.needs), -problem.need_waiting)))


def by_urgency(problem: CohortProblem) -> Ints:
    """The option of each need when what is urgent, and then weighs most, chooses first; negative for none."""
    order = np.lexsort((np.arange(problem.needs), -problem.need_waiting, -problem.need_weight, ~problem.need_urgent))
    return in_turn(problem, order)


class Places:
    """Who holds what while places are given one by one."""

    def __init__(self, problem: CohortProblem) -> None:
        self.problem = problem
        self.left = problem.pool_room.tolist()
        self.chosen = [-1] * problem.needs
        self._served = [0] * problem.persons
        self._new = [0] * problem.persons
        self._faces: list[set[int]] = [set() for _ in range(problem.persons)]

    def admits(self, option: int) -> bool:
        """Whether a place is left for an option, and its person can bear one more appointment if it is one."""
        problem = self.problem
        need = int(problem.option_need[option])
        size = int(problem.need_size[need])
        if any(self.left[pool] < size for pool in problem.chains[int(problem.option_pool[option])]):
            return False
        person = int(problem.need_person[need])
        if not problem.faces:
            return self._served[person] < int(problem.person_most[person])
        faces = self._faces[person]
        met = bool(problem.option_known[option]) or int(problem.option_face[option]) in faces
        return met or self._new[person] < int(problem.person_most[person])

    def gain(self, option: int) -> float:
        """What taking an option adds: its value, less the price of a face not met yet."""
        problem = self.problem
        met = int(problem.option_face[option]) in self._faces[int(problem.option_person[option])]
        return float(problem.option_value[option]) - (0.0 if met else float(problem.option_price[option]))

    def take(self, option: int) -> None:
        """Gives the place."""
        problem = self.problem
        need, person = int(problem.option_need[option]), int(problem.option_person[option])
        for pool in problem.chains[int(problem.option_pool[option])]:
            self.left[pool] -= int(problem.need_size[need])
        self.chosen[need] = option
        self._served[person] += 1
        face = int(problem.option_face[option])
        self._new[person] += face not in self._faces[person] and not problem.option_known[option]
        self._faces[person].add(face)


def in_turn(problem: CohortProblem, order: Ints) -> Ints:
    """The option of each need when needs choose in ``order`` what adds most among what is open, if it adds anything."""
    places = Places(problem)
    start = problem.option_start.tolist()
    for need in order.tolist():
        able = [option for option in range(start[need], start[need + 1]) if places.admits(option)]
        best = max(able, key=places.gain, default=None)
        if best is not None and places.gain(best) > 0.0:
            places.take(best)
    return np.array(places.chosen, dtype=np.int64)
