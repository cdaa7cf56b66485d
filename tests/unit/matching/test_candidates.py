"""The fast path gives, to the last bit, what walking the graph one service at a time gives."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from api.services.weighing import default_weights
from matching.candidates import Candidates, find_candidates
from matching.catalogue import compile_catalogue
from matching.eligibility import Status
from matching.problem import Problem
from matching.suggestions import suggest
from tests.reference.networks import random_network, random_profile
from tests.reference.walk import Found, Walk

seeds = st.integers(0, 2**32 - 1)
sizes = st.integers(1, 150)


def problem_from(seed: int, size: int) -> tuple[Problem, Walk]:
    random = Random(seed)
    network = random_network(random, size, requests=random.choice((0, 5, 150)))
    profile = random_profile(random, network, needs=random.randrange(1, 13))
    return Problem(profile, compile_catalogue(network), default_weights()), Walk(network)


def listed(candidates: Candidates) -> list[list[Found]]:
    catalogue, best = candidates.problem.catalogue, candidates.best
    return [
        [
            (
                catalogue.services[int(best.row[at])].id,
                catalogue.door_of(int(best.row[at])).partner_id,
                float(best.score[at]),
            )
            for at in candidates.of_need(number)
        ]
        for number in range(len(candidates.problem.profile.needs))
    ]


@given(seeds, sizes)
def test_candidates_equal_those_of_a_walk_over_the_graph(seed: int, size: int) -> None:
    problem, walk = problem_from(seed, size)
    here = problem.catalogue.place_of(problem.profile)
    assert listed(find_candidates(problem)) == walk.candidates(problem.profile, problem.weights, here)


@given(seeds, sizes)
def test_suggestions_are_the_first_of_the_walk_and_break_no_criterion(seed: int, size: int) -> None:
    problem, walk = problem_from(seed, size)
    here = problem.catalogue.place_of(problem.profile)
    expected = walk.suggest(problem.profile, problem.weights, here)
    for found, wanted in zip(suggest(problem), expected, strict=True):
        assert [(s.service.id, s.partner_id, s.score) for s in found.suggestions] == wanted
        assert all(s.status is not Status.NOT_MET for s in found.suggestions)
        assert (found.uncovered is None) == bool(wanted)


@given(seeds, sizes)
def test_components_add_up_to_the_score(seed: int, size: int) -> None:
    problem, _ = problem_from(seed, size)
    for found in suggest(problem):
        for suggestion in found.suggestions:
            assert abs(sum(suggestion.components.values()) - suggestion.score) < 1e-12
            assert 0 <= suggestion.score <= 1
