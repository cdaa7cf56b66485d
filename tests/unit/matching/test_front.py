"""From the fewest faces to the best fit: the whole front, by brute force and by an independent CP-SAT model."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.assignment import AssignmentProblem, assign
from matching.columns import Bools
from matching.front import Point, pareto_front
from matching.large_assignment import large_front
from tests.depth import usually
from tests.reference.front import Front, by_cp_sat, by_trying_everything
from tests.unit.matching.test_assignment import random_problem, seeds

PRICE = 0.3125


def same(points: tuple[Point, ...], expected: Front) -> bool:
    """Whether the points have the faces and, to a millionth, the values expected."""
    assert [point.faces for point in points] == [faces for faces, _value in expected]
    return [point.value for point in points] == pytest.approx([value for _faces, value in expected], abs=1e-6)


def is_new(problem: AssignmentProblem) -> Bools:
    found: Bools = problem.price > 0
    return found


def keeps_its_word(problem: AssignmentProblem, point: Point) -> None:
    """The assignment of a point has the faces and the value that it says."""
    new = is_new(problem)
    value = sum(float(problem.value[row, need]) for need, row in enumerate(point.partner))
    assert value == pytest.approx(point.value, abs=1e-9)
    assert len({row for row in point.partner if new[row]}) == point.faces


@given(seeds, st.integers(1, 5), st.integers(1, 5))
def test_equals_trying_every_assignment(seed: int, partners: int, needs: int) -> None:
    problem = random_problem(seed, partners, needs)
    front = pareto_front(problem, is_new(problem))
    assert same(front, by_trying_everything(problem, is_new(problem)))
    for point in front:
        keeps_its_word(problem, point)


@settings(max_examples=usually(5))
@given(seeds, st.integers(5, 20), st.integers(6, 9))
def test_equals_an_independent_model_on_larger_cases(seed: int, partners: int, needs: int) -> None:
    problem = random_problem(seed, partners, needs)
    front = pareto_front(problem, is_new(problem))
    assert same(front, by_cp_sat(problem, is_new(problem)))
    for point in front:
        keeps_its_word(problem, point)


@settings(max_examples=usually(5))
@given(seeds, st.integers(2, 10), st.integers(1, 7))
def test_the_model_for_many_needs_draws_the_same_front(seed: int, partners: int, needs: int) -> None:
    problem = random_problem(seed, partners, needs)
    large = large_front(problem, is_new(problem))
    assert all(point.optimal for point in large)
    values = {point.faces: point.value for point in large}
    for point in pareto_front(problem, is_new(problem)):
        assert values[point.faces] == pytest.approx(point.value, abs=1e-6)


def test_fourteen_needs_have_their_front_too() -> None:
    problem = random_problem(3, 12, 14)
    front = pareto_front(problem, is_new(problem))
    assert same(front, by_cp_sat(problem, is_new(problem)))


@given(seeds, st.integers(1, 12), st.integers(1, 8))
def test_the_plan_is_the_point_where_one_more_face_is_no_longer_worth_its_price(
    seed: int, partners: int, needs: int
) -> None:
    problem = random_problem(seed, partners, needs)
    front = pareto_front(problem, is_new(problem))
    best = max(point.value - PRICE * point.faces for point in front)
    assert best == pytest.approx(assign(problem).objective, abs=1e-9)


def test_the_fewest_faces_come_first_and_the_best_fit_last() -> None:
    value = np.array([[2.0, -np.inf], [-np.inf, 2.0], [1.5, 1.5]])
    front = pareto_front(AssignmentProblem(value, np.full(3, 0.3)), np.ones(3, dtype=np.bool_))
    assert [(point.faces, point.value, point.partner) for point in front] == [(1, 3.0, (2, 2)), (2, 4.0, (0, 1))]


def test_known_partners_are_no_faces() -> None:
    value = np.array([[1.0, 1.0], [2.0, -np.inf]])
    front = pareto_front(AssignmentProblem(value, np.array([0.0, 0.3])), np.array([False, True]))
    assert [(point.faces, point.partner) for point in front] == [(0, (0, 0)), (1, (1, 0))]


def test_nothing_to_plan_is_one_empty_point() -> None:
    assert pareto_front(AssignmentProblem(np.empty((0, 0)), np.empty(0)), np.empty(0, dtype=np.bool_)) == (
        Point(0, 0.0, ()),
    )
