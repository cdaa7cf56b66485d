"""Every weight has its meaning, as data: a unit, and a sentence in each language."""

from copy import deepcopy
from typing import Any

import pytest

from api.services.weighing import default_tables, explained_weights
from matching.weight_meanings import explained
from matching.weights import InvalidWeightsError


def shipped() -> dict[str, Any]:
    return deepcopy(dict(default_tables()))


def test_every_weight_that_is_shipped_is_explained_once() -> None:
    stated = {(name, key) for name, table in default_tables().items() if name != "meaning" for key in table}
    told = [(each.table, each.key) for each in explained_weights()]
    assert set(told) == stated
    assert len(told) == len(stated)


def test_a_weight_without_a_meaning_is_named() -> None:
    tables = shipped()
    del tables["meaning"]["plan"]["new_partner"]
    with pytest.raises(InvalidWeightsError, match=r"new_partner: missing from \[meaning.plan\]"):
        explained(tables)


def test_a_meaning_without_its_weight_is_named() -> None:
    tables = shipped()
    tables["meaning"]["score"]["origin"] = tables["meaning"]["score"]["fit"]
    with pytest.raises(InvalidWeightsError, match=r"origin: unknown in \[meaning.score\]"):
        explained(tables)


@pytest.mark.parametrize(
    ("stated", "message"),
    [
        ("how sure it is", "must state its unit"),
        ({"unit": "share", "fr": "La sûreté."}, "en: missing"),
        ({"unit": "spoons", "fr": "La sûreté.", "en": "How sure."}, "unknown unit"),
        ({"unit": "share", "fr": " ", "en": "How sure."}, "needs its sentences"),
    ],
)
def test_a_meaning_that_says_too_little_is_refused(stated: object, message: str) -> None:
    tables = shipped()
    tables["meaning"]["score"]["fit"] = stated
    with pytest.raises(InvalidWeightsError, match=message):
        explained(tables)
