"""Why this service: its rank, or the criterion that excludes it, for each barrier that it addresses."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.services.weighing import default_weights
from matching.catalogue import compile_catalogue
from matching.eligibility import Status
from matching.enquiry import enquire
from matching.problem import Problem
from matching.suggestions import suggest
from tests.reference.networks import random_network, random_profile
from tests.unit.matching.builders import ADDICTIONS, CARE, person, problem, service


def test_a_suggested_service_has_the_rank_at_which_it_is_shown() -> None:
    asked = problem(person("acces-soins"), [service(f"p{number}-1", CARE) for number in range(4)])
    shown = suggest(asked)[0].suggestions
    ranks = [enquire(asked, suggestion.service.id).answers[0].rank for suggestion in shown]
    assert ranks == [1, 2, 3, 4]


def test_an_excluded_service_has_no_rank_and_says_what_excludes_it() -> None:
    asked = problem(person("acces-soins", can_pay=False), [service("a-1", CARE, fees="payant"), service("b-1", CARE)])
    (answer,) = enquire(asked, "a-1").answers
    assert (answer.status, answer.rank, answer.out_of) == (Status.NOT_MET, None, 1)
    assert [c.criterion for c in answer.verdict.criteria if c.status is Status.NOT_MET] == ["fees"]


def test_the_second_service_of_a_partner_names_the_one_that_stands_for_it() -> None:
    asked = problem(person("acces-soins"), [service("a-1", CARE), service("a-2", CARE)])
    (answer,) = enquire(asked, "a-2").answers
    assert (answer.rank, answer.ahead_at_same_door) == (None, "a-1")


def test_a_service_that_addresses_none_of_the_barriers_has_nothing_to_answer() -> None:
    assert enquire(problem(person("acces-soins"), [service("a-1", ADDICTIONS)]), "a-1").answers == ()


def test_an_unknown_service_is_an_error() -> None:
    with pytest.raises(KeyError):
        enquire(problem(person("acces-soins"), [service("a-1", CARE)]), "elsewhere")


@given(st.integers(0, 2**32 - 1), st.integers(1, 60))
def test_what_is_shown_and_what_is_answered_agree(seed: int, size: int) -> None:
    random = Random(seed)
    network = random_network(random, size)
    asked = Problem(random_profile(random, network, needs=3), compile_catalogue(network), default_weights())
    for found in suggest(asked):
        for rank, suggestion in enumerate(found.suggestions, start=1):
            answers = {answer.barrier: answer for answer in enquire(asked, suggestion.service.id).answers}
            answer = answers[suggestion.barrier]
            assert answer.rank == rank
            assert answer.verdict.components == suggestion.components
            assert answer.verdict.criteria == suggestion.criteria
