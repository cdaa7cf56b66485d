"""What would change an answer: the stated change flips it, and nothing smaller in the catalogue would."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from api.services.weighing import default_weights
from matching.catalogue import compile_catalogue
from matching.changes import Field, size, smallest_to_be_eligible, smallest_to_stand
from matching.enquiry import enquire
from matching.problem import Problem
from tests.reference.changes import applied, pool_of, smallest_size
from tests.reference.networks import random_network, random_profile

MOST_CHANGES = 9
"""So many changes at hand have 512 subsets: what a test can try one by one."""


def _fields(seed: int, services: int) -> list[Field]:
    random = Random(seed)
    network = random_network(random, services)
    problem = Problem(random_profile(random, network, needs=2), compile_catalogue(network), default_weights())
    rows = [problem.catalogue.index_of(need.barrier).rows.tolist() for need in problem.profile.needs]
    return [
        Field(problem, number, row)
        for number, found in enumerate(rows)
        for row in random.sample(found, min(2, len(found)))
    ]


@given(st.integers(0, 2**32 - 1), st.integers(5, 80), st.integers(1, 3))
def test_nothing_smaller_would_do(seed: int, services: int, at_most: int) -> None:
    for field in _fields(seed, services):
        pool = pool_of(field.subject(), MOST_CHANGES)
        if pool is None:
            continue
        eligible = smallest_to_be_eligible(field.subject())
        assert (None if eligible is None else size(eligible)) == smallest_size(field, pool, None)
        standing = smallest_to_stand(field, at_most)
        assert (None if standing is None else size(standing)) == smallest_size(field, pool, at_most)


@given(st.integers(0, 2**32 - 1), st.integers(5, 80), st.integers(1, 5))
def test_the_stated_change_made_to_the_network_itself_flips_the_answer(seed: int, services: int, at_most: int) -> None:
    for field in _fields(seed, services):
        problem = field.problem
        barrier = problem.profile.needs[field.need].barrier
        service = problem.catalogue.services[field.row].id
        changes = smallest_to_stand(field, at_most)
        if changes is not None:
            after = enquire(applied(problem, service, barrier, changes), service)
            (answer,) = (answer for answer in after.answers if answer.barrier == barrier)
            assert answer.rank is not None
            assert answer.rank <= at_most
