"""One chantier as each role reads it: an advisor's own people, an officer's, a coordinator's counts, or no one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from unicodedata import combining, normalize

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from api.errors import NotFoundError
from api.i18n import say
from api.services.chantier_overview import Overview, Standing, overview_of
from api.services.reach import within_reach
from api.web.access import CurrentAccess
from api.web.concertation.desk import CurrentFollowUp
from api.web.concertation.view import ToLookAt, told
from api.web.grant_words import AccessNote, access_note
from api.web.visit import CurrentVisit
from network_data.asker import Role
from network_data.concertation import Flag, FlagCode, rank
from network_data.repositories import PersonFile, View
from network_data.repositories.identities import Identity
from network_data.tables import Chantier

router = APIRouter()

MOST_PEOPLE = 300
"""More than any chantier employs: a page holds all of one's people."""


class Order(StrEnum):
    """Who comes first."""

    TO_LOOK = "a-regarder"
    NAME = "nom"
    PSEUDONYM = "pseudonyme"
    UNCOVERED = "sans-solution"
    OLDEST = "evaluation"


@dataclass(frozen=True, slots=True)
class Row:
    """A person of the list: what stands before them, their name if the reader may know it, why they are seen."""

    overview: Overview
    identity: Identity | None
    note: AccessNote | None
    flags: tuple[ToLookAt, ...]
    place: tuple[object, ...]
    """Where they stand among those to be looked at."""


@router.get("/chantiers/{chantier_id}", response_class=HTMLResponse)
def chantier_people(
    visit: CurrentVisit, access: CurrentAccess, desk: CurrentFollowUp, chantier_id: str, ordre: Order | None = None
) -> HTMLResponse:
    """Everyone of the chantier whom the reader may see; for an advisor, first those to be looked at."""
    chantier = _chantier(visit, access, chantier_id)
    is_advisor = chantier.id in access.asker.chantiers(Role.ADVISOR)
    order = ordre or (Order.TO_LOOK if is_advisor else Order.PSEUDONYM)
    files, total = visit.people.page(chantier.id, 0, MOST_PEOPLE)
    opened = [file for file in files if file.view is not View.COUNTED]
    flagged = {each.person_id: each.flags for each in desk.flags.of_own()} if is_advisor else {}
    rows = _rows(visit, access, opened, flagged)
    departed = visit.people.departed(chantier.id)
    names = access.identities.of(departed)
    return visit.page(
        "chantier.html",
        chantier=chantier,
        people=sorted(rows, key=lambda row: _rank(row, order)),
        counted_only=[file for file in files if file.view is View.COUNTED],
        total=total,
        departed=[(file, names.get(file.person.id)) for file in departed],
        order=order,
        names_known=any(row.identity and row.identity.name for row in rows),
        counted={standing.value: sum(row.overview.count(standing) for row in rows) for standing in Standing},
        is_advisor=is_advisor,
        is_employer=chantier.id in (*access.asker.chantiers(Role.DIRECTION), *access.asker.chantiers(Role.SUPERVISOR)),
    )


def _chantier(visit: CurrentVisit, access: CurrentAccess, chantier_id: str) -> Chantier:
    """The chantier, if it exists for the reader."""
    chantier = visit.network.chantier(chantier_id)
    counts: Mapping[str, int] = visit.people.counts_by_chantier() if chantier else {}
    if chantier is None or not within_reach(access.asker, [chantier], counts):
        raise NotFoundError(say("Ce chantier n’existe pas."))
    return chantier


def _rows(
    visit: CurrentVisit, access: CurrentAccess, files: Sequence[PersonFile], flagged: Mapping[str, Sequence[Flag]]
) -> list[Row]:
    identities = access.identities.of(files)
    grants = access.grants.mine(file.person.id for file in files)
    return [
        Row(
            overview,
            identities.get(overview.file.person.id),
            access_note(grants.get(overview.file.person.id, ())),
            tuple(told(_first(found := flagged.get(overview.file.person.id, ())), (), visit.network)),
            rank(found),
        )
        for overview in overview_of(files, visit.catalogue, visit.weights, visit.today)
    ]


def _first(flags: Sequence[Flag]) -> list[Flag]:
    """Of what is to be looked at, what puts somebody first in a list."""
    return [flag for flag in flags if flag.code in (FlagCode.NO_REFERENT, FlagCode.STALE_NEED)]


def _alphabetical(identity: Identity | None) -> tuple[bool, str]:
    """The place of a name in a list from A to Z, whatever its accents; those without a known name come last."""
    known = identity or Identity()
    words = " ".join(part for part in (known.last_name, known.first_name) if part)
    plain = "".join(letter for letter in normalize("NFKD", words.casefold()) if not combining(letter))
    return not plain, plain


def _rank(row: Row, order: Order) -> tuple[object, str]:
    """Those to be looked at first, by name, most needs without a solution, the oldest assessment, or by pseudonym."""
    overview = row.overview
    assessed = overview.file.last_assessed_on or date.min
    by: Mapping[Order, object] = {
        Order.TO_LOOK: row.place,
        Order.NAME: _alphabetical(row.identity),
        Order.PSEUDONYM: 0,
        Order.UNCOVERED: -overview.count(Standing.UNCOVERED),
        Order.OLDEST: assessed.toordinal(),
    }
    return by[order], overview.file.person.id
