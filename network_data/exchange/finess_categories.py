"""What each category of FINESS establishment offers to the people accompanied, or why it is left out.

The table itself is ``finess_categories.toml``, validated here against data·inclusion v1.
"""

import re
import tomllib
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from data_inclusion.schema.v1 import Frais, Public, ReseauPorteur, Thematique, TypeService
from pydantic import BaseModel, ConfigDict

from network_data.vocabulary import AccessPath


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Offer(_Entry):
    """The service an establishment gives.

    ``label`` and ``description`` are matched by keyword like any service's: they must not hold a word that would
    answer a barrier which the establishment does not answer.
    """

    label: str
    description: str
    access_path: AccessPath
    thematiques: tuple[Thematique, ...] = ()
    networks: tuple[ReseauPorteur, ...] = ()
    publics: tuple[Public, ...] = ()
    publics_details: str | None = None
    access_conditions: str | None = None
    fees: Frais | None = None
    type: TypeService = TypeService.ACCOMPAGNEMENT
    age_min: int | None = None
    age_max: int | None = None
    eligibility_zone: tuple[str, ...] = ()


class NameRule(_Entry):
    """What a name containing ``pattern`` (upper case) changes: another offer, or a reason to leave out."""

    pattern: re.Pattern[str]
    skip: str | None = None
    change: dict[str, Any] = {}


class Category(_Entry):
    """A category of the nomenclature.

    ``also_for_children``: the category mixes adults' and children's establishments, told apart by their names only.
    """

    code: str
    skip: str | None = None
    offer: Offer | None = None
    also_for_children: bool = False
    name_rules: tuple[NameRule, ...] = ()


_TABLE = tomllib.loads((files("network_data.exchange") / "finess_categories.toml").read_text(encoding="utf-8"))
_CHILDREN = re.compile(_TABLE["children"]["pattern"])
_ADULTS = re.compile(_TABLE["children"]["unless"])
_CHILDREN_REASON: str = _TABLE["children"]["skip"]
_ADULTS_UNSAID: str = _TABLE["children"]["unsaid"]
NOT_IN_TABLE = "catégorie absente de la table"


def _category(row: dict[str, Any]) -> Category:
    own = {"code", "skip", "also_for_children", "name_rules"}
    offer = {name: value for name, value in row.items() if name not in own}
    category = Category.model_validate({name: row[name] for name in own & row.keys()} | {"offer": offer or None})
    if (category.offer is None) == (category.skip is None):
        raise ValueError(f"Category {category.code} of finess_categories.toml needs an offer or a reason to skip.")
    return category


CATEGORIES = MappingProxyType({row["code"]: _category(row) for row in _TABLE["category"]})
"""Every category of the table by code."""


def offer_of(code: str, name: str) -> Offer | str:
    """What the establishment ``name`` of category ``code`` offers, or why it is left out.

    ``name`` is the file's own, in upper case.
    """
    category = CATEGORIES.get(code)
    if category is None:
        return NOT_IN_TABLE
    if category.offer is None:
        return category.skip or NOT_IN_TABLE
    if category.also_for_children and _CHILDREN.search(name) and not _ADULTS.search(name):
        return _CHILDREN_REASON
    offer = _by_name(category, category.offer, name)
    if isinstance(offer, Offer) and category.also_for_children and not _ADULTS.search(name):
        return offer.model_copy(update={"publics_details": offer.publics_details or _ADULTS_UNSAID})
    return offer


def _by_name(category: Category, offer: Offer, name: str) -> Offer | str:
    for rule in category.name_rules:
        if rule.pattern.search(name):
            return rule.skip or Offer.model_validate(offer.model_dump() | rule.change)
    return offer
