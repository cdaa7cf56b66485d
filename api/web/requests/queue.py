"""The page of requests: the queue of the officers by chantier and age, one's own questions, or mere counts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from api.errors import ForbiddenError
from api.i18n import say
from api.services.requests.team import Officer
from api.web.requests.desk import PAGE, CurrentRequestsDesk, RequestsDesk
from network_data.asker import Role
from network_data.repositories.requests import RequestFile
from network_data.tables import Chantier
from network_data.vocabulary import RequestState, Side

router = APIRouter()

CLOSED_SHOWN = timedelta(days=30)
WAITS_LONG = 3
"""Days after which a question that nobody took stands out."""


@dataclass(frozen=True, slots=True)
class Row:
    """A request in a list. ``officer``: who has it or is waited for; ``away_until``: until when they are away."""

    file: RequestFile
    chantier: Chantier
    officer: str
    away_until: date | None
    asked_by: str
    is_own: bool
    days: int

    @property
    def is_late(self) -> bool:
        """Whether nobody took it for too long."""
        return self.file.course.waiting and self.days >= WAITS_LONG


@dataclass(frozen=True, slots=True)
class ChantierQueue:
    """What waits in a chantier, the oldest first."""

    chantier: Chantier
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """What one officer has; ``name`` is empty for the common queue."""

    officer: Officer | None
    name: str
    waiting: int
    taken: int


@router.get(PAGE, response_class=HTMLResponse)
def queue(desk: CurrentRequestsDesk) -> HTMLResponse:
    """What waits, for whom, since when."""
    if not desk.asker.holds(Role.ADVISOR, Role.OFFICER, Role.COORDINATOR):
        raise ForbiddenError(say("Cette page est pour qui demande, qui répond, ou qui coordonne."))
    files = desk.book.open_ones()
    officers = _officers(desk)
    rows = [_row(desk, file, officers) for file in files]
    team = [row for row in rows if Side.OFFICER in row.file.sight.sides]
    back = [row for row in team if row.file.course.state is RequestState.HANDED_BACK]
    mine = sorted((row for row in team if row.is_own and row not in back), key=lambda row: not row.file.course.waiting)
    free = [row for row in team if not row.is_own and row not in back and _is_free(row, officers)]
    return desk.page(
        "requests/queue.html",
        answers=desk.asker.holds(Role.OFFICER),
        asks=desk.asker.holds(Role.ADVISOR),
        coordinates=desk.asker.holds(Role.COORDINATOR),
        mine=mine,
        free=_by_chantier(free),
        others=[row for row in team if not row.is_own and row not in free and row not in back],
        back=back,
        asked=[row for row in rows if Side.ASKER in row.file.sight.sides],
        closed=[_row(desk, file, officers) for file in desk.book.closed_since(desk.now - CLOSED_SHOWN)],
        counted=_by_chantier(rows) if desk.asker.holds(Role.COORDINATOR, Role.OFFICER) else [],
        held=_held(rows, officers),
    )


def _officers(desk: RequestsDesk) -> dict[str, Officer]:
    """The officers of the reader's territories, by account."""
    own = {*desk.asker.territories(Role.OFFICER), *desk.asker.territories(Role.COORDINATOR)}
    return {each.id: each for slug in sorted(own) for each in desk.team(slug).officers}


def _row(desk: RequestsDesk, file: RequestFile, officers: dict[str, Officer]) -> Row:
    holder = officers.get(file.course.officer or "")
    return Row(
        file=file,
        chantier=desk.chantiers[file.request.chantier_id],
        officer=holder.name if holder else desk.name(file.course.officer),
        away_until=holder.away_until if holder else None,
        asked_by=desk.name(file.request.asked_by),
        is_own=file.course.officer == desk.asker.id,
        days=(desk.now - file.request.asked_at).days,
    )


def _is_free(row: Row, officers: dict[str, Officer]) -> bool:
    """Whether it is for anyone of the team: in the common queue, or with someone who is away or no longer here."""
    return row.file.course.officer not in officers or row.away_until is not None


def _by_chantier(rows: Iterable[Row]) -> list[ChantierQueue]:
    """By chantier, the one whose oldest request waits longest first."""
    gathered: dict[str, list[Row]] = {}
    for row in rows:
        gathered.setdefault(row.chantier.id, []).append(row)
    return [ChantierQueue(each[0].chantier, tuple(each)) for each in gathered.values()]


def _held(rows: Sequence[Row], officers: dict[str, Officer]) -> list[Held]:
    """What each officer has, the common queue last."""
    held = []
    for account, officer in sorted(officers.items(), key=lambda item: item[1].name):
        own = [row for row in rows if row.file.course.officer == account]
        waiting = sum(row.file.course.waiting for row in own)
        held.append(Held(officer, officer.name, waiting, len(own) - waiting))
    common = sum(row.file.course.officer not in officers for row in rows)
    return [*held, Held(None, "", common, 0)]
