"""The requests of the demonstration: partners of every habit, and never anybody behind a gate."""

from collections import Counter

import pytest

from network_data.demo.planted import NEVER_ASKED, PLANTED_HABITS
from network_data.tables import PastRequest
from network_data.vocabulary import BARRIERS, EndedBy, gate_of
from tests.unit.network_data.demo.building import SEEDS, TODAY, demonstration


def of_partner(partner_id: str) -> list[PastRequest]:
    services = {service.id for service in demonstration().services if service.partner_id == partner_id}
    return [request for request in demonstration().requests if request.service_id in services]


@pytest.mark.parametrize("seed", SEEDS)
def test_days_follow_one_another_and_none_is_to_come(seed: int) -> None:
    for request in demonstration(seed).requests:
        days = [request.asked_on, request.answered_on or request.asked_on, request.ended_on or TODAY]
        assert days == sorted(days)
        assert max(days) <= TODAY
        assert request.barrier in BARRIERS
        assert (request.accepted is None) == (request.answered_on is None)


def test_nobody_is_asked_through_a_gate() -> None:
    gated = {service.id for service in demonstration().services if gate_of(service.access_path)}
    assert gated
    assert not gated & {request.service_id for request in demonstration().requests}


def test_the_planted_partners_answer_as_planted() -> None:
    assert of_partner(NEVER_ASKED) == []
    for partner_id, habit in PLANTED_HABITS.items():
        requests = [one for one in of_partner(partner_id) if one.ended_by is not EndedBy.PERSON]
        assert requests, partner_id
        assert any(one.answered_on for one in requests) == (habit != "silent"), partner_id


def test_there_is_of_everything() -> None:
    ended = Counter(request.ended_by for request in demonstration().requests)
    assert {EndedBy.PARTNER, EndedBy.PERSON, EndedBy.ABSENCE, None} <= set(ended)
    asked = {request.service_id for request in demonstration().requests}
    direct = [service for service in demonstration().services if gate_of(service.access_path) is None]
    assert len(direct) / 10 < len([service for service in direct if service.id not in asked])
