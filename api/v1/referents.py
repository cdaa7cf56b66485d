"""Who follows a person, on what, since when and until when, as far as whoever asks may know."""

from datetime import date

from fastapi import APIRouter
from pydantic import BaseModel, Field

from api.dependencies import CurrentPeople
from api.security.keys import Permission
from api.security.permissions import needs
from api.services.people import person_file
from api.v1.network import PathId
from api.v1.paging import AskedPage, Page
from api.v1.problems import problems
from api.v1.repeated import EACH_ONCE
from network_data.tables import Referent

router = APIRouter(tags=["persons"], dependencies=[needs(Permission.PERSONS), EACH_ONCE])


class FollowingReferent(BaseModel):
    """A référent who follows the person today."""

    organisation: str
    function: str
    barrier: str | None = Field(default=None, description="Le frein suivi ; l’ensemble s’il est absent.")
    partner_id: str | None = None
    inside: bool = Field(description="Travaille au chantier de la personne.")
    since: date | None = None
    until: date | None = Field(default=None, description="Le dernier jour de son suivi, s’il est connu.")


@router.get("/persons/{person_id}/referents", responses=problems(401, 403, 404, 422, 429))
def list_referents(person_id: PathId, people: CurrentPeople, paging: AskedPage) -> Page[FollowingReferent]:
    """Qui suit une personne aujourd’hui, sur quel frein, depuis quand et jusqu’à quand."""
    found = person_file(people, person_id).referents
    return paging.of(found[paging.offset : paging.offset + paging.size], len(found), _told)


def _told(referent: Referent) -> FollowingReferent:
    return FollowingReferent.model_validate(referent.model_dump())
