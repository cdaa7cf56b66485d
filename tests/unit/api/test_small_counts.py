"""No small count leaves the programme, not even by subtraction."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from api.services.small_counts import FEWEST, Sum, hidden


def test_what_is_large_enough_is_shown_and_so_is_zero() -> None:
    assert hidden({"a": 5, "b": 0, "all": 5}, [Sum("all", ("a", "b"))]) == frozenset()


def test_a_small_count_takes_another_with_it_where_a_total_would_give_it_away() -> None:
    assert hidden({"a": 3, "b": 9, "c": 7, "all": 19}, [Sum("all", ("a", "b", "c"))]) == {"a", "c"}


def test_two_small_counts_that_together_make_less_than_five_take_a_third() -> None:
    assert hidden({"a": 1, "b": 2, "c": 8, "all": 11}, [Sum("all", ("a", "b", "c"))]) == {"a", "b", "c"}


def test_where_no_other_part_is_left_the_total_is_hidden() -> None:
    assert hidden({"a": 3, "b": 0, "all": 3}, [Sum("all", ("a", "b"))]) == {"a", "all"}
    assert hidden({"a": 2, "all": 7, "b": 5}, [Sum("all", ("a",)), Sum("all", ("b",))]) >= {"a", "all"}


def test_what_is_hidden_in_a_row_does_not_come_back_by_its_column() -> None:
    counts = {"a1": 3, "a2": 9, "b1": 8, "b2": 7, "a": 12, "b": 15, "1": 11, "2": 16}
    sums = [Sum("a", ("a1", "a2")), Sum("b", ("b1", "b2")), Sum("1", ("a1", "b1")), Sum("2", ("a2", "b2"))]
    assert hidden(counts, sums) == {"a1", "a2", "b1", "b2"}


@given(st.lists(st.lists(st.integers(0, 12), min_size=2, max_size=3), min_size=2, max_size=3))
def test_no_sum_of_a_table_gives_a_small_count_away(table: list[list[int]]) -> None:
    table = [row[: len(min(table, key=len))] for row in table]
    rows, columns = range(len(table)), range(len(table[0]))
    counts = {f"{r}.{c}": table[r][c] for r, c in product(rows, columns)}
    sums = [Sum(f"row{r}", tuple(f"{r}.{c}" for c in columns)) for r in rows]
    sums += [Sum(f"column{c}", tuple(f"{r}.{c}" for r in rows)) for c in columns]
    counts |= {each.total: sum(counts[part] for part in each.parts) for each in sums}
    sums += [Sum("all", tuple(f"row{r}" for r in rows)), Sum("all", tuple(f"column{c}" for c in columns))]
    counts["all"] = sum(map(sum, table))
    kept_back = hidden(counts, sums)
    for key, count in counts.items():
        assert not 0 < count < FEWEST or key in kept_back
    for each in sums:
        unknown = [key for key in (each.total, *each.parts) if key in kept_back]
        assert len(unknown) != 1
        if each.total not in kept_back and unknown:
            assert sum(counts[key] for key in unknown) >= FEWEST
    assert all(counts[key] for key in kept_back), "a zero is never hidden"
