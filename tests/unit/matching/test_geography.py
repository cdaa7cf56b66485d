"""Distances agree with the textbook formula, and codes of one city with one another."""

from math import acos, cos, radians, sin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.geography import EARTH_KM, city_of, department_of, distance_km, unit_vector, zone_contains

latitudes = st.floats(-89.0, 89.0)
longitudes = st.floats(-180.0, 180.0)


@given(latitudes, longitudes, latitudes, longitudes)
def test_distance_equals_the_spherical_law_of_cosines(lat: float, lon: float, lat2: float, lon2: float) -> None:
    cosine = sin(radians(lat)) * sin(radians(lat2)) + cos(radians(lat)) * cos(radians(lat2)) * cos(radians(lon - lon2))
    expected = EARTH_KM * acos(max(-1.0, min(1.0, cosine)))
    assert distance_km(unit_vector(lat, lon), unit_vector(lat2, lon2)) == pytest.approx(expected, abs=0.2)


def test_notre_dame_to_sacre_coeur_is_four_kilometres() -> None:
    assert distance_km(unit_vector(48.85300, 2.34990), unit_vector(48.88670, 2.34310)) == pytest.approx(3.78, abs=0.01)


@given(latitudes, longitudes)
def test_a_place_is_no_distance_from_itself(lat: float, lon: float) -> None:
    assert distance_km(unit_vector(lat, lon), unit_vector(lat, lon)) == 0.0


@pytest.mark.parametrize(
    ("code", "city"),
    [("75119", "75056"), ("75056", "75056"), ("69385", "69123"), ("13208", "13055"), ("93066", "93066")],
)
def test_arrondissements_belong_to_their_city(code: str, city: str) -> None:
    assert city_of(code) == city


@pytest.mark.parametrize(("code", "department"), [("75119", "75"), ("2B033", "2B"), ("97411", "974")])
def test_departement_of_a_commune(code: str, department: str) -> None:
    assert department_of(code) == department


@given(st.integers(1, 20), st.integers(1, 20))
def test_one_arrondissement_takes_in_itself_and_no_other(here: int, there: int) -> None:
    assert zone_contains([f"751{there:02}"], f"751{here:02}") is (here == there)
