"""One chantier as each role reads it: an advisor's own people, an officer's, a coordinator's counts, or no one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from api.errors import NotFoundError
from api.i18n import say
from api.services.chantier_overview import Overview, Standing, overview_of
from api.services.reach import within_reach
from api.web.access import CurrentAccess
from api.web.grant_words import AccessNote, access_note
from api.web.visit import CurrentVisit
from network_data.asker import Role
from network_data.repositories import PersonFile, View
from network_data.repositories.identities import Identity
from network_data.tables import Chantier

router = APIRouter()

MOST_PEOPLE = 300
"""More than any chantier employs: a page holds all of one's people."""


class Order(StrEnum):
    """Who comes first."""

    PSEUDONYM = "pseudonyme"
    UNCOVERED = "sans-solution"
    OLDEST = "evaluation"


@dataclass(frozen=True, slots=True)
class Row:
    """A person of the list: what stands before them, their name if the reader may know it, why they are seen."""

    overview: Overview
    identity: Identity | None
    note: AccessNote | None


@router.get("/chantiers/{chantier_id}", response_class=HTMLResponse)
def chantier_people(
    visit: CurrentVisit, access: CurrentAccess, chantier_id: str, ordre: Order = Order.PSEUDONYM
) -> HTMLResponse:
    """Everyone of the chantier whom the reader may see."""
    chantier = _chantier(visit, access, chantier_id)
    files, total = visit.people.page(chantier.id, 0, MOST_PEOPLE)
    opened = [file for file in files if file.view is not View.COUNTED]
    rows = _rows(visit, access, opened)
    departed = visit.people.departed(chantier.id)
    names = access.identities.of(departed)
    return visit.page(
        "chantier.html",
        chantier=chantier,
        people=sorted(rows, key=lambda row: _rank(row.overview, ordre)),
        counted_only=[file for file in files if file.view is View.COUNTED],
        total=total,
        departed=[(file, names.get(file.person.id)) for file in departed],
        order=ordre,
        counted={standing.value: sum(row.overview.count(standing) for row in rows) for standing in Standing},
        is_advisor=chantier.id in access.asker.chantiers(Role.ADVISOR),
        is_employer=chantier.id in (*access.asker.chantiers(Role.DIRECTION), *access.asker.chantiers(Role.SUPERVISOR)),
    )


def _chantier(visit: CurrentVisit, access: CurrentAccess, chantier_id: str) -> Chantier:
    """The chantier, if it exists for the reader."""
    chantier = visit.network.chantier(chantier_id)
    counts: Mapping[str, int] = visit.people.counts_by_chantier() if chantier else {}
    if chantier is None or not within_reach(access.asker, [chantier], counts):
        raise NotFoundError(say("Ce chantier n’existe pas."))
    return chantier


def _rows(visit: CurrentVisit, access: CurrentAccess, files: Sequence[PersonFile]) -> list[Row]:
    identities = access.identities.of(files)
    grants = access.grants.mine(file.person.id for file in files)
    return [
        Row(
            overview,
            identities.get(overview.file.person.id),
            access_note(grants.get(overview.file.person.id, ())),
        )
        for overview in overview_of(files, visit.catalogue, visit.weights, visit.today)
    ]


def _rank(overview: Overview, order: Order) -> tuple[int, str]:
    """Most needs without a solution first, or the oldest assessment first, or by pseudonym alone."""
    assessed = overview.file.last_assessed_on or date.min
    by = {
        Order.PSEUDONYM: 0,
        Order.UNCOVERED: -overview.count(Standing.UNCOVERED),
        Order.OLDEST: assessed.toordinal(),
    }
    return by[order], overview.file.person.id
