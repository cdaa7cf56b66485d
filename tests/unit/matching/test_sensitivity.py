"""How much hangs on a weight: one moves alone, the score's others make room, and what changes is counted."""

from math import isclose

import pytest

from api.services.weighing import default_tables
from matching.catalogue import compile_catalogue
from matching.sensitivity import Move, effects, moves, weights_after
from matching.weights import InvalidWeightsError
from tests.unit.matching.builders import BELLEVILLE, CARE, TODAY, network, partner, person, service

TABLES = default_tables()


def test_every_weight_moves_down_and_up_by_a_fifth() -> None:
    fit = [(move.before, move.after) for move in moves(TABLES) if (move.table, move.key) == ("score", "fit")]
    stated = TABLES["score"]["fit"]
    assert [before for before, _ in fit] == [stated, stated]
    assert [after for _, after in fit] == pytest.approx([0.8 * stated, 1.2 * stated])


def test_a_whole_number_moves_by_at_least_one() -> None:
    found = moves({"plan": {"appointments": [4, 2]}})
    assert [(move.index, move.after) for move in found] == [(0, 3), (0, 5), (1, 1), (1, 3)]


def test_the_other_weights_of_the_score_make_room_and_keep_their_proportions() -> None:
    stated = TABLES["score"]
    moved = weights_after(TABLES, Move("score", "fit", None, stated["fit"], 1.2 * stated["fit"])).score
    assert isclose(moved.fit, 1.2 * stated["fit"])
    assert isclose(moved.distance / moved.known, stated["distance"] / stated["known"])


def test_a_move_outside_what_the_file_accepts_says_so_and_counts_nothing() -> None:
    rest = 0.1 / (len(TABLES["score"]) - 1)
    tables = {**TABLES, "score": {key: 0.9 if key == "fit" else rest for key in TABLES["score"]}}
    found = effects(tables, [], compile_catalogue(network([], [])))
    up = [each for each in found if (each.move.table, each.move.key) == ("score", "fit") and each.move.after > 1]
    assert [each.allowed for each in up] == [False]


def test_weights_that_make_no_sense_are_refused_before_anything_is_counted() -> None:
    tables = {**TABLES, "score": {**TABLES["score"], "fit": 0.9}}
    with pytest.raises(InvalidWeightsError):
        list(effects(tables, [], compile_catalogue(network([], []))))


def test_a_first_that_hangs_on_distance_changes_with_it() -> None:
    # Two services alike but for their place and the age of their records: which comes first hangs on two weights.
    score = {"fit": 0.5, "distance": 0.2, "capacity": 0.1, "certainty": 0.08, "freshness": 0.07, "known": 0.02}
    score |= {"answer": 0.01, "delay": 0.01, "acceptance": 0.01}
    scale = {**TABLES["scale"], "half_distance_km": 3.0, "far_km": 60, "stale_after_days": 730}
    near = service("near-one", CARE, updated_on=TODAY.replace(year=TODAY.year - 1))
    places = [
        partner("near", latitude=BELLEVILLE.latitude, longitude=BELLEVILLE.longitude),
        partner("far", latitude=48.8829, longitude=2.3767),
    ]
    catalogue = compile_catalogue(network(places, [near, service("far-one", CARE)]))
    asked: list[None] = []
    tables = {**TABLES, "score": score, "scale": scale}
    found = list(effects(tables, [person("acces-soins")], catalogue, lambda: asked.append(None)))
    changed = {(each.move.table, each.move.key) for each in found if each.first_changed}
    assert ("score", "distance") in changed
    assert changed <= {("score", "distance"), ("score", "freshness"), *(("scale", key) for key in scale)}
    assert len(asked) == sum(each.allowed for each in found)
    assert all(each.needs == 1 for each in found if each.allowed)
