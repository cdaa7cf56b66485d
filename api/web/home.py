"""The first page: the chantiers of each territory, and the ways in."""

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from api.web.visit import CurrentVisit
from network_data.tables import Chantier, Territory

router = APIRouter()


@dataclass(frozen=True, slots=True)
class TerritorySection:
    """A territory and its chantiers, each with how many people the reader may see there."""

    territory: Territory
    chantiers: tuple[tuple[Chantier, int], ...]

    @property
    def people(self) -> int:
        """How many people in all."""
        return sum(count for _, count in self.chantiers)


@router.get("/", response_class=HTMLResponse)
def home(visit: CurrentVisit) -> HTMLResponse:
    """Where one starts: choose a chantier, or look for a partner."""
    counts = visit.people.counts_by_chantier()
    chantiers = visit.network.chantiers()
    sections = [
        TerritorySection(
            territory,
            tuple((each, counts.get(each.id, 0)) for each in chantiers if each.territory_slug == territory.slug),
        )
        for territory in visit.network.territories()
    ]
    catalogue = visit.catalogue
    return visit.page(
        "home.html",
        sections=sections,
        partner_count=len(catalogue.network.partners),
        service_count=len(catalogue.services),
    )
