"""The trail as an auditor reads it: who looked at what or changed it, when, from where, and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from fastapi.responses import HTMLResponse

from api.at_once import at_once
from api.dependencies import CurrentAsker, CurrentRecorder, Now
from api.errors import ForbiddenError
from api.i18n import say, translations
from api.web.language import PAGES_LOCALE
from api.web.paging import Paging
from api.web.visit import CurrentVisit
from api.wording.actions import ACTIONS, action_name
from network_data.asker import Role
from network_data.repositories import MANY, TrailQuery, TrailRepository, UnusualLooks
from network_data.tables import AuditEntry

router = APIRouter()

PAGE_SIZE = 50
MOST_SHOWN = 3
"""How many people of one line are named; a list of a whole chantier would drown the page."""

Words = Annotated[str, Query(max_length=200)]
Day = Annotated[date | Literal[""], Query()]


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for, as the form sends it: an empty field is anything."""

    qui: Words = ""
    quoi: Words = ""
    personne: Words = ""
    du: Day = ""
    au: Day = ""

    def query(self) -> TrailQuery:
        """The same with whole days in UTC, the last one included."""
        until = _start(self.au + timedelta(days=1)) if self.au and self.au < date.max else None
        since = _start(self.du) if self.du else None
        return TrailQuery(self.qui.strip() or None, self.quoi or None, self.personne.strip() or None, since, until)


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as it is shown; people by the trail's own keys, which tell nobody who they are."""

    entry: AuditEntry
    who: str
    what: str

    @property
    def shown(self) -> list[str]:
        """The people named on the line."""
        return self.entry.subjects[:MOST_SHOWN]

    @property
    def others(self) -> int:
        """How many more there are."""
        return len(self.entry.subjects) - len(self.shown)


def auditor(asker: CurrentAsker) -> None:
    """Lets auditors through.

    Raises:
        ForbiddenError: anyone else asks.
    """
    if not asker.holds(Role.AUDITOR):
        raise ForbiddenError(say("Seule la personne chargée du contrôle des accès lit la trace."))


@dataclass(frozen=True, slots=True)
class _Reading:
    """Who reads the trail, when, and where the trace of that goes."""

    asker: CurrentAsker
    now: Now
    recorder: CurrentRecorder


@router.get("/trace", response_class=HTMLResponse, dependencies=[Depends(auditor)])
def trail(
    visit: CurrentVisit,
    reading: Annotated[_Reading, Depends(at_once(_Reading))],
    search: Annotated[Search, Depends(at_once(Search))],
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> HTMLResponse:
    """The entries looked for, the latest first."""
    repository = TrailRepository(reading.asker, visit.session, reading.now, reading.recorder)
    entries, total = repository.page(search.query(), (page - 1) * PAGE_SIZE, PAGE_SIZE)
    return visit.page(
        "trail.html",
        search=search,
        query={"qui": search.qui, "quoi": search.quoi, "personne": search.personne, "du": search.du, "au": search.au},
        actions={code: name.said(translations(PAGES_LOCALE)) for code, name in ACTIONS.items()},
        lines=_lines(repository, entries),
        unusual=_busy(repository),
        many=MANY,
        paging=Paging(page, PAGE_SIZE, total),
    )


def _lines(repository: TrailRepository, entries: Sequence[AuditEntry]) -> list[Line]:
    names, language = repository.names(each.actor for each in entries), translations(PAGES_LOCALE)
    return [Line(each, names.get(each.actor, each.actor), action_name(each.action).said(language)) for each in entries]


def _busy(repository: TrailRepository) -> list[tuple[str, UnusualLooks]]:
    """Those who opened unusually many files, each with their name."""
    found = repository.unusual()
    names = repository.names(each.actor for each in found)
    return [(names.get(each.actor, each.actor), each) for each in found]


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
