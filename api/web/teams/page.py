"""Who goes where, month by month: computed, imagined otherwise, pinned, published."""

from collections.abc import Callable
from datetime import date
from typing import Annotated

from fastapi import APIRouter, BackgroundTasks, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel, Field
from starlette.responses import Response

from api.errors import InvalidRequestError, NotFoundError
from api.i18n import say
from api.services.staffing.month import Month
from api.services.staffing.scenarios import Kind, Scenario
from api.web.teams.desk import CurrentTeamsDesk, TeamsDesk
from matching.staffing import Cell, slot
from matching.staffing.slots import WORKING_HALF_DAYS
from network_data.tables import Territory

router = APIRouter()

PAGE = "/territoires/{territory_slug}/equipes"


class MonthForm(BaseModel):
    """The month that a form speaks of."""

    debut: date | None = None


class ScenarioForm(MonthForm):
    """What to compute."""

    cas: Kind = "month"
    poste: str = Field(default="", max_length=200)
    semaines: list[int] = Field(default_factory=list, max_length=6)
    domaine: str = Field(default="", max_length=60)
    chantier: str = Field(default="", max_length=200)
    personnes: int = Field(default=0, ge=0, le=10_000)

    def scenario(self) -> Scenario:
        """What it imagines."""
        return Scenario(
            self.cas,
            self.poste or None,
            tuple(sorted(set(self.semaines))),
            self.domaine or None,
            self.chantier or None,
            self.personnes,
        )


class PinForm(MonthForm):
    """A half-day to decide, or to leave free."""

    poste: str = Field(default="", max_length=200)
    semaine: int = Field(default=0, ge=0, le=5)
    demi_journee: str = Field(default="", max_length=10)
    chantier: str = Field(default="", max_length=200)
    domaine: str = Field(default="", max_length=60)


class PublicationForm(MonthForm):
    """What to put in force, from when, with which word."""

    calcul: str = Field(default="", max_length=200)
    a_partir_du: date | None = None
    mot: str = Field(default="", max_length=5_000)


@router.get(PAGE, response_class=HTMLResponse)
def teams(desk: CurrentTeamsDesk, territory_slug: str, debut: date | None = None) -> HTMLResponse:
    """The month as it runs or as it is proposed, and what was imagined of it."""
    return desk.page(desk.territory(territory_slug), desk.month(debut))


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
        run = desk.staffing.ask(desk.posed(territory, month), form.scenario())
        tasks.add_task(request.app.state.computing.begin, run.id)

    return _try(desk, territory_slug, form, "imaginer" if form.cas != "month" else "contenu", ask)


@router.post(PAGE + "/calculs/{run_id}/arret")
def stop(desk: CurrentTeamsDesk, territory_slug: str, run_id: str, form: Annotated[MonthForm, Form()]) -> Response:
    """Has a computation stop."""
    return _try(desk, territory_slug, form, "imaginer", lambda territory, month: desk.staffing.stop(run_id))


@router.post(PAGE + "/fixes")
def pin(desk: CurrentTeamsDesk, territory_slug: str, form: Annotated[PinForm, Form()]) -> Response:
    """Decides a half-day beforehand."""

    def decide(territory: Territory, month: Month) -> None:
        if form.demi_journee not in WORKING_HALF_DAYS:
            raise InvalidRequestError(say("Choisissez une demi-journée."))
        cell = Cell(slot(form.semaine, form.demi_journee), form.poste, form.chantier, form.domaine)
        desk.staffing.pin(desk.posed(territory, month), cell)

    return _try(desk, territory_slug, form, "fixer", decide)


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


def _try(
    desk: TeamsDesk, slug: str, form: MonthForm, anchor: str, change: Callable[[Territory, Month], object]
) -> Response:
    """Changes something and comes back to the page; or says on it what is wrong."""
    territory, month = desk.territory(slug), desk.month(form.debut)
    try:
        change(territory, month)
    except (InvalidRequestError, NotFoundError) as refused:
        return desk.page(territory, month, refused.detail)
    return RedirectResponse(f"/territoires/{slug}/equipes?debut={month.starts_on}#{anchor}", 303)
