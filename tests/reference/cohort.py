"""A checker, the plainest search and a linear programme for cohorts, sharing no code with the engine."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import product

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import coo_matrix, vstack

from matching.cohort import CohortProblem


def broken_rules(problem: CohortProblem, chosen: Sequence[int]) -> list[str]:
    """Every rule that a distribution of the places breaks."""
    found: list[str] = []
    taken: dict[int, int] = defaultdict(int)
    faces: dict[int, set[int]] = defaultdict(set)
    served: dict[int, int] = defaultdict(int)
    for need, option in enumerate(chosen):
        if option < 0:
            continue
        if problem.option_need[option] != need:
            found.append(f"need {need} took another's option")
        person, pool = int(problem.need_person[need]), int(problem.option_pool[option])
        served[person] += 1
        if not problem.option_known[option]:
            faces[person].add(int(problem.option_face[option]))
        while pool >= 0:
            taken[pool] += int(problem.need_size[need])
            pool = int(problem.pool_parent[pool])
    found += [f"pool {pool} gives {count}" for pool, count in taken.items() if count > problem.pool_room[pool]]
    borne = {person: len(faces[person]) if problem.faces else served[person] for person in served}
    found += [f"person {person} has {count}" for person, count in borne.items() if count > problem.person_most[person]]
    return found


def worth(problem: CohortProblem, chosen: Sequence[int]) -> float:
    """The value of a distribution, face by face."""
    value, met = 0.0, {}
    for need, option in enumerate(chosen):
        if option >= 0:
            value += float(problem.option_value[option])
            met[int(problem.need_person[need]), int(problem.option_face[option])] = float(problem.option_price[option])
    return value - sum(met.values())


def shares_served(problem: CohortProblem, chosen: Sequence[int]) -> tuple[Fraction, ...]:
    """The share of each person's needs that is served, the worst first."""
    own: dict[int, list[bool]] = defaultdict(list)
    for need, option in enumerate(chosen):
        own[int(problem.need_person[need])].append(option >= 0)
    return tuple(sorted(Fraction(sum(each), len(each)) for each in own.values()))


def every_distribution(problem: CohortProblem) -> Iterator[tuple[int, ...]]:
    """Every distribution that breaks no rule."""
    able = [
        [-1, *(o for o in range(len(problem.option_need)) if problem.option_need[o] == need)]
        for need in range(len(problem.need_person))
    ]
    return (chosen for chosen in product(*able) if not broken_rules(problem, chosen))


def fairest(problem: CohortProblem) -> tuple[int, tuple[Fraction, ...], float]:
    """Urgent needs served, shares served and value of the best distribution in that order, by trying everything."""
    return max(
        (
            sum(bool(problem.need_urgent[need]) for need, option in enumerate(chosen) if option >= 0),
            shares_served(problem, chosen),
            round(worth(problem, chosen), 9),
        )
        for chosen in every_distribution(problem)
    )


def linear_optimum(problem: CohortProblem) -> float:
    """The highest value of a separable problem, places being divisible, by HiGHS through scipy."""
    options = np.arange(problem.options)
    ones = np.ones(problem.options)
    chains = [(pool, option) for option in options.tolist() for pool in _around(problem, option)]
    pools, inside = zip(*chains, strict=True)
    rows = [
        coo_matrix((ones, (problem.option_need, options)), shape=(problem.needs, problem.options)),
        coo_matrix((ones, (problem.option_person, options)), shape=(problem.persons, problem.options)),
        coo_matrix((np.ones(len(chains)), (pools, inside)), shape=(problem.pools, problem.options)),
    ]
    rooms = np.concatenate([np.ones(problem.needs), problem.person_most, problem.pool_room])
    found = linprog(-problem.option_value, A_ub=vstack(rows).tocsr(), b_ub=rooms, bounds=(0, 1), method="highs")
    return float(-found.fun)


def _around(problem: CohortProblem, option: int) -> Iterator[int]:
    pool = int(problem.option_pool[option])
    while pool >= 0:
        yield pool
        pool = int(problem.pool_parent[pool])
