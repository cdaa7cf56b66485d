"""The page on which whoever coordinates gives people whom nobody accompanies any more to an advisor."""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Form
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel, Field
from starlette.responses import Response

from api.at_once import at_once
from api.dependencies import CurrentAsking
from api.errors import NotFoundError
from api.i18n import Message, say, translations
from api.services.grants import RefusedGrantError
from api.services.lone_people import LonePeople
from api.web.access import CurrentAccess
from api.web.language import PAGES_LOCALE
from api.web.visit import CurrentVisit
from network_data.asker import Role
from network_data.repositories.lone import LonePeopleRepository
from network_data.tables import Territory

router = APIRouter()

PAGE = "/territoires/{territory_slug}/sans-accompagnement"
MOST_PEOPLE = 300


class GivingForm(BaseModel):
    """Who is given, of which chantier, to whom."""

    chantier: str = Field(default="", max_length=100)
    qui: list[str] = Field(default_factory=list, max_length=MOST_PEOPLE)
    a: str = Field(default="", max_length=100)


@dataclass(frozen=True, slots=True)
class LoneDesk:
    """Whoever coordinates a territory before those whom nobody accompanies there."""

    visit: CurrentVisit
    access: CurrentAccess
    asking: CurrentAsking
    territory_slug: str

    @property
    def territory(self) -> Territory:
        """The territory, where the asker coordinates it.

        Raises:
            NotFoundError: they do not, or there is none: the two are told alike.
        """
        found = next((each for each in self.visit.network.territories() if each.slug == self.territory_slug), None)
        if found is None or self.territory_slug not in self.asking.asker.territories(Role.COORDINATOR):
            raise NotFoundError(say("Ce territoire n’existe pas, ou n’est pas le vôtre."))
        return found

    @property
    def lone(self) -> LonePeople:
        """Those people."""
        asking = self.asking
        repository = LonePeopleRepository(asking.asker, self.visit.session, asking.now, asking.recorder)
        return LonePeople(
            repository, self.access.grants, self.access.granting.accounts, self.territory.slug, asking.now
        )

    @property
    def count(self) -> int:
        """How many they are."""
        return sum(map(len, self.lone.by_chantier().values()))

    def page(self, form: GivingForm, problem: Message | None = None) -> HTMLResponse:
        """The page with what was chosen, and what to correct of it."""
        lone = self.lone
        people = lone.by_chantier()
        chantiers = [each for each in self.visit.network.chantiers() if each.id in people]
        page = self.visit.page(
            "lone_people.html",
            territory=self.territory,
            sections=[(each, people[each.id], lone.advisors(each.id)) for each in chantiers],
            form=form,
            problem=problem.said(translations(PAGES_LOCALE)) if problem else None,
        )
        page.status_code = 422 if problem else 200
        return page


CurrentLoneDesk = Annotated[LoneDesk, Depends(at_once(LoneDesk))]


@router.get(PAGE, response_class=HTMLResponse)
def lone_people(desk: CurrentLoneDesk) -> HTMLResponse:
    """Whom nobody accompanies any more, by chantier and pseudonym."""
    return desk.page(GivingForm())


@router.post(PAGE)
def give(desk: CurrentLoneDesk, form: Annotated[GivingForm, Form()]) -> Response:
    """Gives all the people chosen to an advisor, or nobody."""
    try:
        desk.lone.give(form.chantier, form.qui, form.a)
    except RefusedGrantError as refused:
        return desk.page(form, refused.problem)
    return RedirectResponse(PAGE.format(territory_slug=quote(desk.territory_slug, safe="")), 303)
