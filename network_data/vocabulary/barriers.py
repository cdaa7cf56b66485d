"""The barriers (freins) a person may carry, in twelve domains."""

from enum import StrEnum
from types import MappingProxyType

from network_data.vocabulary.loading import Entry, rows


class Domain(StrEnum):
    """The area of life a barrier belongs to; its colour and icon on the pages."""

    ADMINISTRATION = "administratif"
    JUSTICE = "justice"
    FINANCES = "finances"
    ESSENTIALS = "besoins-essentiels"
    HOUSING = "logement"
    HEALTH = "sante"
    FAMILY = "famille"
    LANGUAGE = "langue-savoirs"
    DIGITAL = "numerique"
    MOBILITY = "mobilite"
    WORK = "emploi-formation"
    SOCIAL_LIFE = "remobilisation"


DOMAINS = MappingProxyType(
    {
        Domain.ADMINISTRATION: "Administratif",
        Domain.JUSTICE: "Justice",
        Domain.FINANCES: "Finances",
        Domain.ESSENTIALS: "Besoins essentiels",
        Domain.HOUSING: "Logement",
        Domain.HEALTH: "Santé",
        Domain.FAMILY: "Famille",
        Domain.LANGUAGE: "Langue et savoirs",
        Domain.DIGITAL: "Numérique",
        Domain.MOBILITY: "Mobilité",
        Domain.WORK: "Emploi et formation",
        Domain.SOCIAL_LIFE: "Remobilisation",
    }
)


class Barrier(Entry):
    """A barrier and its bridges to the other vocabularies.

    ``thematiques`` answer it outright; ``fallback_thematiques`` only when a specialist network or
    a keyword confirms them. ``parallel_routes``: several referrals at once are usual (housing, work).
    ``sensitive``: masked to whoever is not entitled, partner's name included.
    ``open_now``: what can start today even while the decisive step is blocked.
    """

    code: str
    domain: Domain
    label: str
    thematiques: tuple[str, ...] = ()
    fallback_thematiques: tuple[str, ...] = ()
    specialist_networks: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    publics: tuple[str, ...] = ()
    soliguide_categories: tuple[str, ...] = ()
    carnet_de_bord_theme: str
    france_travail_situations: tuple[str, ...] = ()
    france_travail_objectives: tuple[str, ...] = ()
    iae_criteria: tuple[str, ...] = ()
    convergence_team: str
    parallel_routes: bool = False
    sensitive: bool = False
    open_now: str | None = None


BARRIERS = MappingProxyType({row["code"]: Barrier.model_validate(row) for row in rows("barriers", "barrier")})
"""Every barrier by code, in the vocabulary's order."""
