import math
from collections.abc import Callable
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.i18n import translations
from api.web.pictures import MapStep, Position, plan_map
from api.web.pictures.geography import EARTH_RADIUS_M, distance_km
from network_data.vocabulary import Domain
from tests.unit.api.pictures.reading import faces, moved_to, numbers, point, read, text_of, with_class, words

HOME = Position(48.8872, 2.3790)
SAINT_DENIS = Position(48.9362, 2.3565)
EVRY = Position(48.6296, 2.4304)


def step(
    number: int, position: Position | None, label: str = "Domiciliation", domain: str = "administratif"
) -> MapStep:
    return MapStep(number, domain, label, position)


def east_of(start: Position, km: float) -> Position:
    """Walk along the parallel: exact on the sphere for the short ways of a city."""
    turn = km * 1000 / (EARTH_RADIUS_M * math.cos(math.radians(start.latitude)))
    return Position(start.latitude, start.longitude + math.degrees(turn))


def north_of(start: Position, km: float) -> Position:
    """Walk along the meridian."""
    return Position(start.latitude + math.degrees(km * 1000 / EARTH_RADIUS_M), start.longitude)


PLAN = [
    step(1, Position(48.8826, 2.3823)),
    step(2, Position(48.8915, 2.3722), "Ouvrir un compte", "finances"),
    step(3, Position(48.8790, 2.3700), "Centre de santé", "sante"),
    step(4, Position(48.8826, 2.3823), "Point d’accès au droit", "justice"),
    step(5, SAINT_DENIS, "Cours de français", "langue-savoirs"),
    step(6, Position(48.8565, 2.3524), "Demande de logement social", "logement"),
]


def test_every_step_of_the_plan_carries_its_number_on_the_map() -> None:
    assert numbers(read(plan_map(PLAN, HOME))) == {1, 2, 3, 4, 5, 6}


def test_two_steps_at_the_same_place_share_one_mark_with_both_colours() -> None:
    drawn = read(plan_map(PLAN, HOME))
    assert sorted(words(drawn, "map-number")) == ["1·4", "2", "3", "5", "6"]
    (shared,) = [mark for mark in with_class(drawn, "map-stop") if words(mark, "map-number") == ["1·4"]]
    parts = [part.get("class") for part in with_class(shared, "map-part")]
    assert parts == ["map-part domain-administratif", "map-part domain-justice"]


def test_a_mark_is_coloured_by_the_domain_of_its_step() -> None:
    for domain in Domain:
        drawn = read(plan_map([step(1, HOME, domain=domain)]))
        assert len(with_class(drawn, f"domain-{domain}")) == 1


@pytest.mark.parametrize("km", [1, 3, 5])
@pytest.mark.parametrize("away", [east_of, north_of])
def test_a_ring_passes_where_a_place_truly_stands_at_that_distance(
    km: int, away: Callable[[Position, float], Position]
) -> None:
    place = away(HOME, km)
    assert distance_km(HOME, place) == pytest.approx(km, rel=1e-4)
    drawn = read(plan_map([step(1, place), step(2, north_of(HOME, -5.5))], HOME))
    ring = with_class(drawn, "map-ring")[(1, 3, 5).index(km)]
    anchor = with_class(drawn, "map-point")[0]
    assert math.dist(point(anchor), point(ring)) == pytest.approx(float(ring.get("r", "")), rel=0.003)


def test_rings_are_labelled_with_their_distance() -> None:
    assert words(read(plan_map(PLAN, HOME)), "map-ring-word") == ["1\u00a0km", "3\u00a0km", "5\u00a0km"]


def test_without_the_persons_place_the_map_has_a_scale_and_neither_house_nor_ring() -> None:
    drawn = read(plan_map(PLAN))
    for css in ("map-home", "map-house", "map-home-word", "map-ring", "map-ring-word"):
        assert not with_class(drawn, css)
    assert words(drawn, "map-scale-word") == ["1\u00a0km"]


def test_a_secret_address_leaves_no_trace_in_the_words_either() -> None:
    drawn = plan_map(PLAN)
    assert "lieu de vie" not in drawn.lower()
    assert "vol d’oiseau" not in drawn
    assert all(
        f"{distance_km(HOME, each.position):.1f}".replace(".", ",") not in drawn for each in PLAN if each.position
    )


def test_a_person_without_steps_still_gets_their_surroundings() -> None:
    drawn = read(plan_map([], HOME))
    assert len(with_class(drawn, "map-house")) == 1
    assert words(drawn, "map-ring-word")[0] == "1\u00a0km"
    assert "Aucune étape n’a encore de lieu." in text_of(drawn, "desc")


def test_an_empty_map_shows_the_whole_of_paris() -> None:
    named = set(words(read(plan_map([])), "map-arrondissement-name"))
    assert {"1er", *(f"{number}e" for number in (7, 12, 13, 16, 18, 19, 20))} <= named


