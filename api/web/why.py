"""Why, or why not, a service for a person: what decides, what its score is made of, and what would change it."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from api.errors import NotFoundError
from api.i18n import say
from api.services.people import person_file
from api.services.profiles import profile_of
from api.services.service_search import find_services
from api.web.visit import CurrentVisit
from matching.enquiry import enquire

router = APIRouter()


@router.get("/personnes/{person_id}/pourquoi", response_class=HTMLResponse)
def person_why(
    visit: CurrentVisit,
    person_id: str,
    q: Annotated[str, Query(max_length=200)] = "",
    service: Annotated[str, Query(max_length=200)] = "",
) -> HTMLResponse:
    """Any service for this person: looked for by words, then explained barrier by barrier."""
    file = person_file(visit.people, person_id)
    problem = visit.matcher.problem(profile_of(file, visit.today))
    if service and service not in problem.catalogue.row_of:
        raise NotFoundError(say("Ce service n’existe pas dans le réseau. Vérifiez son identifiant."))
    barriers = [need.barrier for need in file.needs]
    return visit.page(
        "person_why.html",
        chantier=visit.network.chantier(file.person.chantier_id),
        file=file,
        q=q,
        results=find_services(visit.partner_search, problem.catalogue, q, barriers),
        enquiry=enquire(problem, service) if service else None,
    )
