"""The coordinator before the page of a territory's month: who asks, the month, and how the page is rendered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import Depends
from fastapi.responses import HTMLResponse

from api.at_once import at_once
from api.dependencies import CurrentAsker, CurrentRecorder, Now
from api.errors import ForbiddenError, NotFoundError
from api.i18n import Message, say, translations
from api.services.staffing.desk import LONGEST_WORD, ReadRun, StaffingDesk
from api.services.staffing.month import Month
from api.services.staffing.posing import PosedMonth
from api.services.staffing.scenarios import MOST_PEOPLE, usual_scenarios
from api.v1.staffing_documents import conflicts_of
from api.web.language import PAGES_LOCALE
from api.web.pictures.share_bars import share_bars
from api.web.teams.beside import curve_of, month_rows
from api.web.teams.view import (
    DAYS,
    ImaginedRow,
    coverage_bars,
    imagined_row,
    imagined_rows,
    letters_of,
    load_bars,
    weeks_of,
)
from api.web.visit import CurrentVisit, Visit
from api.wording import staffing as words
from api.wording.speech import Speech
from api.wording.staffing import DOMAIN_NAMES, Names
from matching.staffing import Cell, figures_of
from matching.staffing.slots import WORKING_HALF_DAYS
from network_data.asker import Position, Role
from network_data.repositories.accounts import AccountRepository
from network_data.repositories.staffing_setup import StaffingSetup
from network_data.tables import Chantier, RunState, Territory


@dataclass(frozen=True, slots=True)
class TeamsDesk:
    """One coordinator, one page."""

    visit: Visit
    staffing: StaffingDesk
    setup: StaffingSetup
    accounts: AccountRepository

    def chantiers(self, territory: Territory) -> Sequence[Chantier]:
        """Those of a territory that are open."""
        return [each for each in self.visit.network.open_chantiers() if each.territory_slug == territory.slug]

    def officers(self, territory: Territory) -> Sequence[tuple[str, str]]:
        """The accounts that may hold a post there, with their names."""
        holders = self.accounts.holders(Position(Role.OFFICER, territory=territory.slug))
        return [(each.id, each.name) for each in holders]

    def territory(self, slug: str) -> Territory:
        """The territory; a page does not say whether one that is not the reader's exists."""
        try:
            return self.staffing.territory(slug)
        except ForbiddenError as forbidden:
            raise NotFoundError(say("Ce territoire n’existe pas, ou n’est pas le vôtre.")) from forbidden

    def month(self, start: date | None) -> Month:
        """The month of a day; the next one by default."""
        return Month.around(start) if start else Month.after(self.staffing.today)

    def page(
        self,
        territory: Territory,
        month: Month,
        fault: Message | None = None,
        chosen: Cell | None = None,
        *,
        follows: bool = False,
    ) -> HTMLResponse:
        """The month as it stands, and what was computed of it.

        ``chosen`` is the half-day to decide; ``follows``: the page is loaded again until all is computed, but never
        under the hands of who fills a form.
        """
        posed = self.staffing.pose(territory, month)
        runs = self.staffing.runs(territory, month)
        speech = Speech(translations(PAGES_LOCALE))
        names = Names(
            month.starts_on,
            {each.id: each.name for each in posed.posts},
            {each.id: each.name for each in posed.chantiers},
        )
        proposed = _latest(runs)
        cells = proposed.answer.result.cells if proposed and proposed.answer else posed.problem.running
        computing = _computing([imagined_row(self.visit, each, names, speech) for each in runs])
        figures = figures_of(posed.problem, cells)
        asked, held = sum(figures.asked.values()), sum(figures.served.values())
        given = sum(figures.capacity.values())
        page = self.visit.page(
            "teams.html",
            territory=territory,
            month=month,
            posed=posed,
            proposed=proposed,
            result=proposed.answer.result if proposed and proposed.answer else None,
            conflicts=conflicts_of(proposed.answer.result, names, speech) if proposed and proposed.answer else [],
            weeks=weeks_of(posed, cells, names, speech),
            days=DAYS,
            half_days=named_half_days(),
            domains_of_officers=[(code, words.domain_name(speech, code)) for code in DOMAIN_NAMES],
            letters=letters_of(names.chantiers),
            coverage=share_bars(
                coverage_bars(posed, cells),
                "La part de ses besoins que reçoit chaque chantier",
                identifier="couverture",
                fair=held / asked if asked else None,
            ),
            load=share_bars(
                load_bars(posed, cells),
                "Ce que tient chaque poste, sur ce qu’il a à donner",
                identifier="charge",
                fair=sum(figures.held.values()) / given if given else None,
            ),
            pins=[(each, names.slot(speech, each.slot)) for each in posed.problem.pins],
            names=names,
            speech=speech,
            rows=imagined_rows(self.visit, runs, names, speech),
            beside=month_rows(posed, proposed, runs, speech),
            curve=curve_of(runs),
            chosen=chosen,
            usual=len(usual_scenarios(posed.problem)),
            computing=computing,
            follows=follows and chosen is None and fault is None,
            history=self.staffing.history(territory),
            longest_word=LONGEST_WORD,
            most_people=MOST_PEOPLE,
            fault=fault.said(translations(PAGES_LOCALE)) if fault else None,
        )
        page.status_code = 422 if fault else 200
        return page

    def posed(self, territory: Territory, month: Month) -> PosedMonth:
        """The month to change."""
        return self.staffing.pose(territory, month)


def _latest(runs: Sequence[ReadRun]) -> ReadRun | None:
    """The last answer about the month as it is."""
    return next((each for each in runs if each.scenario.kind == "month" and each.answer), None)


def _computing(rows: Sequence[ImaginedRow]) -> list[ImaginedRow]:
    """What is computed, then what waits for it."""
    going = [each for each in rows if each.goes_on]
    return sorted(going, key=lambda each: each.state != RunState.RUNNING)


def named_half_days() -> list[tuple[str, str]]:
    """The working half-days of a week by code."""
    return [(code, f"{DAYS[at // 2]} {('matin', 'après-midi')[at % 2]}") for at, code in enumerate(WORKING_HALF_DAYS)]


def teams_desk(visit: CurrentVisit, asker: CurrentAsker, now: Now, recorder: CurrentRecorder) -> TeamsDesk:
    """The desk of one request."""
    session = visit.session
    return TeamsDesk(
        visit,
        StaffingDesk(asker, session, now, recorder, visit.today),
        StaffingSetup(asker, session, now, recorder),
        AccountRepository(session, now),
    )


CurrentTeamsDesk = Annotated[TeamsDesk, Depends(at_once(teams_desk))]
