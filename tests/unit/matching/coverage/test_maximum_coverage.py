"""A few sets that cover the most: the greedy bound holds, and the exact choice equals trying everything."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.columns import Bools, Ints
from matching.coverage.exact_coverage import choose_exactly
from matching.coverage.maximum_coverage import EXACT_SETS, choose, choose_greedily
from tests.reference.coverage import best_coverage


@st.composite
def instances(draw: st.DrawFn) -> tuple[Bools, Ints, int]:
    sets, elements = draw(st.integers(0, 7)), draw(st.integers(1, 9))
    rows = draw(st.lists(st.lists(st.booleans(), min_size=elements, max_size=elements), min_size=sets, max_size=sets))
    weights = draw(st.lists(st.integers(1, 9), min_size=elements, max_size=elements))
    return np.array(rows, dtype=bool).reshape(sets, elements), np.array(weights), draw(st.integers(1, 4))


def weight_of(covers: Bools, weights: Ints, chosen: tuple[int, ...]) -> int:
    return int(weights[covers[list(chosen)].any(axis=0)].sum()) if chosen else 0


@given(instances())
def test_the_greedy_choice_is_within_its_bound_and_within_the_theorem(case: tuple[Bools, Ints, int]) -> None:
    covers, weights, picks = case
    greedy, best = choose_greedily(covers, weights, picks), best_coverage(covers, weights, picks)
    assert greedy.value == weight_of(covers, weights, greedy.chosen) <= best <= greedy.bound
    assert greedy.value >= (1 - 1 / np.e) * best
    assert len(greedy.chosen) <= picks
    assert list(greedy.gains) == sorted(greedy.gains, reverse=True)


@given(instances())
def test_a_small_case_is_solved_exactly(case: tuple[Bools, Ints, int]) -> None:
    covers, weights, picks = case
    chosen = choose(covers, weights, picks)
    assert chosen.optimal
    assert chosen.value == weight_of(covers, weights, chosen.chosen) == best_coverage(covers, weights, picks)
    assert len(chosen.chosen) <= picks


def trap(width: int = 4) -> Bools:
    """The largest set is a bad start: two others cover everything."""
    covers = np.zeros((3, 2 * width), dtype=bool)
    covers[0, 1:-1] = True
    covers[1, :width] = covers[2, width:] = True
    return covers


def test_greed_falls_into_the_trap_and_knows_it_while_the_exact_choice_does_not() -> None:
    weights = np.ones(8, dtype=np.int64)
    greedy = choose_greedily(trap(), weights, 2)
    assert (greedy.chosen[0], greedy.value, greedy.optimal) == (0, 7, False)
    assert choose(trap(), weights, 2).chosen == (1, 2)
    assert choose_exactly(trap(), weights, 2).value == 8


def test_a_large_case_keeps_the_greedy_choice_with_its_bound() -> None:
    covers = np.vstack([trap(), np.zeros((EXACT_SETS, 8), dtype=bool)])
    chosen = choose(covers, np.ones(8, dtype=np.int64), 2)
    assert (chosen.value, chosen.bound, chosen.optimal) == (7, 8, False)


@pytest.mark.parametrize("covers", [np.zeros((0, 3), dtype=bool), np.zeros((2, 3), dtype=bool)])
def test_nothing_to_choose_is_no_choice(covers: Any) -> None:
    chosen = choose(covers, np.ones(3, dtype=np.int64), 2)
    assert (chosen.chosen, chosen.value, chosen.optimal) == ((), 0, True)
