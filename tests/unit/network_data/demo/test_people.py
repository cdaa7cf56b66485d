"""The fictitious people: as many as the programme has, each with a life that holds together."""

import re
from collections import Counter
from datetime import timedelta
from itertools import pairwise

import pytest

from network_data.demo.archetypes import lives
from network_data.demo.files import read
from network_data.tables import HeldPaper
from network_data.vocabulary import BARRIERS, HALF_DAYS, PAPERS, PUBLICS
from tests.unit.network_data.demo.building import SEEDS, TODAY, demonstration, needs_of, papers_of

_ROOFS = ("sans-hebergement", "hebergement-precaire", "maintien-logement")


@pytest.mark.parametrize("seed", SEEDS)
def test_there_are_two_hundred_people_fifty_at_each_chantier(seed: int) -> None:
    built = demonstration(seed)
    counts = Counter(person.chantier_id for person in built.persons)
    assert counts == {"emmaus-defi": 50, "prelude": 50, "bio-nettoyage": 50, "rejoue": 50}
    assert [chantier.name for chantier in built.chantiers] == [
        "Emmaüs Défi",
        "Prélude (Aurore)",
        "Bio-nettoyage (CASVP)",
        "Rejoué",
    ]


@pytest.mark.parametrize("seed", SEEDS)
def test_each_person_carries_six_or_seven_different_barriers(seed: int) -> None:
    built = demonstration(seed)
    counts = Counter(need.person_id for need in built.needs)
    assert set(counts) == {person.id for person in built.persons}
    assert set(counts.values()) == {6, 7}
    assert len({(need.person_id, need.barrier) for need in built.needs}) == len(built.needs)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_archetype_is_lived_by_several_people(seed: int) -> None:
    counts = Counter(demonstration(seed).archetypes.values())
    assert set(counts) == {life.code for life in lives()}
    assert len(counts) >= 14
    assert min(counts.values()) >= 5


def test_pseudonyms_do_not_follow_one_another() -> None:
    ids = [person.id for person in demonstration().persons]
    assert ids == sorted(set(ids))
    assert all(re.fullmatch(r"P-\d{4}", pseudonym) for pseudonym in ids)
    assert sum(int(after[2:]) - int(before[2:]) == 1 for before, after in pairwise(ids)) < 20


@pytest.mark.parametrize("seed", SEEDS)
def test_every_code_is_one_of_the_vocabulary(seed: int) -> None:
    built = demonstration(seed)
    assert {need.barrier for need in built.needs} <= set(BARRIERS)
    assert {held.paper for held in built.papers} <= set(PAPERS)
    assert {code for person in built.persons for code in person.publics} <= set(PUBLICS)
    assert {half for person in built.persons for half in person.available or ()} <= set(HALF_DAYS)
    assert {referent.barrier for referent in built.referents} <= {*BARRIERS, None}
    assert {need.severity for need in built.needs} == {1, 2, 3}
    assert all(re.fullmatch(r"[a-z]{3}", code) for person in built.persons for code in person.languages or ())


