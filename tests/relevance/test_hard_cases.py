"""The hard cases are usable: known codes, a trap and a reason in each, and no barrier left out."""

from pathlib import Path

import pytest
from data_inclusion.schema import v1

from network_data.vocabulary.barriers import BARRIERS
from tests.relevance.hard_cases import FILES, KINDS, hard_cases

THEMATIQUES = {code.value for code in v1.Thematique}
NETWORKS = {code.value for code in v1.ReseauPorteur}
EVERY_CASE = [case for kind in FILES for case in hard_cases(kind)]

each_kind = pytest.mark.parametrize("kind", FILES, ids=lambda path: path.stem)


@each_kind
def test_every_code_is_known_and_a_barrier_stands_once(kind: Path) -> None:
    for case in hard_cases(kind):
        barriers = [*case.serves, *case.partly, *case.traps]
        assert set(barriers) <= set(BARRIERS), case.name
        assert len(barriers) == len(set(barriers)), case.name
        assert set(case.thematiques) <= THEMATIQUES, case.name
        assert set(case.networks) <= NETWORKS, case.name


@each_kind
def test_every_case_sets_a_trap_and_says_why(kind: Path) -> None:
    for case in hard_cases(kind):
        assert case.traps, case.name
        assert case.why.endswith("."), case.name


def test_a_bulk_tagged_case_has_the_codes_of_each_of_its_traps() -> None:
    (bulk_tagged,) = [kind for kind in KINDS if kind.stem == "bulk_tagged"]
    for case in hard_cases(bulk_tagged):
        assert len(case.thematiques) >= 25, case.name
        for trap in case.traps:
            assert {*BARRIERS[trap].thematiques} & {*case.thematiques}, (case.name, trap)


def test_a_thin_case_says_almost_nothing() -> None:
    (thin,) = [kind for kind in KINDS if kind.stem == "thin"]
    assert all(len(case.description.split()) <= 5 for case in hard_cases(thin))


def test_a_case_in_plain_words_carries_no_code_that_would_tell_its_barrier() -> None:
    (plain_words,) = [kind for kind in KINDS if kind.stem == "plain_words"]
    assert not any(case.thematiques for case in hard_cases(plain_words))


def test_names_are_told_apart_and_every_barrier_is_served_and_is_a_trap_somewhere() -> None:
    assert len(EVERY_CASE) >= 100
    assert len({case.name for case in EVERY_CASE}) == len(EVERY_CASE)
    assert {barrier for case in EVERY_CASE for barrier in case.serves} == set(BARRIERS)
    assert {barrier for case in EVERY_CASE for barrier in case.traps} == set(BARRIERS)
