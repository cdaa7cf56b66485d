"""A person's plan, and everything that the network proposes for each of their barriers."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from api.services.papers import pressing_papers
from api.services.people import person_file
from api.services.planning import planned
from api.web.access import Access, CurrentAccess
from api.web.grant_words import access_note
from api.web.plan_balance import balance_view, decided_view
from api.web.plan_view import plan_view
from api.web.referrals.under_way import may_refer, under_way
from api.web.visit import CurrentVisit, Visit
from network_data.civil_time import day_of
from network_data.repositories import PersonFile, View
from network_data.tables import NeedState
from network_data.vocabulary import BARRIERS

router = APIRouter()

Faces = Annotated[int | None, Query(ge=0, le=len(BARRIERS))]


@router.get("/personnes/{person_id}", response_class=HTMLResponse)
def person_plan(visit: CurrentVisit, access: CurrentAccess, person_id: str, visages: Faces = None) -> HTMLResponse:
    """The plan: what to do now, next and later, with whom, and why; with at most ``visages`` new faces if asked."""
    return plan_page(visit, access, person_file(visit.people, person_id), visages)


def plan_page(
    visit: Visit, access: Access, file: PersonFile, faces: int | None = None, problem: str | None = None
) -> HTMLResponse:
    """The page of the plan of ``file``; with ``problem``, why it could not be kept."""
    edit = access.entry.edit(file.person.id)
    shown = planned(visit.matcher, visit.keeper, file, visit.today, faces)
    return visit.page(
        "plan.html",
        chantier=visit.network.chantier(file.person.chantier_id),
        file=file,
        identity=access.identities.of([file]).get(file.person.id),
        note=access_note(access.grants.mine([file.person.id]).get(file.person.id, ())),
        may_share=access.granting.accompanies(file),
        may_write=edit is not None,
        lifted=[need for need in edit.needs() if need.state is NeedState.LIFTED] if edit else (),
        questions=visit.questions(file),
        pressing=pressing_papers(file, visit.today) if file.view is View.WHOLE else [],
        view=plan_view(file, shown.plan, visit.catalogue, visit.network),
        balance=balance_view(shown),
        decided=decided_view(file, shown, is_afresh=faces is not None),
        asked=faces,
        result_id=shown.result.result_id,
        problem=problem,
        last_contact=_last_contact(access, file),
        under_way=under_way(access.referrals, file, visit.network),
        may_refer=may_refer(access, file),
    )


def _last_contact(access: Access, file: PersonFile) -> date | None:
    """The day somebody last talked with the person, for whoever sees the whole file."""
    if file.view is not View.WHOLE:
        return None
    found = access.contacts.latest([file.person.id]).get(file.person.id)
    return day_of(found) if found else None


@router.get("/personnes/{person_id}/freins", response_class=HTMLResponse)
def person_barriers(visit: CurrentVisit, access: CurrentAccess, person_id: str) -> HTMLResponse:
    """Every barrier with its best suggestions, chosen by the plan or not."""
    file = person_file(visit.people, person_id)
    found = visit.match(file)
    return visit.page(
        "person_barriers.html",
        chantier=visit.network.chantier(file.person.chantier_id),
        file=file,
        barrier_suggestions=found.barriers,
        under_way=under_way(access.referrals, file, visit.network),
        may_refer=may_refer(access, file),
        planned={step.need.barrier: step.chosen.service.id for step in found.plan.steps},
    )
