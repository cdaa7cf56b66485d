"""Nothing in the demonstration is real: no address, number, name or brand that anybody could be reached by."""

import csv
import gzip
import re

import pytest

from network_data.demo.partners import slug_of
from tests.shared_data import shared
from tests.unit.network_data.demo.building import SEEDS, demonstration, partners_and_services

_REAL_ASSOCIATIONS = (
    "adie",
    "aurore",
    "banques alimentaires",
    "cimade",
    "coallia",
    "croix-rouge",
    "emmaüs",
    "france terre d'asile",
    "médecins du monde",
    "restos du cœur",
    "samusocial",
    "secours catholique",
    "secours populaire",
    "wimoov",
)
_BRANDS_OF_ASSOCIATIONS = {
    "adie",
    "afpa",
    "banques-alimentaires",
    "cnam",
    "cresus",
    "croix-rouge",
    "emmaus",
    "la-cravate-solidaire",
    "restos-du-coeur",
    "secours-populaire",
    "singa",
    "snc",
    "wimoov",
}


@pytest.mark.parametrize("seed", SEEDS)
def test_mail_web_and_telephone_lead_nowhere(seed: int) -> None:
    built, rows = demonstration(seed), partners_and_services(seed)
    assert all(re.fullmatch(r"[a-z0-9.-]+@example\.org", row.email) for row in rows if row.email)
    assert all(re.fullmatch(r"\+33 1 99 00 \d\d \d\d", row.phone) for row in rows if row.phone)
    assert all(re.fullmatch(r"https://[a-z0-9-]+\.example\.org/", row.website) for row in built.partners if row.website)
    assert all(partner.phone and partner.email and partner.siret is None for partner in built.partners)


def test_no_two_partners_share_a_number() -> None:
    phones = [partner.phone for partner in demonstration().partners]
    assert len(set(phones)) == len(phones)


def test_no_contact_is_named() -> None:
    assert all(service.contact_name is None for service in demonstration().services)


def test_no_known_association_is_named_nor_claimed() -> None:
    texts = [f"{row.name} {row.description}".lower() for row in partners_and_services()]
    named = [name for name in _REAL_ASSOCIATIONS if any(re.search(rf"\b{re.escape(name)}\b", text) for text in texts)]
    assert named == []
    assert not _BRANDS_OF_ASSOCIATIONS & {network for row in demonstration().partners for network in row.networks or ()}


def test_public_bodies_are_marked_as_fictitious() -> None:
    generic = re.compile(r"\b(SIAO|MDPH|CPAM|CMP|CSAPA|CAARUD|PASS|Espace des solidarités|Point-justice|CAF|SPIP)\b")
    named = [partner.name for partner in demonstration().partners if generic.search(partner.name)]
    assert len(named) >= 20
    assert all(re.search(r"\(.*fictif|\(.*fictive", name) for name in named)


def test_no_partner_bears_the_name_of_a_real_establishment() -> None:
    with gzip.open(shared("data/finess_france_2021.csv.gz"), "rt", encoding="utf-8") as file:
        real = {slug_of(row["nom"]) for row in csv.DictReader(file)}
    assert len(real) > 10_000
    assert [partner.name for partner in demonstration().partners if slug_of(partner.name) in real] == []


def test_the_territory_says_that_it_is_a_demonstration() -> None:
    territory = demonstration().territory
    assert (territory.slug, territory.name) == ("paris-demo", "Paris (démonstration)")
    assert territory.is_demonstration
    assert territory.departments == ["75"]
