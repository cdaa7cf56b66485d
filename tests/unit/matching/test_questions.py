"""Questions to ask: ranked by what their answers would open, and what is said of an answer is what would happen."""

from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.services.weighing import default_weights
from matching.candidates import find_candidates
from matching.catalogue import compile_catalogue
from matching.network import Capacity
from matching.problem import Problem
from matching.profile import Profile
from matching.questions import Outcome, Question, rank_questions
from matching.suggestions import suggest
from tests.depth import usually
from tests.reference.networks import random_network, random_profile
from tests.unit.matching.builders import CARE, TODAY, person, problem, service

FAR: dict[str, Any] = {"latitude": 48.95, "longitude": 2.3767}


def _questions(asked: Problem) -> tuple[Question, ...]:
    return rank_questions(find_candidates(asked))


def test_a_question_that_would_give_a_barrier_its_first_option_comes_first() -> None:
    remote = service("a-1", CARE, reception_modes=("a-distance", "en-presentiel"), **FAR)
    asked = problem(person("acces-soins", max_distance_km=1.0), [remote])
    first = _questions(asked)[0]
    assert (first.criterion.ask, first.yes.opens, first.no.opens) == ("ask-person-remote", 1, 0)
    assert (first.yes.covers, set(first.yes.rises)) == (("acces-soins",), {"acces-soins"})


def test_the_question_that_opens_nothing_and_closes_nothing_is_not_asked() -> None:
    known: dict[str, Any] = {"zone": ("france",), "publics": ("tous-publics",)}
    assert _questions(problem(person("acces-soins"), [service("a-1", CARE, **known)])) == ()


def test_asking_the_first_service_whether_it_has_places_says_what_is_at_stake() -> None:
    known: dict[str, Any] = {"zone": ("france",), "publics": ("tous-publics",)}
    weights = default_weights().score
    full = service("a-1", CARE, capacity=Capacity(0, TODAY, waiting_days=10), **known)
    old = service("a-1", CARE, capacity=Capacity(2, TODAY.replace(year=2025)), **known)
    assert [question.criterion.ask for question in _questions(problem(person("acces-soins"), [full]))] == []
    (question,) = _questions(problem(person("acces-soins"), [old]))
    assert (question.criterion.ask, question.suggestion and question.suggestion.partner_id) == ("ask-capacity", "a")
    assert question.yes.rises["acces-soins"] == pytest.approx(weights.capacity + weights.certainty / 4)
    assert (question.yes.settles, question.no.closes, question.no.uncovers) == (1, 1, ("acces-soins",))


def test_a_need_with_a_referent_asks_for_nothing() -> None:
    asked = problem(person("acces-soins"), [service("a-1", CARE)])
    followed = replace(asked.profile, needs=(replace(asked.profile.needs[0], followed_by="CMS"),))
    assert {question.gain for question in _questions(replace(asked, profile=followed))} <= {0.0}


def _as_answered(profile: Profile, question: Question) -> Profile:
    """The person once they said yes; of questions about money and appointments alone, written here by hand."""
    facts: dict[str, dict[str, Any]] = {
        "ask-person-can-pay": {"can_pay": True},
        "ask-person-remote": {"remote_ok": True},
    }
    return replace(profile, **facts[question.criterion.ask or ""])


@settings(max_examples=usually(25))
@given(st.integers(0, 2**32 - 1), st.integers(5, 80))
def test_what_is_said_of_an_answer_is_what_would_happen(seed: int, services: int) -> None:
    random = Random(seed)
    network = random_network(random, services)
    profile = replace(random_profile(random, network, needs=3), remote_ok=None, can_pay=None)
    asked = Problem(profile, compile_catalogue(network), default_weights())
    before = [_best(found.suggestions) for found in suggest(asked)]
    questions = _questions(asked)
    assert [question.gain for question in questions] == sorted((q.gain for q in questions), reverse=True)
    for question in questions:
        assert question.yes.changes_something or question.no.changes_something
        if question.criterion.ask in {"ask-person-can-pay", "ask-person-remote"}:
            then = suggest(replace(asked, profile=_as_answered(profile, question)))
            rises = {
                found.need.barrier: _best(found.suggestions) - best
                for found, best in zip(then, before, strict=True)
                if _best(found.suggestions) > best
            }
            assert question.yes.rises == pytest.approx(rises)


def _best(suggestions: tuple[object, ...]) -> float:
    return float(getattr(suggestions[0], "score", 0.0)) if suggestions else 0.0


def test_certainty_alone_is_no_reason_to_ask() -> None:
    assert not Outcome(settles=3).changes_something
