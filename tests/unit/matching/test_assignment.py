"""The plan's choice is the optimum: by brute force on small cases, by an independent CP-SAT model on larger ones."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.random import default_rng

from matching.assignment import Assignment, AssignmentProblem, assign
from matching.large_assignment import assign_large
from tests.depth import usually
from tests.reference.assignment import brute_force, by_cp_sat

seeds = st.integers(0, 2**32 - 1)


def random_problem(seed: int, partners: int, needs: int) -> AssignmentProblem:
    """Values on a grid of sixteenths, so that ties happen; some partners free; every need within someone's reach."""
    random = default_rng(seed)
    value = random.integers(0, 48, (partners, needs)) / 16.0
    value[random.random((partners, needs)) < 0.5] = -np.inf
    value[random.integers(0, partners, needs), np.arange(needs)] = random.integers(0, 48, needs) / 16.0
    return AssignmentProblem(value, np.where(random.random(partners) < 0.2, 0.0, 0.3125))


def worth(problem: AssignmentProblem, assignment: Assignment) -> float:
    """The value of an assignment, counted afresh."""
    gained = sum(float(problem.value[row, need]) for need, row in enumerate(assignment.partner))
    return gained - sum(float(problem.price[row]) for row in set(assignment.partner))


@given(seeds, st.integers(1, 5), st.integers(1, 5))
def test_equals_trying_every_assignment(seed: int, partners: int, needs: int) -> None:
    problem = random_problem(seed, partners, needs)
    assignment = assign(problem)
    assert assignment.objective == pytest.approx(brute_force(problem), abs=1e-12)
    assert worth(problem, assignment) == pytest.approx(assignment.objective, abs=1e-12)


@settings(max_examples=usually(15))
@given(seeds, st.integers(5, 30), st.integers(6, 12))
def test_equals_an_independent_model_where_trying_everything_would_take_years(
    seed: int, partners: int, needs: int
) -> None:
    problem = random_problem(seed, partners, needs)
    assert assign(problem).objective == pytest.approx(by_cp_sat(problem), abs=1e-7)


@settings(max_examples=usually(10))
@given(seeds, st.integers(2, 12), st.integers(1, 8))
def test_the_model_for_many_needs_finds_the_same_optimum(seed: int, partners: int, needs: int) -> None:
    problem = random_problem(seed, partners, needs)
    large = assign_large(problem)
    assert large.optimal
    assert large.objective == pytest.approx(assign(problem).objective, abs=1e-6)
    assert worth(problem, large) == pytest.approx(large.objective, abs=1e-9)


def test_twenty_needs_are_still_assigned_to_the_optimum() -> None:
    problem = random_problem(5, 40, 20)
    assignment = assign(problem)
    assert assignment.optimal
    assert len(assignment.partner) == 20
    assert assignment.objective == pytest.approx(by_cp_sat(problem), abs=1e-6)


def test_all_fifty_nine_barriers_at_once_are_still_proven() -> None:
    problem = random_problem(7, 140, 59)
    assignment = assign(problem)
    assert assignment.optimal
    assert worth(problem, assignment) == pytest.approx(assignment.objective, abs=1e-9)


def test_one_partner_for_two_needs_beats_two_slightly_better_ones() -> None:
    value = np.array([[2.0, -np.inf], [-np.inf, 2.0], [1.9, 1.9]])
    assert assign(AssignmentProblem(value, np.full(3, 0.3))).partner == (2, 2)


def test_a_known_partner_costs_nothing_and_takes_the_lead() -> None:
    value = np.array([[2.0], [1.8]])
    assert assign(AssignmentProblem(value, np.array([0.3, 0.0]))).partner == (1,)


def test_among_equals_the_first_partner_is_chosen() -> None:
    assert assign(AssignmentProblem(np.ones((4, 2)), np.full(4, 0.3))).partner == (0, 0)


def test_nothing_to_assign_is_an_empty_assignment() -> None:
    assert assign(AssignmentProblem(np.empty((0, 0)), np.empty(0))) == Assignment((), 0.0)
