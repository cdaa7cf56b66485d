"""The kinds of partners of the demonstration, as written in ``data/kinds``."""

from functools import cache
from typing import Self

from pydantic import Field, model_validator

from network_data.demo.files import Recipe, read_folder
from network_data.vocabulary import AccessPath

BOTH = ("usagers", "professionnels")


class ServiceRecipe(Recipe):
    """A service that partners of a kind offer.

    ``descriptions`` take turns among the partners of the kind. ``hours``, ``languages``, ``zone`` and ``capacity``
    name a habit; empty ``fees`` are unknown. ``chance``: how many partners of the kind offer it. ``quota`` and
    ``waiting`` are ranges, in places and days.
    """

    name: str
    descriptions: tuple[str, ...] = Field(min_length=1)
    thematiques: tuple[str, ...]
    type: str = "accompagnement"
    chance: float = 1.0
    fees: str = "gratuit"
    fees_details: str | None = None
    publics: tuple[str, ...] = ()
    publics_details: str | None = None
    conditions: str | None = None
    access_path: AccessPath = AccessPath.DIRECT
    modes: tuple[str, ...] = ("en-presentiel",)
    mobilisable_by: tuple[str, ...] = BOTH
    mobilisation_modes: tuple[str, ...] = ("se-presenter", "telephoner")
    zone: str
    hours: str | None = None
    languages: str
    capacity: str = "inconnue"
    waiting: tuple[int, int] | None = None
    quota: tuple[int, int] | None = None
    quota_period: str = "month"
    age_min: int | None = None
    age_max: int | None = None
    women_only: bool | None = None
    step_free: bool | None = None
    papers: tuple[str, ...] = ()
    weekly_hours: float | None = None
    weeks: int | None = None


class PartnerEntry(Recipe):
    """One invented partner: its name, its commune (none when it is only reached from afar) and what is told of it.

    ``hours`` and ``age_max`` take precedence over those of its kind (``hours`` not over a service's own); ``only``
    names the services it offers, where the kind would leave them to chance.
    """

    name: str
    at: str | None = None
    note: str | None = None
    hours: str | None = None
    age_max: int | None = None
    only: tuple[str, ...] = ()


class Kind(Recipe):
    """A kind of partner, and the partners of that kind."""

    code: str
    descriptions: tuple[str, ...] = Field(min_length=1)
    networks: tuple[str, ...] = ()
    sensitive: bool = False
    hours: str
    partners: tuple[PartnerEntry, ...] = Field(min_length=1)
    service: tuple[ServiceRecipe, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _offers_what_exists(self) -> Self:
        names = {service.name for service in self.service}
        unknown = {name for partner in self.partners for name in partner.only} - names
        if unknown:
            raise ValueError(f"The kind {self.code!r} has no service named {sorted(unknown)}.")
        return self


@cache
def kinds() -> tuple[Kind, ...]:
    """Every kind of partner, in the order of the data files."""
    return tuple(Kind.model_validate(row) for row in read_folder("kinds", "kind"))
