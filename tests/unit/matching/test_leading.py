"""Reading a part of a large network gives what reading all of it gives."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.services.weighing import default_weights
from matching.candidates import Candidates, find_candidates
from matching.catalogue import compile_catalogue
from matching.choice import choose
from matching.leading import DOORS, find_leading, find_shown
from matching.plan import make_plan
from matching.problem import Problem
from matching.suggestions import explain_best
from tests.reference.networks import random_network, random_profile

seeds = st.integers(0, 2**32 - 1)
Row = tuple[int, float]


def problem_from(seed: int, size: int, spread: float) -> Problem:
    random = Random(seed)
    network = random_network(random, size, spread=spread, requests=100)
    profile = random_profile(random, network, needs=random.randrange(1, 9), constrained=random.random() < 0.5)
    return Problem(profile, compile_catalogue(network), default_weights())


def shown(candidates: Candidates) -> list[list[Row]]:
    """The best doors of each need, as many as are ever shown."""
    best, count = candidates.best, max(candidates.problem.profile.per_barrier, DOORS)
    needs = range(len(candidates.problem.profile.needs))
    return [[(int(best.row[at]), float(best.score[at])) for at in candidates.of_need(need)[:count]] for need in needs]


@given(seeds, st.integers(1, 400), st.sampled_from((1.0, 10.0, 80.0)))
def test_what_leads_is_the_same_when_only_a_part_is_read(seed: int, size: int, spread: float) -> None:
    problem = problem_from(seed, size, spread)
    everything, leading = find_candidates(problem), find_leading(problem, small=0, first=4)
    for part in (leading, find_shown(problem, small=0, first=4)):
        assert shown(part) == shown(everything)
        assert explain_best(part) == explain_best(everything)


@given(seeds, st.integers(1, 400), st.sampled_from((1.0, 80.0)))
def test_the_plan_is_the_same_when_only_a_part_is_read(seed: int, size: int, spread: float) -> None:
    problem = problem_from(seed, size, spread)
    everything, leading = find_candidates(problem), find_leading(problem, small=0, first=4)
    assert choose(leading).assignment.objective == pytest.approx(choose(everything).assignment.objective, abs=1e-9)
    assert make_plan(leading).steps == make_plan(everything).steps


def test_most_of_a_large_network_is_not_read() -> None:
    random = Random(3)
    network = random_network(random, 6_000, spread=80.0)
    drawn = random_profile(random, network, needs=7, constrained=False)
    severe = replace(drawn, needs=tuple(replace(need, severity=3, followed_by=None) for need in drawn.needs))
    problem = Problem(severe, compile_catalogue(network), default_weights())
    assert len(find_leading(problem, small=0, first=8).eligible) < 0.7 * len(find_candidates(problem).eligible)
