"""A person's plan, and everything that the network proposes for each of their barriers."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from api.services.people import person_file
from api.web.access import CurrentAccess
from api.web.grant_words import access_note
from api.web.plan_view import plan_view
from api.web.visit import CurrentVisit

router = APIRouter()


@router.get("/personnes/{person_id}", response_class=HTMLResponse)
def person_plan(visit: CurrentVisit, access: CurrentAccess, person_id: str) -> HTMLResponse:
    """The plan: what to do now, next and later, with whom, and why."""
    file = person_file(visit.people, person_id)
    return visit.page(
        "plan.html",
        chantier=visit.network.chantier(file.person.chantier_id),
        file=file,
        identity=access.identities.of([file]).get(file.person.id),
        note=access_note(access.grants.mine([file.person.id]).get(file.person.id, ())),
        may_share=access.granting.accompanies(file),
        may_write=access.entry.edit(file.person.id) is not None,
        questions=visit.questions(file),
        view=plan_view(file, visit.match(file).plan, visit.catalogue, visit.network),
    )


@router.get("/personnes/{person_id}/freins", response_class=HTMLResponse)
def person_barriers(visit: CurrentVisit, person_id: str) -> HTMLResponse:
    """Every barrier with its best suggestions, chosen by the plan or not."""
    file = person_file(visit.people, person_id)
    found = visit.match(file)
    return visit.page(
        "person_barriers.html",
        chantier=visit.network.chantier(file.person.chantier_id),
        file=file,
        barrier_suggestions=found.barriers,
        planned={step.need.barrier: step.chosen.service.id for step in found.plan.steps},
    )
