from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from network_data.exchange.cells import date_of, is_storable, list_of, number_of, text_of

CODES = st.text(alphabet="abcdefghijklmnopqrstuvwxyz0123456789-é ", min_size=1).filter(
    lambda code: code.strip() == code
)


@given(st.lists(CODES, min_size=1))
def test_a_list_written_by_python_reads_back(codes: list[str]) -> None:
    assert list_of(str(codes)) == codes


@given(st.lists(CODES, min_size=1))
def test_a_list_of_a_json_stays_the_same(codes: list[str]) -> None:
    assert list_of(codes) == codes


@pytest.mark.parametrize("empty", ["[]", "[ ]", []])
def test_an_empty_list_says_nothing(empty: object) -> None:
    assert list_of(empty) is None


@pytest.mark.parametrize("text", ["femmes", "['femmes'", "[1, 2]", "['a' 'b']", "__import__('os').getcwd()", "[[]]"])
def test_what_is_not_a_list_of_texts_is_left_for_the_validation_to_refuse(text: str) -> None:
    assert list_of(text) == text


@pytest.mark.parametrize(
    "value",
    ["2026-06-01", "2026-06-01T00:00:00+00:00", "2026-06-01 12:30:00", 1780272000000, "1780272000000", 1780272000],
)
def test_a_date_is_read_in_every_way_it_is_published(value: object) -> None:
    assert date_of(value) == date(2026, 6, 1)


@pytest.mark.parametrize("value", ["", "hier", "01/06/2026", "2026-02-30", -5, 10**30, True, [], "9" * 400])
def test_what_is_no_date_is_none(value: object) -> None:
    assert date_of(value) is None


@pytest.mark.parametrize(("value", "number"), [("48.86", 48.86), ("48,86", 48.86), (3, 3.0), ("-1e1", -10.0)])
def test_a_number_is_read_with_a_point_or_a_comma(value: object, number: float) -> None:
    assert number_of(value) == number


@pytest.mark.parametrize("value", ["nan", "inf", "1e999", 10**400, "douze", True, None, []])
def test_a_number_that_is_not_finite_is_none(value: object) -> None:
    assert number_of(value) is None


@pytest.mark.parametrize("text", ["a\x00b", "\ud800", ["bon", "a\x00"]])
def test_text_that_a_database_refuses_is_seen(text: object) -> None:
    assert not is_storable(text)


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00")))
def test_all_other_text_can_be_stored(text: str) -> None:
    assert is_storable(text)


def test_blanks_around_a_text_go_and_a_blank_text_says_nothing() -> None:
    assert (text_of("  Paris "), text_of(" \n"), text_of(3)) == ("Paris", None, 3)
