"""Every barrier finds an answer in the network, but for the gaps and the single points planted on purpose."""

from datetime import timedelta

import pytest

from network_data.demo import PLANTED_GAPS, SINGLE_POINTS, GapCause, PlantedGap
from network_data.tables import Service
from network_data.vocabulary import BARRIERS
from tests.unit.network_data.demo.building import SEEDS, TODAY, answers, carriers, demonstration

_PLANTED = {gap.barrier for gap in PLANTED_GAPS}


def _gap(cause: GapCause) -> PlantedGap:
    return next(gap for gap in PLANTED_GAPS if gap.cause is cause)


def _within_reach(service: Service) -> bool:
    """Whether one may go there, and a place is not known to be refused."""
    full = service.full_until is not None and service.full_until >= TODAY
    return "en-presentiel" in (service.reception_modes or ()) and not full


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("barrier", sorted(BARRIERS))
def test_a_barrier_has_several_answers(barrier: str, seed: int) -> None:
    found = answers(seed)[barrier]
    assert len(found) >= 2
    if barrier not in SINGLE_POINTS:
        assert len({service.partner_id for service in found}) >= 2
    if barrier not in _PLANTED:
        assert any(_within_reach(service) for service in found)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("barrier", sorted(BARRIERS))
def test_a_barrier_is_carried_by_somebody(barrier: str, seed: int) -> None:
    assert carriers(barrier, seed)


def test_there_are_three_planted_gaps_each_of_its_own_cause() -> None:
    assert sorted(gap.cause for gap in PLANTED_GAPS) == sorted(GapCause)


@pytest.mark.parametrize("seed", SEEDS)
def test_discrimination_is_answered_from_afar_only_and_somebody_cannot(seed: int) -> None:
    barrier = _gap(GapCause.REMOTE_ONLY).barrier
    assert all(service.reception_modes == ["a-distance"] for service in answers(seed)[barrier])
    assert any(person.remote_ok is False for person in carriers(barrier, seed))


@pytest.mark.parametrize("seed", SEEDS)
def test_childcare_is_full_everywhere_and_was_asked_lately(seed: int) -> None:
    for service in answers(seed)[_gap(GapCause.FULL_EVERYWHERE).barrier]:
        assert service.places_open == 0
        assert service.capacity_checked_on is not None
        assert TODAY - service.capacity_checked_on <= timedelta(days=30)
        assert service.full_until is not None
        assert service.full_until > TODAY


@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_cares_for_minds_in_the_languages_that_some_people_speak(seed: int) -> None:
    gap = _gap(GapCause.LANGUAGE)
    spoken = {code for service in answers(seed)[gap.barrier] for code in service.languages or gap.languages}
    assert not spoken & set(gap.languages)
    left_out = [person for person in carriers(gap.barrier, seed) if not spoken & set(person.languages or spoken)]
    assert left_out
    assert all(set(person.languages or ()) & set(gap.languages) for person in left_out)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("barrier", sorted(SINGLE_POINTS))
def test_a_single_point_of_failure_answers_alone(barrier: str, seed: int) -> None:
    assert {service.partner_id for service in answers(seed)[barrier]} == {SINGLE_POINTS[barrier]}


def test_barriers_without_thematique_of_their_own_are_reached_all_the_same() -> None:
    orphans = [code for code, barrier in BARRIERS.items() if not barrier.thematiques]
    assert len(orphans) == 13
    assert all(answers()[code] for code in orphans)


def test_some_services_answer_many_barriers() -> None:
    per_service = {
        service.id: sum(service in found for found in answers().values()) for service in demonstration().services
    }
    assert max(per_service.values()) >= 5
    assert sum(count >= 3 for count in per_service.values()) >= 60
