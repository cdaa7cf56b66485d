"""The way to a service takes time: on foot or by public transport, and the plan pays for it."""

from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.services.weighing import default_weights
from matching.candidates import find_candidates
from matching.network import Capacity, Service
from matching.offers import step_costs
from matching.plan import make_plan
from matching.problem import Problem
from matching.profile import Profile
from matching.travel import hours_of, hours_one_way
from network_data.vocabulary import AccessPath
from tests.unit.matching.builders import CARE, TODAY, person, problem, service

TRAVEL = default_weights().travel
FAR: dict[str, Any] = {"latitude": 48.92, "longitude": 2.38}


def hours(profile: Profile, *services: Service) -> list[float]:
    candidates = find_candidates(problem(profile, list(services)))
    by_row = candidates.eligible.take(np.argsort(candidates.eligible.row))
    return [float(each) for each in hours_of(candidates.problem, by_row)]


def test_near_is_walked_and_far_is_ridden() -> None:
    assert hours_one_way(0.0, TRAVEL) == 0.0
    assert hours_one_way(1.0, TRAVEL) == pytest.approx(1.3 / 4.5)
    assert hours_one_way(9.0, TRAVEL) == pytest.approx(0.35 + 9 * 1.4 / 18)


@given(st.lists(st.floats(0, 20_000), min_size=2))
def test_farther_never_takes_less_time(distances: list[float]) -> None:
    times = [float(hours_one_way(km, TRAVEL)) for km in sorted(distances)]
    assert all(earlier <= later for earlier, later in pairwise(times))


def test_one_distance_and_many_give_the_same_hours() -> None:
    km = np.array([0.0, 0.4, 1.6, 1.7, 30.0])
    assert hours_one_way(km, TRAVEL).tolist() == [float(hours_one_way(one, TRAVEL)) for one in km.tolist()]


def test_nobody_travels_to_a_gate_a_telephone_or_a_place_that_moves() -> None:
    found = hours(
        person("acces-soins"),
        service("ailleurs-1", CARE, **FAR),
        service("commission-1", CARE, access_path=AccessPath.SIAO, **FAR),
        service("tournee-1", CARE, mobile=True, **FAR),
        service("telephone-1", CARE, reception_modes=("a-distance",), **FAR),
    )
    assert [each > 0 for each in found] == [True, False, False, False]


def test_what_can_be_done_from_afar_is_a_way_only_for_whom_that_does_not_suit() -> None:
    either = service("deux-1", CARE, reception_modes=("a-distance", "en-presentiel"), **FAR)
    assert hours(person("acces-soins", remote_ok=True), either) == [0.0]
    assert hours(person("acces-soins"), either)[0] > 0


def test_an_unknown_place_costs_nothing() -> None:
    assert hours(person("acces-soins", location=None), service("ailleurs-1", CARE, **FAR)) == [0.0]


def test_a_step_costs_its_way_and_its_waiting_list() -> None:
    full = Capacity(places_open=0, checked_on=TODAY, waiting_days=70)
    asked_long_ago = full._replace(checked_on=date(2026, 9, 1))
    prices, weight = default_weights().plan, default_weights().plan.of_need(2, priority=False)
    for capacity, weeks in ((full, 10.0), (asked_long_ago, 0.0), (full._replace(places_open=1), 0.0)):
        candidates = find_candidates(
            problem(person("acces-soins"), [service("loin-1", CARE, capacity=capacity, **FAR)])
        )
        (cost,) = step_costs(candidates.problem, candidates.eligible)
        (way,) = hours_of(candidates.problem, candidates.eligible)
        assert cost == pytest.approx(prices.travel_hour * way + prices.waiting_week * weeks * weight)


def test_a_better_service_across_the_city_loses_to_the_one_next_door_when_an_hour_is_dear() -> None:
    asked = problem(
        person("acces-soins"), [_by_keyword("pres-1"), service("loin-1", CARE, description="Bilan de santé", **FAR)]
    )
    assert _chosen(_with_hours_at(0.001, asked)) == "loin-1"
    assert _chosen(_with_hours_at(5.0, asked)) == "pres-1"


def test_of_two_places_of_one_partner_the_plan_takes_the_one_worth_its_way() -> None:
    asked = problem(
        person("acces-soins"), [_by_keyword("maison-1"), service("maison-2", CARE, description="Bilan de santé", **FAR)]
    )
    assert _chosen(_with_hours_at(0.001, asked)) == "maison-2"
    assert _chosen(_with_hours_at(5.0, asked)) == "maison-1"


def _by_keyword(id_: str) -> Service:
    """A service on the spot that answers by its words alone."""
    return service(id_, description="Bilan de santé")


def _with_hours_at(price: float, asked: Problem) -> Problem:
    plan = replace(asked.weights.plan, travel_hour=price)
    return replace(asked, weights=replace(asked.weights, plan=plan))


def _chosen(asked: Problem) -> str:
    (step,) = make_plan(find_candidates(asked)).steps
    return step.chosen.service.id
