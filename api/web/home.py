"""The first page: what each role comes for, the chantiers within reach, and the ways in."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from api.dependencies import Browser, Now
from api.i18n import N_
from api.services.reach import countable, within_reach
from api.web.access import CurrentAccess
from api.web.account.sign_in_notices import notices_since_last_visit
from api.web.visit import CurrentVisit
from api.web.ways import WAYS_OF_A_TERRITORY, Way
from network_data.asker import Role
from network_data.tables import Chantier, Territory

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Welcome:
    """What the page says first to a role."""

    title: str
    lead: str


_EMPLOYER = Welcome(
    N_("Votre chantier"),
    N_("Vous verrez ici quand un salarié s’absente pour un rendez-vous. Ses freins et ses partenaires restent à lui."),
)
WELCOMES: Mapping[Role, Welcome] = MappingProxyType(
    {
        Role.ADVISOR: Welcome(
            N_("Qui accompagnez-vous aujourd’hui ?"),
            N_("Ouvrez votre chantier pour voir vos salariés et leurs plans, ou cherchez directement un partenaire."),
        ),
        Role.OFFICER: Welcome(
            N_("Que vous a-t-on confié ?"),
            N_("Dans chaque chantier, vous voyez les personnes et les freins qu’une conseillère vous a confiés."),
        ),
        Role.COORDINATOR: Welcome(
            N_("Votre territoire"),
            N_("Des pseudonymes et des nombres : vous n’avez besoin d’aucun nom pour voir où sont les besoins."),
        ),
        Role.DIRECTION: _EMPLOYER,
        Role.SUPERVISOR: _EMPLOYER,
        Role.ADMINISTRATOR: Welcome(
            N_("Administration"),
            N_("Les comptes, les lieux et les clés. Les dossiers des personnes ne vous sont pas ouverts."),
        ),
        Role.AUDITOR: Welcome(
            N_("Contrôle des accès"),
            N_("Qui a vu ou changé quoi, quand, et pourquoi."),
        ),
    }
)
"""By role; whoever holds several reads the first."""
NOBODY = Welcome(N_("Bienvenue"), N_("Aucun rôle ne vous est encore donné : demandez-le à votre administrateur."))


@dataclass(frozen=True, slots=True)
class TerritorySection:
    """A territory and its chantiers, each with how many people the reader may see there."""

    territory: Territory
    chantiers: tuple[tuple[Chantier, int], ...]
    ways: tuple[Way, ...]
    """The pages of the territory that the reader has."""

    @property
    def people(self) -> int:
        """How many people in all."""
        return sum(count for _, count in self.chantiers)


@router.get("/", response_class=HTMLResponse)
def home(visit: CurrentVisit, access: CurrentAccess, browser: Browser, now: Now) -> HTMLResponse:
    """Where one starts: choose a chantier, or look for a partner."""
    catalogue = visit.catalogue
    return visit.page(
        "home.html",
        welcome=welcome_of(access),
        notices=notices_since_last_visit(visit.session, browser, now) if browser else [],
        sections=_sections(visit, access),
        partner_count=len(catalogue.network.partners),
        service_count=len(catalogue.services),
    )


def welcome_of(access: CurrentAccess) -> Welcome:
    """What is said first to the asker."""
    return next((welcome for role, welcome in WELCOMES.items() if access.asker.holds(role)), NOBODY)


def _sections(visit: CurrentVisit, access: CurrentAccess) -> list[TerritorySection]:
    """The territories where the asker has a chantier to open."""
    counts = visit.people.counts_by_chantier()
    chantiers = within_reach(access.asker, visit.network.chantiers(), counts)
    sections = [
        TerritorySection(
            territory,
            tuple((each, counts.get(each.id, 0)) for each in chantiers if each.territory_slug == territory.slug),
            _ways(access, territory),
        )
        for territory in visit.network.territories()
    ]
    return [section for section in sections if section.chantiers]


def _ways(access: CurrentAccess, territory: Territory) -> tuple[Way, ...]:
    if territory.slug in access.asker.territories(Role.COORDINATOR):
        return WAYS_OF_A_TERRITORY
    return WAYS_OF_A_TERRITORY[:1] if countable(access.asker, [territory]) else ()
