"""What would change an answer: the stated change flips it, and nothing smaller in the catalogue would."""

from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.services.weighing import default_weights
from matching.catalogue import compile_catalogue
from matching.changes import Field, size, smallest_to_be_eligible, smallest_to_stand
from matching.enquiry import Goal, enquire
from matching.network import Capacity
from matching.problem import Problem
from matching.profile import HeldPaper
from matching.reading import read_text
from network_data.vocabulary import AccessPath
from tests.reference.changes import applied, pool_of, rank_of, smallest_size
from tests.reference.networks import random_network, random_profile
from tests.unit.matching.builders import CARE, TODAY, person, problem, service

MOST_CHANGES = 8
"""So many changes at hand have 256 subsets: what a test can try one by one."""


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
        pool = pool_of(field, MOST_CHANGES)
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
            rank = rank_of(applied(problem, service, barrier, changes), service, barrier)
            assert rank is not None
            assert rank <= at_most


def _flip(asked: Problem, service_id: str, goal: Goal) -> list[tuple[str, object]] | None:
    (answer,) = enquire(asked, service_id).answers
    (flip,) = (flip for flip in answer.flips if flip.goal is goal)
    return None if flip.changes is None else [(change.kind, change.value) for change in flip.changes]


@pytest.mark.parametrize(
    ("facts", "profile", "expected"),
    [
        ({"required_papers": ("cni", "css")}, {"papers": (HeldPaper("css"),)}, [("hold-paper", "cni")]),
        ({"half_days": 0b100}, {"available": frozenset({"mon-am"})}, [("free-half-day", "tue-am")]),
        ({"latitude": 48.9, "longitude": 2.3767}, {"max_distance_km": 1.0}, [("go-as-far-as", 3.2)]),
        ({"age_min": 25}, {"birth_year": 2002}, [("wait-until", date(2027, 1, 1))]),
        ({"age_max": 25}, {"birth_year": 1980}, [("exception-age", None)]),
        ({"reception_modes": ("a-distance",)}, {"phone": False}, [("get-phone", None)]),
        ({"publics": ("femmes",)}, {"publics": {"femmes": False}}, [("exception-publics", None)]),
        ({"women_only": True}, {"publics": {"femmes": False}}, None),
        ({"religious": True}, {"secular_only": True}, None),
        ({}, {"excluded_partners": frozenset({"a"})}, None),
        (
            {"reception_modes": ("a-distance",), "fees": "payant"},
            {"phone": False, "can_pay": False},
            [("get-phone", None), ("find-funding", None)],
        ),
    ],
)
def test_what_would_make_a_service_eligible(
    facts: dict[str, Any], profile: dict[str, Any], expected: list[tuple[str, object]] | None
) -> None:
    asked = problem(person("acces-soins", **profile), [service("a-1", CARE, **facts), service("b-1", CARE)])
    assert _flip(asked, "a-1", Goal.ELIGIBLE) == expected


def test_what_nobody_can_change_is_said_to_be_so() -> None:
    asked = problem(person("acces-soins", publics={"femmes": False}), [service("a-1", CARE, women_only=True)])
    (answer,) = enquire(asked, "a-1").answers
    assert answer.settled == ("women_only",)
    assert {flip.changes for flip in answer.flips} == {None}


def test_the_distance_that_would_do_is_exact_to_what_is_said() -> None:
    known: dict[str, Any] = {
        "zone": ("france",),
        "publics": ("tous-publics",),
        "updated_on": TODAY,
        "capacity": Capacity(3, TODAY),
    }
    near, far = (
        service("b-1", CARE, latitude=48.89, longitude=2.3767, **known),
        service("a-1", CARE, latitude=48.95, longitude=2.3767, **known),
    )
    profile = person("acces-soins", known_partners=frozenset({"a", "b"}))
    changes = _flip(problem(profile, [near, far]), "a-1", Goal.FIRST)
    assert changes == [("record-states-barrier", None)]
    words: dict[str, Any] = {"reading": read_text("Centre de santé", ""), "access_path": AccessPath.DIRECT}
    both = [replace(one, **words) for one in (near, far)]
    assert _flip(problem(profile, both), "a-1", Goal.FIRST) == [("nearer", 1.9)]


def test_who_stands_ahead_is_named_with_the_component_that_decides() -> None:
    near, far = service("b-1", CARE), service("a-1", CARE, latitude=48.95, longitude=2.3767)
    (answer,) = enquire(problem(person("acces-soins"), [near, far]), "a-1").answers
    (gap,) = answer.gaps
    assert (gap.service.id, gap.rank, gap.lost_on) == ("b-1", 1, "distance")
    lost = sum(answer.verdict.components.values()) - gap.score
    assert sum(gap.differences.values()) == pytest.approx(lost)