def test_the_description_says_where_each_step_is() -> None:
    told = text_of(read(plan_map(PLAN, HOME)), "desc")
    assert "Étapes 1 (Domiciliation) et 4 (Point d’accès au droit), 550\u00a0m au sud-est." in told
    assert "Étape 5 (Cours de français), 5,7\u00a0km au nord." in told


def test_the_picture_is_announced_by_its_title_then_its_description() -> None:
    drawn = read(plan_map(PLAN, HOME, identifier="plan-417"))
    assert drawn.get("role") == "img"
    assert drawn.get("aria-labelledby") == "plan-417-title"
    assert drawn.get("aria-describedby") == "plan-417-desc"
    assert [each.get("id") for each in drawn.iter() if each.get("id")] == ["plan-417-title", "plan-417-desc"]
    assert text_of(drawn, "title") == "Carte du plan, autour du lieu de vie"


def test_labels_are_escaped_and_control_characters_dropped() -> None:
    label = '<script>alert(1)</script> & "l’eau"\x00\x0b'
    markup = plan_map([step(1, SAINT_DENIS, label), step(2, None, label)], HOME)
    assert "<script" not in markup
    assert '<script>alert(1)</script> & "l’eau"' in text_of(read(markup), "desc")


def test_nothing_a_strict_content_security_policy_would_refuse() -> None:
    for each in read(plan_map([*PLAN, step(7, EVRY), step(8, None)], HOME)).iter():
        assert each.tag.rpartition("}")[2] not in {"script", "style", "image", "use", "a"}
        assert not [name for name in each.attrib if name == "style" or name.startswith("on") or "href" in name]


def test_a_distant_place_waits_at_the_edge_and_is_told_instead_of_shrinking_the_map() -> None:
    near, with_far = read(plan_map(PLAN, HOME)), read(plan_map([*PLAN, step(7, EVRY, "Audience")], HOME))
    assert [ring.get("r") for ring in with_class(near, "map-ring")] == [
        ring.get("r") for ring in with_class(with_far, "map-ring")
    ]
    (waiting,) = with_class(with_far, "map-stop-beyond")
    assert words(waiting, "map-number") == ["7"]
    assert moved_to(waiting)[1] > 300
    assert words(with_far, "map-note") == ["Hors de la carte : étape 7 (Audience), 29\u00a0km au sud."]
    assert "29\u00a0km au sud" in text_of(with_far, "desc")


def test_when_most_of_the_plan_is_far_the_map_goes_there() -> None:
    drawn = read(plan_map([step(1, EVRY), step(2, Position(48.6120, 2.4762))], HOME))
    assert not with_class(drawn, "map-stop-beyond")
    assert not words(drawn, "map-note")


def test_a_plan_outside_paris_still_shows_the_way_to_paris_and_the_towns() -> None:
    drawn = read(plan_map([step(1, Position(48.9480, 2.3700))], SAINT_DENIS))
    assert "18e" in words(drawn, "map-arrondissement-name")
    assert {"Aubervilliers", "Saint-Ouen-sur-Seine"} & set(words(drawn, "map-town"))


def test_a_step_without_a_place_is_told_beneath_the_map() -> None:
    drawn = read(plan_map([*PLAN, step(9, None, "Rappel par téléphone")], HOME))
    assert words(drawn, "map-note") == ["Sans lieu : étape 9 (Rappel par téléphone)."]


def test_the_same_plan_in_another_order_gives_the_same_map() -> None:
    assert plan_map(PLAN, HOME) == plan_map(PLAN[::-1], HOME)


@given(
    st.lists(st.tuples(st.floats(48.82, 48.94), st.floats(2.26, 2.42)), max_size=14),
    st.one_of(st.none(), st.just(HOME)),
)
def test_marks_never_cover_one_another_and_stay_in_the_frame(
    places: list[tuple[float, float]], home: Position | None
) -> None:
    drawn = read(plan_map([step(rank, Position(*place)) for rank, place in enumerate(places, 1)], home))
    assert numbers(drawn) == set(range(1, len(places) + 1))
    for left, top, right, bottom in faces(drawn):
        assert left >= 0
        assert top >= 0
        assert right <= 400
        assert bottom <= 340
    for one, other in combinations(faces(drawn), 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def test_the_map_speaks_english_to_who_reads_english() -> None:
    drawn = read(plan_map([*PLAN, step(9, None, "Rappel")], HOME, translations("en").gettext))
    assert text_of(drawn, "title") == "Map of the plan, around the place of living"
    assert "Steps 1 (Domiciliation) and 4 (Point d’accès au droit), 550\u00a0m to the south-east." in text_of(
        drawn, "desc"
    )
    assert words(drawn, "map-note") == ["Without a place: step 9 (Rappel)."]
