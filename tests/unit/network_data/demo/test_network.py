"""The fictitious network: sizes, codes, places and hours are such as a real one would have."""

import csv
import re
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from data_inclusion.schema import v1

from network_data.demo.partners import slug_of
from network_data.opening_hours import open_half_days
from network_data.tables import Partner, Service
from network_data.vocabulary import GATES, HALF_DAYS, PAPERS, PUBLICS, AccessPath
from tests.shared_data import shared
from tests.unit.network_data.demo.building import SEEDS, TODAY, demonstration, partners_and_services

PARIS = {f"751{number:02d}" for number in range(1, 21)}


def _codes(rows: list[Any], field: str) -> set[str]:
    return {code for row in rows for code in (getattr(row, field) or ())}


def _values(enumeration: Any) -> set[str]:
    return {member.value for member in enumeration}


@pytest.mark.parametrize("seed", SEEDS)
def test_there_are_about_150_partners_and_350_services(seed: int) -> None:
    built = demonstration(seed)
    assert 145 <= len(built.partners) <= 165
    assert 335 <= len(built.services) <= 365


def test_every_partner_offers_something() -> None:
    built = demonstration()
    assert {service.partner_id for service in built.services} == {partner.id for partner in built.partners}


@pytest.mark.parametrize("seed", SEEDS)
def test_identifiers_are_unique_and_speak_for_themselves(seed: int) -> None:
    built = demonstration(seed)
    assert len({partner.id for partner in built.partners}) == len(built.partners)
    assert len({service.id for service in built.services}) == len(built.services)
    assert all(re.fullmatch(r"demo--[a-z0-9]+(-[a-z0-9]+)*", partner.id) for partner in built.partners)
    assert all(re.fullmatch(re.escape(service.partner_id) + r"--\d+", service.id) for service in built.services)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_code_of_the_services_is_one_of_data_inclusion(seed: int) -> None:
    services = demonstration(seed).services
    assert _codes(services, "thematiques") <= _values(v1.Thematique)
    assert _codes(services, "publics") <= _values(v1.Public)
    assert _codes(services, "reception_modes") <= _values(v1.ModeAccueil)
    assert _codes(services, "mobilisation_modes") <= _values(v1.ModeMobilisation)
    assert _codes(services, "mobilisable_by") <= _values(v1.PersonneMobilisatrice)
    assert {service.fees for service in services} <= _values(v1.Frais) | {None}
    assert {service.type for service in services} <= _values(v1.TypeService)
    assert _codes(demonstration(seed).partners, "networks") <= _values(v1.ReseauPorteur)


def test_publics_papers_and_languages_are_those_of_the_vocabulary() -> None:
    services = demonstration().services
    assert _codes(services, "publics") <= set(PUBLICS)
    assert _codes(services, "required_papers") <= set(PAPERS)
    assert all(re.fullmatch(r"[a-z]{3}", code) for code in _codes(services, "languages"))
    assert len(_codes(services, "languages")) >= 15


def test_names_and_descriptions_fit_data_inclusion() -> None:
    rows = partners_and_services()
    assert all(3 <= len(row.name) <= 150 for row in rows)
    texts = [row.description or "" for row in rows]
    assert all(len(text) >= 40 and text.endswith((".", "?", "!")) and "{" not in text for text in texts)


@pytest.mark.parametrize("seed", SEEDS)
def test_opening_hours_are_read_and_open_some_half_day(seed: int) -> None:
    hours = {row.opening_hours for row in partners_and_services(seed)}
    assert len(hours) >= 30
    assert all(open_half_days(expression) for expression in hours)


def test_some_places_open_in_the_evening_and_on_saturday() -> None:
    hours = [service.opening_hours or "" for service in demonstration().services]
    saturday = 1 << HALF_DAYS.index("sat-am")
    assert sum(bool((open_half_days(text) or 0) & saturday) for text in hours) >= 40
    assert sum(bool(re.search(r"-(19|20|21):", text)) for text in hours) >= 40


@pytest.mark.parametrize("seed", SEEDS)
def test_partners_stand_in_every_arrondissement_and_some_outside_paris(seed: int) -> None:
    codes = {partner.insee_code for partner in demonstration(seed).partners if partner.insee_code}
    outside = codes - PARIS
    assert codes >= PARIS
    assert len(outside) >= 3
    assert all(code.startswith("93") for code in outside)


