"""A person's plan, and everything that the network proposes for each of their barriers."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from api.errors import NotFoundError
from api.i18n import say
from api.services.profiles import profile_of
from api.web.plan_view import plan_view
from api.web.visit import CurrentVisit, Visit
from matching.candidates import Candidates, find_candidates
from matching.plan import Plan, make_plan
from matching.suggestions import explain_best
from network_data.repositories import PersonFile

router = APIRouter()

NOTHING_TO_PLAN = Plan(steps=(), uncovered=(), followed=(), objective=0.0, optimal=True)


@router.get("/personnes/{person_id}", response_class=HTMLResponse)
def person_plan(visit: CurrentVisit, person_id: str) -> HTMLResponse:
    """The plan: what to do now, next and later, with whom, and why."""
    file = _file(visit, person_id)
    candidates = _candidates(visit, file)
    plan = make_plan(candidates) if candidates else NOTHING_TO_PLAN
    return visit.page(
        "plan.html",
        chantier=visit.network.chantier(file.person.chantier_id),
        file=file,
        view=plan_view(file, plan, visit.catalogue, visit.network),
    )


@router.get("/personnes/{person_id}/freins", response_class=HTMLResponse)
def person_barriers(visit: CurrentVisit, person_id: str) -> HTMLResponse:
    """Every barrier with its best suggestions, chosen by the plan or not."""
    file = _file(visit, person_id)
    candidates = _candidates(visit, file)
    return visit.page(
        "person_barriers.html",
        chantier=visit.network.chantier(file.person.chantier_id),
        file=file,
        barrier_suggestions=explain_best(candidates) if candidates else (),
    )


def _file(visit: Visit, person_id: str) -> PersonFile:
    file = visit.people.find(person_id)
    if file is None:
        raise NotFoundError(say("Cette personne n’existe pas, ou n’est pas accompagnée ici."))
    return file


def _candidates(visit: Visit, file: PersonFile) -> Candidates | None:
    """The candidates of the person's needs; None when no need is recorded."""
    return find_candidates(visit.problem(profile_of(file, visit.today))) if file.needs else None
