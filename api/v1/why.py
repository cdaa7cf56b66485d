"""Why a service is proposed to a person, or why not, and what would change it."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query

from api.at_once import at_once
from api.dependencies import CurrentMatcher, CurrentPeople, Language
from api.errors import NotFoundError
from api.i18n import say
from api.security.keys import Permission
from api.security.permissions import needs
from api.services.people import person_file
from api.services.profiles import profile_of
from api.v1.codes import BarrierCode
from api.v1.enquiries import ServiceEnquiry, tell_enquiry
from api.v1.network import PathId
from api.v1.persons import AskedQuestion
from api.v1.problems import problems
from api.v1.repeated import EACH_ONCE
from api.wording import Wording
from matching.enquiry import enquire
from matching.problem import Problem

router = APIRouter(tags=["persons"], dependencies=[needs(Permission.PERSONS), EACH_ONCE])


@dataclass(frozen=True, slots=True)
class About:
    """Whom and what one asks about."""

    person_id: PathId
    service_id: PathId
    barrier: Annotated[
        BarrierCode | None, Query(description="Seulement ce frein de la personne ; tous par défaut.")
    ] = None


@router.get("/persons/{person_id}/why/{service_id}", responses=problems(401, 403, 404, 422, 429))
def get_why(
    about: Annotated[About, Depends(at_once(About))],
    question: AskedQuestion,
    people: CurrentPeople,
    matcher: CurrentMatcher,
    language: Language,
) -> ServiceEnquiry:
    """Pourquoi un service est proposé à une personne ou non, et le plus petit changement qui le proposerait.

    Une réponse par frein de la personne auquel le service répond : chaque condition, ce qui fait le score, le rang.
    """
    problem = matcher.problem(profile_of(person_file(people, about.person_id), question.day, question.per_barrier))
    _refuse_unknown(problem, about)
    told = tell_enquiry(enquire(problem, about.service_id), Wording(language))
    answers = [each for each in told.answers if about.barrier in (None, each.barrier)]
    return told.model_copy(update={"answers": answers})


def _refuse_unknown(problem: Problem, about: About) -> None:
    """A barrier that the asker may not read is answered like one that the person does not carry."""
    if about.service_id not in problem.catalogue.row_of:
        raise NotFoundError(say("Ce service n’existe pas dans le réseau. Vérifiez son identifiant."))
    if about.barrier is not None and about.barrier not in {need.barrier for need in problem.profile.needs}:
        raise NotFoundError(say("Cette personne n’a pas ce frein, ou ne l’a plus."))