def test_partners_stand_inside_the_commune_of_their_code() -> None:
    """Judged by the nearest real establishments of Paris, whose postcodes are known."""
    with shared("data/finess_paris_social_sante.csv").open(encoding="utf-8") as file:
        real = [
            (float(row["latitude"]), float(row["longitude"]), row["code_postal"])
            for row in csv.DictReader(file)
            if row["latitude"]
        ]
    placed = [row for row in demonstration().partners if row.latitude is not None and row.insee_code in PARIS]
    assert len(placed) > 100
    misplaced = [row.name for row in placed if row.postcode not in _postcodes_near(row, real)]
    assert misplaced == []


def _postcodes_near(row: Partner, real: list[tuple[float, float, str]]) -> set[str]:
    latitude, longitude = row.latitude or 0.0, row.longitude or 0.0
    nearest = sorted(real, key=lambda place: (place[0] - latitude) ** 2 + ((place[1] - longitude) / 1.5) ** 2)
    return {postcode for _, _, postcode in nearest[:8]}


def test_each_way_in_is_there_and_each_gate_with_a_network_has_its_partner() -> None:
    built = demonstration()
    assert {service.access_path for service in built.services} == set(AccessPath) - {AccessPath.UNKNOWN}
    bearers = Counter(network for partner in built.partners for network in partner.networks or ())
    assert [bearers[gate.networks[0]] for gate in GATES.values() if gate.networks] == [1, 1]


def test_records_are_of_every_age_and_of_every_completeness() -> None:
    built = demonstration()
    ages = [(TODAY - service.updated_on).days for service in built.services]
    assert min(ages) >= 1
    assert 0.04 < sum(age > 730 for age in ages) / len(ages) < 0.25
    assert sum(partner.latitude is None for partner in built.partners) >= 3
    assert _share(built.services, "languages") > 0.15
    assert _share(built.services, "eligibility_zone") > 0.15
    assert _share(built.services, "publics") > 0.15


def _share(services: list[Service], field: str) -> float:
    """The share of services where a field is unknown."""
    return sum(getattr(service, field) is None for service in services) / len(services)


def test_zones_of_every_grain_are_used() -> None:
    zones = _codes(demonstration().services, "eligibility_zone")
    assert {"75", "75056", "75119", "93", "200054781", "france"} <= zones


def test_capacity_is_open_full_stale_or_a_waiting_list() -> None:
    services = demonstration().services
    asked = [(service.places_open, TODAY - (service.capacity_checked_on or TODAY)) for service in services]
    fresh = [places for places, age in asked if places is not None and age <= timedelta(days=30)]
    assert fresh.count(0) >= 5
    assert sum(places > 0 for places in fresh) >= 5
    assert any(places is not None and age > timedelta(days=365) for places, age in asked)
    assert sum(service.waiting_days is not None for service in services) >= 20
    assert all(service.capacity_checked_on is not None for service in services if service.places_open is not None)


def test_quotas_say_how_many_over_which_period() -> None:
    services = demonstration().services
    quotas = [(service.quota_places or 0, service.quota_period) for service in services if service.quota_places]
    assert len(quotas) >= 40
    assert {period for _, period in quotas} == {"month", "year"}
    assert all(service.quota_period is None for service in services if service.quota_places is None)


def test_what_touches_health_of_mind_addictions_justice_and_violence_is_sensitive() -> None:
    built = demonstration()
    marked = {partner.id for partner in built.partners if partner.sensitive}
    expected = {"csapa", "caarud", "cmp", "spip"}
    bearers = {partner.id for partner in built.partners if expected & set(partner.networks or ())}
    assert bearers < marked
    assert "demo--maison-honorine" in marked
    assert all(service.sensitive == (service.partner_id in marked) for service in built.services)


def test_services_for_women_only_and_for_some_ages_exist() -> None:
    services = demonstration().services
    assert sum(service.women_only is True for service in services) >= 4
    assert any(service.age_max == 25 for service in services)
    assert any(service.age_min == 55 for service in services)


def test_remote_services_have_no_address() -> None:
    remote = [service for service in demonstration().services if service.reception_modes == ["a-distance"]]
    assert len(remote) >= 4
    assert all(service.address is None and service.latitude is None for service in remote)


def test_a_slug_keeps_letters_digits_and_hyphens_alone() -> None:
    assert slug_of("CSAPA L'Œuvre d'été (fictif)") == "csapa-l-oeuvre-d-ete"
