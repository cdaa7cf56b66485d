"""The kinds of lives from which the demonstration's people are drawn, as written in ``data/archetypes``."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from pydantic import Field

from network_data.demo.files import Recipe, read_folder

Span = tuple[int, int]


class NeedRecipe(Recipe):
    """A barrier of a life; ``weight`` counts only where there is a choice."""

    barrier: str
    severity: Span
    priority: float = 0.15
    weight: float = 1.0


class PaperRecipe(Recipe):
    """A paper held with some chance; ``until`` in days from today (negative has expired)."""

    paper: str
    chance: float
    until: Span | None = None


class ReferentRecipe(Recipe):
    """Who may follow a barrier: a partner of ``kind``, or an ``organisation`` outside the network."""

    barrier: str
    function: str
    chance: float
    kind: str | None = None
    organisation: str | None = None


class Archetype(Recipe):
    """A kind of life: what goes together in it, with the chances of each thing.

    Chances of yes/no attributes: 0 and 1 are certain, anything between is sometimes unknown.
    ``needs`` are always carried; ``also`` fills up to six or seven. ``pseudonym``, ``chantier`` and
    ``assessed_days_ago`` are fixed for an exemplar alone.
    """

    code: str
    title: str
    count: int = Field(ge=1)
    ages: Span
    arrived: Span = (30, 900)
    home: tuple[str, ...]
    exact: float
    secret: bool = False
    women_only: bool | None = None
    step_free: float = 0.06
    publics: Mapping[str, float]
    languages: tuple[tuple[str, ...], ...] = Field(min_length=1)
    free: str
    papers_known: float = 0.75
    remote_ok: float
    has_phone: float
    can_pay: float
    distance: Span | None = None
    knows: tuple[str, ...] = ()
    needs: tuple[NeedRecipe, ...]
    also: tuple[NeedRecipe, ...]
    papers: tuple[PaperRecipe, ...] = ()
    referents: tuple[ReferentRecipe, ...] = ()
    pseudonym: str | None = None
    chantier: str | None = None
    assessed_days_ago: int | None = None


@cache
def lives() -> tuple[Archetype, ...]:
    """One archetype per person to draw: the exemplar of each first, then its variations."""
    return tuple(life for row in read_folder("archetypes", "archetype") for life in _lives_of(row))


def _lives_of(row: dict[str, Any]) -> list[Archetype]:
    ordinary = {key: value for key, value in row.items() if key != "exemplar"}
    exemplar = Archetype.model_validate({**ordinary, **row["exemplar"]})
    return [exemplar, *[Archetype.model_validate(ordinary)] * (exemplar.count - 1)]
