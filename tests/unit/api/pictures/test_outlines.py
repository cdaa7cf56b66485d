import csv
import math
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from api.web.pictures.geography import Plane, Position, distance_km, paris

FINESS = Path(__file__).resolve().parents[5] / "shared" / "data" / "finess_paris_social_sante.csv"


def contains(outline: tuple[Position, ...], place: Position) -> bool:
    inside = False
    for one, other in zip(outline, outline[1:] + outline[:1], strict=True):
        if (one.latitude > place.latitude) != (other.latitude > place.latitude):
            share = (place.latitude - one.latitude) / (other.latitude - one.latitude)
            inside ^= place.longitude < one.longitude + share * (other.longitude - one.longitude)
    return inside


def area_km2(outline: tuple[Position, ...]) -> float:
    corners = [Plane(Position(48.8566, 2.3522)).metres(position) for position in outline]
    pairs = zip(corners, corners[1:] + corners[:1], strict=True)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2e6


def test_paris_has_its_twenty_arrondissements_and_its_size() -> None:
    outlines = paris().arrondissements
    assert sorted(outlines) == list(range(1, 21))
    assert sum(map(area_km2, outlines.values())) == pytest.approx(105.4, rel=0.01)


def test_neighbours_share_their_border_point_by_point() -> None:
    sides = Counter(
        frozenset((one, other)) for outline in paris().arrondissements.values() for one, other in pairwise(outline)
    )
    assert set(sides.values()) == {1, 2}
    around = sum(distance_km(*side) for side, owners in sides.items() if owners == 1)
    assert around == pytest.approx(54.7, abs=2), "only the limit of the city belongs to one arrondissement alone"


def test_the_outlines_are_closed_and_light() -> None:
    for outline in paris().arrondissements.values():
        assert outline[0] == outline[-1]
        assert len(outline) <= 80


@pytest.mark.parametrize(
    ("place", "arrondissement"),
    [
        (Position(48.8606, 2.3376), 1),
        (Position(48.8530, 2.3499), 4),
        (Position(48.8462, 2.3464), 5),
        (Position(48.8583, 2.2945), 7),
        (Position(48.8867, 2.3431), 18),
        (Position(48.8800, 2.3829), 19),
        (Position(48.8614, 2.3933), 20),
    ],
    ids=["Louvre", "Notre-Dame", "Panthéon", "tour Eiffel", "Sacré-Cœur", "Buttes-Chaumont", "Père-Lachaise"],
)
def test_a_landmark_stands_in_its_arrondissement(place: Position, arrondissement: int) -> None:
    assert [code for code, outline in paris().arrondissements.items() if contains(outline, place)] == [arrondissement]


@pytest.mark.parametrize(("right", "left"), [(16, 15), (16, 7), (8, 7), (1, 7), (1, 6), (4, 5), (12, 13)])
def test_between_the_two_banks_the_border_runs_in_the_seine(right: int, left: int) -> None:
    seine, outlines = paris().rivers[0], paris().arrondissements
    shared = set(outlines[right]) & set(outlines[left])
    assert len(shared) >= 2
    assert all(_metres_from(seine.line, corner) < seine.metres / 2 for corner in shared)


def _metres_from(line: tuple[Position, ...], place: Position) -> float:
    plane = Plane(place)
    return min(_metres_from_side(plane.metres(one), plane.metres(other)) for one, other in pairwise(line))


def _metres_from_side(start: tuple[float, float], end: tuple[float, float]) -> float:
    east, south = end[0] - start[0], end[1] - start[1]
    along = -(start[0] * east + start[1] * south) / (east**2 + south**2)
    share = min(1.0, max(0.0, along))
    return math.hypot(start[0] + share * east, start[1] + share * south)


def test_real_establishments_fall_in_the_arrondissement_of_their_postcode() -> None:
    if not FINESS.exists():
        pytest.skip("reference data folder ../shared is absent")
    with FINESS.open(encoding="utf-8", newline="") as lines:
        places = [
            (Position(float(row["latitude"]), float(row["longitude"])), _arrondissement(row["code_postal"]))
            for row in csv.DictReader(lines)
            if row["latitude"] and re.fullmatch(r"750(0[1-9]|1\d|20)|75116", row["code_postal"])
        ]
    assert len(places) > 1_200
    well_placed = sum(contains(paris().arrondissements[code], place) for place, code in places)
    assert well_placed / len(places) >= 0.99


def _arrondissement(postcode: str) -> int:
    return 16 if postcode == "75116" else int(postcode[-2:])


def test_distances_are_those_of_the_sphere() -> None:
    quarter = distance_km(Position(0, 0), Position(0, 90))
    assert quarter == pytest.approx(math.pi / 2 * 6371.0088)
    assert distance_km(Position(48.8566, 2.3522), Position(45.7640, 4.8357)) == pytest.approx(391.5, abs=1)
