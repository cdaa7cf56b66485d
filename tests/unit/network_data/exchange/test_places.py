from typing import Any

import pytest

from network_data.exchange.phones import e164
from network_data.exchange.places import department_of, insee_code, position_of, with_inherited_place

PARTNER: dict[str, Any] = {
    "address": "1 rue Imaginaire",
    "address_complement": None,
    "postcode": "75019",
    "city": "Paris",
    "insee_code": "75119",
    "latitude": 48.89,
    "longitude": 2.37,
    "opening_hours": "Mo-Fr 09:00-17:00",
}


@pytest.mark.parametrize(
    ("postcode", "city", "code"),
    [
        ("75001", "PARIS", "75101"),
        ("75020", "PARIS", "75120"),
        ("75116", "PARIS", "75116"),
        ("75730", "PARIS CEDEX 15", "75115"),
        ("75081", "PARIS CEDEX 02", "75102"),
        ("75700", "PARIS SP 07", "75107"),
        ("75570", "PARIS CEDEX", "75056"),
        ("69003", "LYON", "69383"),
        ("13016", "MARSEILLE", "13216"),
        ("93300", "AUBERVILLIERS", None),
        ("69100", "VILLEURBANNE", None),
    ],
)
def test_a_postcode_gives_the_commune_only_where_it_is_sure(postcode: str, city: str, code: str | None) -> None:
    assert insee_code(postcode, city) == code


@pytest.mark.parametrize(
    ("insee", "postcode", "department"),
    [
        ("75119", None, "75"),
        ("2A004", "20000", "2A"),
        (None, "20000", "2A"),
        (None, "20600", "2B"),
        (None, "97400", "974"),
        ("97411", None, "974"),
        ("?", "93300", "93"),
        (None, "paris", None),
        (75119, 75019, None),
    ],
)
def test_the_departement_comes_from_the_commune_or_else_from_the_postcode(
    insee: object, postcode: object, department: str | None
) -> None:
    assert department_of(insee, postcode) == department


@pytest.mark.parametrize("pair", [("91", "0"), ("48", "181"), ("0", "0"), ("48.8", ""), ("nan", "2"), (None, 2.3)])
def test_a_position_that_is_not_on_earth_is_dropped(pair: tuple[object, object]) -> None:
    assert position_of(*pair) is None


def test_a_service_without_a_place_takes_its_partner_s() -> None:
    assert with_inherited_place({"name": "Atelier"}, PARTNER) == {"name": "Atelier", **PARTNER}


def test_a_service_that_states_the_same_commune_is_completed() -> None:
    service = with_inherited_place({"city": "PARIS", "insee_code": "75056", "address": None}, PARTNER)
    assert (service["latitude"], service["address"], service["insee_code"]) == (48.89, "1 rue Imaginaire", "75056")


@pytest.mark.parametrize("own", [{"city": "Pantin"}, {"address": "9 rue Autre"}, {"latitude": 48.1, "longitude": 2.1}])
def test_a_service_that_states_another_place_keeps_it_and_takes_the_hours_only(own: dict[str, Any]) -> None:
    assert with_inherited_place(own, PARTNER) == {**own, "opening_hours": PARTNER["opening_hours"]}


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("0140375099", "+33140375099"),
        ("01 40.37-50 99", "+33140375099"),
        ("+33 (0)1 40 37 50 99", "+33140375099"),
        ("0033140375099", "+33140375099"),
        ("+33140375099", "+33140375099"),
        ("0262123456", "+262262123456"),
        ("0590123456", "+590590123456"),
        ("+41 22 123 45 67", "+41221234567"),
        ("115", None),
        ("01403750", None),
        ("accueil", None),
    ],
)
def test_a_phone_number_is_written_the_international_way(written: str, number: str | None) -> None:
    assert e164(written) == number
