"""Who goes where, month by month: computed, imagined otherwise, pinned, published."""

from collections.abc import Callable
from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, BackgroundTasks, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel, Field
from starlette.responses import Response

from api.errors import InvalidRequestError, NotFoundError
from api.i18n import say
from api.services.staffing.desk import EFFORT
from api.services.staffing.month import Month
from api.services.staffing.scenarios import Kind, Scenario, usual_scenarios
from api.web.teams.desk import CurrentTeamsDesk, TeamsDesk
from matching.staffing import Cell, StaffingProblem, slot
from matching.staffing.slots import WORKING_HALF_DAYS
from network_data.tables import StaffingRun, Territory

router = APIRouter()

PAGE = "/territoires/{territory_slug}/equipes"


ALL = "tous"
"""In place of a computation: every one of the month."""
EACH_EFFORT = 10.0
"""Of many computations at once."""
_ANCHORS = {"month": "contenu", "fit": "a-cote", "curve": "courbe-titre"}


class MonthForm(BaseModel):
    """The month that a form speaks of."""

    debut: date | None = None


class ScenarioForm(MonthForm):
    """What to compute."""

    cas: Kind | Literal["tout"] = "month"
    poste: str = Field(default="", max_length=200)
    semaines: list[int] = Field(default_factory=list, max_length=6)
    domaine: str = Field(default="", max_length=60)
    chantier: str = Field(default="", max_length=200)
    personnes: int = Field(default=0, ge=0, le=10_000)

    def scenarios(self, problem: StaffingProblem) -> list[Scenario]:
        """What it imagines: one thing, or all that is usual."""
        if self.cas == "tout":
            return usual_scenarios(problem)
        weeks = tuple(sorted(set(self.semaines)))
        return [
            Scenario(self.cas, self.poste or None, weeks, self.domaine or None, self.chantier or None, self.personnes)
        ]


class PinForm(MonthForm):
    """A half-day to decide, or to leave free."""

    poste: str = Field(default="", max_length=200)
    semaine: int = Field(default=0, ge=0, le=5)
    demi_journee: str = Field(default="", max_length=10)
    chantier: str = Field(default="", max_length=200)
    domaine: str = Field(default="", max_length=60)
    recalculer: bool = False

    def cell(self) -> Cell:
        """The half-day.

        Raises:
            InvalidRequestError: there is none such.
        """
        if self.demi_journee not in WORKING_HALF_DAYS:
            raise InvalidRequestError(say("Choisissez une demi-journée."))
        return Cell(slot(self.semaine, self.demi_journee), self.poste, self.chantier, self.domaine)

    def chosen(self) -> Cell | None:
        """The half-day, or None when there is none such."""
        return self.cell() if self.demi_journee in WORKING_HALF_DAYS else None


class AskedPage(PinForm):
    """What to show: perhaps a half-day to decide, and whether the page follows what is computed by itself."""

    suivre: Literal["oui", "non"] = "oui"


class PublicationForm(MonthForm):
    """What to put in force, from when, with which word."""

    calcul: str = Field(default="", max_length=200)
    a_partir_du: date | None = None
    mot: str = Field(default="", max_length=5_000)


@router.get(PAGE, response_class=HTMLResponse)
def teams(desk: CurrentTeamsDesk, territory_slug: str, asked: Annotated[AskedPage, Query()]) -> HTMLResponse:
    """The month as it runs or as it is proposed, and what was imagined of it; a half-day of the grid to decide."""
    territory, month = desk.territory(territory_slug), desk.month(asked.debut)
    return desk.page(territory, month, chosen=asked.chosen(), follows=asked.suivre == "oui")


@router.post(PAGE + "/calculs")
def compute(
    request: Request,
    desk: CurrentTeamsDesk,
    territory_slug: str,
    form: Annotated[ScenarioForm, Form()],
    tasks: BackgroundTasks,
) -> Response:
    """Has a month computed, once it is stored that it was asked for."""

    def ask(territory: Territory, month: Month) -> None:
        posed = desk.posed(territory, month)
        effort = EFFORT if form.cas != "tout" else EACH_EFFORT
        for scenario in form.scenarios(posed.problem):
            _begin(request, tasks, desk.staffing.ask(posed, scenario, effort))

    return _try(desk, territory_slug, form, _ANCHORS.get(form.cas, "imaginer"), ask)


@router.post(PAGE + "/calculs/{run_id}/arret")
def stop(desk: CurrentTeamsDesk, territory_slug: str, run_id: str, form: Annotated[MonthForm, Form()]) -> Response:
    """Has a computation stop, or all of them."""

    def end(territory: Territory, month: Month) -> None:
        if run_id == ALL:
            desk.staffing.stop_all(territory, month)
        else:
            desk.staffing.stop(run_id)

    return _try(desk, territory_slug, form, "imaginer", end)


@router.post(PAGE + "/fixes")
def pin(
    request: Request,
    desk: CurrentTeamsDesk,
    territory_slug: str,
    form: Annotated[PinForm, Form()],
    tasks: BackgroundTasks,
) -> Response:
    """Decides a half-day beforehand, and has the rest of the month computed around it if that was asked."""

    def decide(territory: Territory, month: Month) -> None:
        desk.staffing.pin(desk.posed(territory, month), form.cell())
        if form.recalculer:
            _begin(request, tasks, desk.staffing.ask(desk.posed(territory, month), Scenario()))

    return _try(desk, territory_slug, form, "contenu" if form.recalculer else "fixer", decide)


@router.post(PAGE + "/libres")
def unpin(desk: CurrentTeamsDesk, territory_slug: str, form: Annotated[PinForm, Form()]) -> Response:
    """Leaves a half-day free again."""

    def free(territory: Territory, month: Month) -> None:
        if form.demi_journee in WORKING_HALF_DAYS:
            desk.staffing.unpin(desk.posed(territory, month), form.poste, form.semaine, form.demi_journee)

    return _try(desk, territory_slug, form, "fixer", free)


@router.post(PAGE + "/publications")
def publish(desk: CurrentTeamsDesk, territory_slug: str, form: Annotated[PublicationForm, Form()]) -> Response:
    """Puts the month that is proposed in force."""

    def put(territory: Territory, month: Month) -> None:
        desk.staffing.publish(form.calcul, form.a_partir_du or month.starts_on, form.mot)

    return _try(desk, territory_slug, form, "publie", put)


def _begin(request: Request, tasks: BackgroundTasks, run: StaffingRun) -> None:
    tasks.add_task(request.app.state.computing.begin, run.id)


def _try(
    desk: TeamsDesk, slug: str, form: MonthForm, anchor: str, change: Callable[[Territory, Month], object]
) -> Response:
    """Changes something and comes back to the page; or says on it what is wrong."""
    territory, month = desk.territory(slug), desk.month(form.debut)
    try:
        change(territory, month)
    except (InvalidRequestError, NotFoundError) as refused:
        chosen = form.chosen() if isinstance(form, PinForm) else None
        return desk.page(territory, month, refused.detail, chosen)
    return RedirectResponse(f"/territoires/{slug}/equipes?debut={month.starts_on}#{anchor}", 303)
