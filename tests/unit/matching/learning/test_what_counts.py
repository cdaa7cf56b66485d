"""Only what a partner does counts: not the person's refusal, not an absence, not what became of people."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.services.weighing import default_weights
from matching.candidates import find_candidates
from matching.catalogue import compile_catalogue
from matching.learning.estimates import Estimate
from matching.learning.record import track_record
from matching.learning.requests import HORIZON_DAYS
from matching.network import Network, PastRequest
from matching.problem import Problem
from matching.profile import Profile
from network_data.vocabulary import AccessPath, EndedBy
from tests.reference.networks import random_network, random_profile
from tests.unit.matching.builders import ADDICTIONS, TODAY, network, person, service
from tests.unit.matching.learning.asking import BARRIER, asked, estimates, learned

seeds = st.integers(0, 2**32 - 1)
NOT_THE_PARTNER = (EndedBy.PERSON, EndedBy.ABSENCE, EndedBy.REFERRER)


def scores(known: Network, profile: Profile) -> list[tuple[int, int, float]]:
    pairs = find_candidates(Problem(profile, compile_catalogue(known), default_weights())).eligible
    return list(zip(pairs.need.tolist(), pairs.row.tolist(), pairs.score.tolist(), strict=True))


def drawn(seed: int) -> tuple[Random, Network, Profile]:
    random = Random(seed)
    known = random_network(random, 60, requests=120)
    return random, known, random_profile(random, known)


def _withdrawn(random: Random, service_id: str, barrier: str) -> PastRequest:
    ago = random.randrange(1, 300)
    asked_on = TODAY - timedelta(days=ago)
    ended_on = asked_on + timedelta(days=random.randrange(min(HORIZON_DAYS, ago)))
    return PastRequest(service_id, barrier, asked_on, ended_on=ended_on, ended_by=random.choice(NOT_THE_PARTNER))


@given(seeds)
def test_a_person_who_withdraws_before_an_answer_changes_nothing(seed: int) -> None:
    random, known, profile = drawn(seed)
    withdrawn = [_withdrawn(random, random.choice(known.services).id, profile.needs[0].barrier) for _ in range(20)]
    assert scores(replace(known, requests=(*known.requests, *withdrawn)), profile) == scores(known, profile)


@given(seeds)
def test_what_comes_after_an_answer_changes_nothing(seed: int) -> None:
    random, known, profile = drawn(seed)
    refused = [
        one
        if one.answered_on is None or one.answered_on >= TODAY
        else one._replace(ended_by=random.choice(NOT_THE_PARTNER), ended_on=one.answered_on + timedelta(days=2))
        for one in known.requests
    ]
    assert scores(replace(known, requests=refused), profile) == scores(known, profile)


@given(seeds)
def test_results_never_change_a_score(seed: int) -> None:
    random, known, profile = drawn(seed)
    other = [one._replace(started=random.choice((None, True, False))) for one in known.requests]
    assert scores(replace(known, requests=other), profile) == scores(known, profile)


@given(seeds)
def test_the_order_in_which_requests_were_recorded_changes_nothing(seed: int) -> None:
    random, known, profile = drawn(seed)
    shuffled = random.sample(known.requests, len(known.requests))
    assert scores(replace(known, requests=shuffled), profile) == scores(known, profile)


def test_two_new_partners_have_the_very_same_figures_and_those_of_the_network() -> None:
    requests = [asked("a-1", wait=3, accepted=True), asked("a-1", wait=5, accepted=False), asked("b-1")]
    known, _, new, other = estimates(requests, ["a-1", "b-1", "new-1", "new-2"])
    assert new == other
    assert new.answer == pytest.approx(2 / 3)
    assert new.acceptance == pytest.approx(1 / 2)
    assert known.answer is not None
    assert known.answer > (new.answer or 1.0)


def test_what_the_network_cannot_tell_is_absent() -> None:
    assert estimates([], ["a-1"]) == [Estimate(None, None, None)]
    (pending,) = estimates([asked("a-1", days_ago=3)], ["a-1"])
    assert pending.acceptance is None
    found = find_candidates(
        Problem(person(BARRIER), compile_catalogue(network([], [service("a-1", ADDICTIONS)])), default_weights())
    )
    assert len(found.eligible) == 1


def test_a_request_for_another_barrier_counts_half() -> None:
    others = [asked(f"{name}-1", wait=wait) for name in "ab" for wait in (2, None) for _ in range(100)]
    services = ["a-1", "b-1", "c-1"]
    same = [asked("c-1", wait=1) for _ in range(2)]
    elsewhere = [asked("c-1", wait=1, barrier="sante-mentale") for _ in range(4)]
    of_same, of_other = (estimates([*others, *more], services)[2].answer for more in (same, elsewhere))
    assert of_same == pytest.approx(of_other, abs=0.01)
    record = track_record(learned([*others, *elsewhere], services), BARRIER, 2)
    assert record is not None
    assert (record.asked, record.elsewhere) == (0, 4)


def test_recent_silence_is_no_silence_yet() -> None:
    settled = [asked("a-1", wait=10), asked("b-1", wait=10)]
    recent, long_silent = (
        estimates([*settled, *(asked("c-1", days_ago=ago) for _ in range(3))], ["a-1", "b-1", "c-1"])[2].answer
        for ago in (2, 120)
    )
    assert recent is not None
    assert long_silent is not None
    assert recent > 0.95
    assert long_silent < 0.8


def test_behind_a_gate_nobody_owes_an_answer() -> None:
    gated = service("siao-1", ADDICTIONS, access_path=AccessPath.SIAO)
    known = network([], [gated, service("a-1", ADDICTIONS)])
    silent = [asked("siao-1") for _ in range(9)]
    own = [asked("a-1", wait=1)]
    assert scores(replace(known, requests=[*own, *silent]), person(BARRIER)) == scores(
        replace(known, requests=own), person(BARRIER)
    )


def test_what_is_older_than_two_years_is_forgotten() -> None:
    recent = [asked("a-1", wait=1), asked("b-1")]
    assert estimates([*recent, asked("a-1", days_ago=731)], ["a-1", "b-1"]) == estimates(recent, ["a-1", "b-1"])
