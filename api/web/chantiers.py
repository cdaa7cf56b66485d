"""The people of one chantier, each with what stands before them and what the network can do about it."""

from datetime import date
from enum import StrEnum

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from api.errors import NotFoundError
from api.i18n import say
from api.services.chantier_overview import Overview, Standing, overview_of
from api.web.visit import CurrentVisit

router = APIRouter()

MOST_PEOPLE = 300
"""More than any chantier employs: a page holds all of one's people."""


class Order(StrEnum):
    """Who comes first."""

    PSEUDONYM = "pseudonyme"
    UNCOVERED = "sans-solution"
    OLDEST = "evaluation"


@router.get("/chantiers/{chantier_id}", response_class=HTMLResponse)
def chantier_people(visit: CurrentVisit, chantier_id: str, ordre: Order = Order.PSEUDONYM) -> HTMLResponse:
    """Everyone of the chantier whom the reader may see."""
    chantier = visit.network.chantier(chantier_id)
    if chantier is None:
        raise NotFoundError(say("Ce chantier n’existe pas."))
    files, total = visit.people.page(chantier.id, 0, MOST_PEOPLE)
    overviews = overview_of(files, visit.catalogue, visit.weights, visit.today)
    return visit.page(
        "chantier.html",
        chantier=chantier,
        people=sorted(overviews, key=lambda overview: _rank(overview, ordre)),
        total=total,
        order=ordre,
        counted={standing.value: sum(overview.count(standing) for overview in overviews) for standing in Standing},
    )


def _rank(overview: Overview, order: Order) -> tuple[int, str]:
    """Most needs without a solution first, or the oldest assessment first, or by pseudonym alone."""
    assessed = overview.file.last_assessed_on or date.min
    by = {
        Order.PSEUDONYM: 0,
        Order.UNCOVERED: -overview.count(Standing.UNCOVERED),
        Order.OLDEST: assessed.toordinal(),
    }
    return by[order], overview.file.person.id