def test_assessments_spread_over_eight_months_most_of_them_lately() -> None:
    built = demonstration()
    arrived = {person.id: person.arrived_on for person in built.persons}
    ages = [(TODAY - need.assessed_on).days for need in built.needs]
    assert min(ages) >= 0
    assert 150 < max(ages) <= 240
    assert sorted(ages)[len(ages) // 2] <= 60
    assert all(need.assessed_on >= (arrived[need.person_id] or TODAY) for need in built.needs)


def test_most_people_have_a_place_some_a_commune_alone_and_some_nothing() -> None:
    people = demonstration().persons
    placed = sum(person.latitude is not None for person in people)
    commune_alone = sum(person.latitude is None and person.insee_code is not None for person in people)
    assert 120 <= placed <= 175
    assert commune_alone >= 10
    assert len(people) - placed - commune_alone >= 10
    assert all((person.latitude is None) == (person.longitude is None) for person in people)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_secret_address_is_nowhere(seed: int) -> None:
    hidden = [person for person in demonstration(seed).persons if person.secret_address]
    assert len(hidden) == 8
    for person in hidden:
        assert (person.insee_code, person.latitude, person.longitude) == (None, None, None)
        assert person.needs_women_only is True
        assert "violences-conflit" in needs_of(person.id, seed)


def test_attributes_are_sometimes_unknown() -> None:
    people = demonstration().persons
    for field in ("remote_ok", "has_phone", "can_pay", "available", "max_distance_km", "step_free_access"):
        assert {getattr(person, field) is None for person in people} == {True, False}, field
    assert {person.publics.get("femmes") for person in people} == {True, False, None}
    assert {person.papers_known for person in people} == {True, False}


@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_carries_two_roofs_that_exclude_each_other(seed: int) -> None:
    for person in demonstration(seed).persons:
        assert sum(roof in needs_of(person.id, seed) for roof in _ROOFS) <= 1, person.id


@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_holds_a_valid_paper_that_would_settle_a_barrier_they_carry(seed: int) -> None:
    for person in demonstration(seed).persons:
        papers = papers_of(person.id, seed)
        for barrier in needs_of(person.id, seed):
            settling = [papers[code] for code in read("papers")["settled_by"].get(barrier, ()) if code in papers]
            assert all(_expired(held) for held in settling), (person.id, barrier)


def _expired(held: HeldPaper) -> bool:
    return held.until is not None and held.until < TODAY


@pytest.mark.parametrize("seed", SEEDS)
def test_nobody_holds_a_french_card_and_a_permit_to_stay(seed: int) -> None:
    for person in demonstration(seed).persons:
        assert not {"cni", "titre-de-sejour"} <= set(papers_of(person.id, seed)), person.id


@pytest.mark.parametrize("seed", SEEDS)
def test_publics_agree_with_the_barriers(seed: int) -> None:
    for person in demonstration(seed).persons:
        barriers = needs_of(person.id, seed)
        if "garde-enfants" in barriers or "parentalite" in barriers:
            assert person.publics["familles"] is True
        if "suivi-judiciaire" in barriers:
            assert person.publics["personnes-en-situation-juridique-specifique"] is True


def test_some_papers_have_expired_and_some_soon_will() -> None:
    ends = [held.until for held in demonstration().papers if held.until]
    assert sum(end < TODAY for end in ends) >= 30
    assert sum(TODAY <= end <= TODAY + timedelta(days=45) for end in ends) >= 30


@pytest.mark.parametrize("seed", SEEDS)
def test_each_person_has_an_advisor_inside_and_some_have_referents_outside(seed: int) -> None:
    built = demonstration(seed)
    partners = {partner.id: partner.name for partner in built.partners}
    names = {chantier.id: chantier.name for chantier in built.chantiers}
    inside = {referent.person_id: referent for referent in built.referents if referent.barrier is None}
    outside = [referent for referent in built.referents if referent.barrier is not None]
    assert all(inside[person.id].organisation == names[person.chantier_id] for person in built.persons)
    assert 80 <= len(outside) <= 220
    assert all(referent.barrier in needs_of(referent.person_id, seed) for referent in outside)
    assert all(partners[referent.partner_id] == referent.organisation for referent in outside if referent.partner_id)
    assert any(referent.partner_id is None for referent in outside)
    assert any(referent.until and referent.until < TODAY for referent in outside)


@pytest.mark.parametrize("seed", SEEDS)
def test_known_partners_exist_and_include_the_referents(seed: int) -> None:
    built = demonstration(seed)
    partners = {partner.id for partner in built.partners}
    known = {person.id: set(person.known_partners) for person in built.persons}
    assert all(ids <= partners for ids in known.values())
    assert sum(bool(ids) for ids in known.values()) >= 120
    assert all(referent.partner_id in known[referent.person_id] for referent in built.referents if referent.partner_id)
