"""Random cohorts for the tests, small enough to try everything or large enough to matter."""

import numpy as np
from hypothesis import strategies as st

from matching.cohort import CohortProblem, cohort_problem


@st.composite
def tiny(draw: st.DrawFn, *, faces: bool = False, households: bool = False, bounded: bool = True) -> CohortProblem:
    """At most six needs of four people, four services in pools that nest: small enough to try everything."""
    owners = sorted(draw(st.lists(st.integers(0, 3), min_size=1, max_size=6)))
    needs, persons = len(owners), 4
    services = draw(st.integers(1, 4))
    pairs = draw(st.sets(st.tuples(st.integers(0, needs - 1), st.integers(0, services - 1)), max_size=12))
    options = sorted(pairs)
    around = draw(st.lists(st.sampled_from([-1, services, services + 1]), min_size=services, max_size=services))
    owned = [owners[need] for need, _ in options]
    face = [service // 2 for _, service in options]
    known = draw(st.sets(st.tuples(st.integers(0, 3), st.integers(0, 1))))
    price = draw(st.integers(0, 6))
    return cohort_problem(
        persons=persons,
        need_person=owners,
        need_urgent=draw(st.lists(st.booleans(), min_size=needs, max_size=needs)),
        need_waiting=draw(st.lists(st.integers(0, 30), min_size=needs, max_size=needs)),
        need_size=draw(st.lists(st.integers(1, 3), min_size=needs, max_size=needs)) if households else None,
        person_most=draw(st.lists(st.integers(0, 3), min_size=persons, max_size=persons)) if bounded else None,
        option_need=[need for need, _ in options],
        option_service=[service for _, service in options],
        option_value=draw(st.lists(st.integers(1, 9), min_size=len(options), max_size=len(options))),
        option_face=face if faces else None,
        option_price=[0 if pair in known else price for pair in zip(owned, face, strict=True)] if faces else None,
        option_known=[pair in known for pair in zip(owned, face, strict=True)] if faces else None,
        pool_room=draw(st.lists(st.integers(0, 2), min_size=services + 2, max_size=services + 2)),
        pool_parent=[*around, services + 1, -1],
    )


def city(people: int, services: int, seed: int, *, priced: bool = False, share: float = 0.6) -> CohortProblem:
    """Seven needs a person, some twenty services for each, places for ``share`` of them, partners of three services.

    ``priced``: a new face costs 0.35, and a person knows some.
    """
    random = np.random.default_rng(seed)
    needs, kinds = 7 * people, max(4, services // 8)
    person = np.repeat(np.arange(people), 7)
    offered = random.integers(0, kinds, (services, 3))
    by_kind = [np.flatnonzero((offered == kind).any(axis=1)) for kind in range(kinds)]
    wanted = random.integers(0, kinds, needs)
    option_need = np.repeat(np.arange(needs), [len(by_kind[kind]) for kind in wanted])
    option_service = np.concatenate([by_kind[kind] for kind in wanted])
    weight = random.choice([1.0, 2.0, 3.0], needs)
    quality = random.uniform(0.4, 1.0, services)[option_service]
    score = np.clip(quality + random.normal(0, 0.2, len(option_need)), 0.05, 1.0)
    face = option_service // 3
    known = random.random((people, int(services // 3 + 1))) < 0.05 if priced else None
    price = None if known is None else np.where(known[person[option_need], face], 0.0, 0.35)
    return cohort_problem(
        need_person=person,
        need_urgent=weight == 3,
        need_weight=weight,
        need_waiting=random.integers(0, 200, needs),
        option_need=option_need,
        option_service=option_service,
        option_value=weight[option_need] * score,
        option_face=face if priced else None,
        option_price=price,
        pool_room=random.multinomial(int(share * needs), np.ones(services) / services),
    )


def with_a_place(problem: CohortProblem, pool: int) -> CohortProblem:
    """One more place for those who draw on ``pool``, beside the quotas around it."""
    able = np.flatnonzero(problem.option_pool == pool).tolist()
    faces = problem.faces
    return cohort_problem(
        persons=problem.persons,
        need_person=problem.need_person,
        need_urgent=problem.need_urgent,
        person_most=problem.person_most,
        option_need=[*problem.option_need, *problem.option_need[able]],
        option_service=[*problem.option_service, *problem.option_service[able]],
        option_pool=[*problem.option_pool, *[problem.pools] * len(able)],
        option_value=[*problem.option_value, *problem.option_value[able]],
        option_face=[*problem.option_face, *problem.option_face[able]] if faces else None,
        option_price=[*problem.option_price, *problem.option_price[able]] if faces else None,
        option_known=[*problem.option_known, *problem.option_known[able]] if faces else None,
        pool_room=[*problem.pool_room, 1],
        pool_parent=[*problem.pool_parent, -1],
    )


def some_people(problem: CohortProblem, first: int, end: int) -> CohortProblem:
    """The people from ``first`` up to ``end``, with their share of the places."""
    kept = (problem.need_person >= first) & (problem.need_person < end)
    needs, options = np.flatnonzero(kept), np.flatnonzero(kept[problem.option_need])
    return cohort_problem(
        persons=end - first,
        need_person=problem.need_person[needs] - first,
        need_urgent=problem.need_urgent[needs],
        need_weight=problem.need_weight[needs],
        need_waiting=problem.need_waiting[needs],
        option_need=np.searchsorted(needs, problem.option_need[options]),
        option_service=problem.option_service[options],
        option_value=problem.option_value[options],
        pool_room=problem.pool_room * (end - first) // problem.persons,
    )
