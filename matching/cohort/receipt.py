"""What a distribution of places amounts to, who waits and why, and what fairness costs."""

import numpy as np

from matching.cohort.greedy import Places, by_arrival, by_urgency
from matching.cohort.problem import CohortProblem
from matching.cohort.result import Reason, Tally, Waiting
from matching.columns import Floats, Ints


def tally(problem: CohortProblem, chosen: Ints) -> Tally:
    """Value, needs served, urgent needs served, people covered."""
    served = chosen >= 0
    return Tally(
        value=problem.value_of(chosen),
        served=int(served.sum()),
        urgent=int((served & problem.need_urgent).sum()),
        covered=len(np.unique(problem.need_person[served])),
    )


def coverage(problem: CohortProblem, chosen: Ints) -> Floats:
    """For each person with needs, the share of them served, the worst covered first."""
    all_needs = problem.needs_of_person
    served = np.bincount(problem.need_person[chosen >= 0], minlength=problem.persons)
    having = all_needs > 0
    return np.sort(served[having] / all_needs[having])


def baselines(problem: CohortProblem) -> dict[str, Tally]:
    """What the two usual ways of giving places would have amounted to."""
    return {"by_arrival": tally(problem, by_arrival(problem)), "by_urgency": tally(problem, by_urgency(problem))}


def waiting(problem: CohortProblem, chosen: Ints) -> tuple[Waiting, ...]:
    """Every need without a place, with the reason."""
    places = Places(problem)
    for option in chosen[chosen >= 0].tolist():
        places.take(option)
    return tuple(_why(problem, places, need) for need in np.flatnonzero(chosen < 0).tolist())


def _why(problem: CohortProblem, places: Places, need: int) -> Waiting:
    own = range(int(problem.option_start[need]), int(problem.option_start[need + 1]))
    if not own:
        return Waiting(need, Reason.NO_SERVICE)
    best = max(own, key=lambda option: float(problem.option_value[option]))
    size = int(problem.need_size[need])
    room = [min(places.left[pool] for pool in problem.chains[int(problem.option_pool[option])]) for option in own]
    if max(room) < size:
        granted = any(_granted(problem, option) >= size for option in own)
        return Waiting(need, Reason.FULL if granted else Reason.NO_QUOTA, best, _tightest(problem, places, best, size))
    with_room = [option for option, left in zip(own, room, strict=True) if left >= size]
    best = max(with_room, key=places.gain)
    if not places.admits(best):
        return Waiting(need, Reason.APPOINTMENTS, best)
    worth = float(problem.option_value[best]) > 0.0
    return Waiting(need, Reason.NEW_FACE if worth and problem.option_price[best] else Reason.NO_GAIN, best)


def _granted(problem: CohortProblem, option: int) -> int:
    return min(int(problem.pool_room[pool]) for pool in problem.chains[int(problem.option_pool[option])])


def _tightest(problem: CohortProblem, places: Places, option: int, size: int) -> int:
    chain = problem.chains[int(problem.option_pool[option])]
    return next(pool for pool in chain if places.left[pool] < size)
