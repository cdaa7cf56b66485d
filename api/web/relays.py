"""The page on which an advisor hands several people over to a colleague, and says which ones they take over."""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Form
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel, Field
from starlette.responses import Response

from api.at_once import at_once
from api.errors import NotFoundError
from api.i18n import Message, say, translations
from api.services.grants import HANDED_OVER_DAYS, MOST_DAYS, RefusedGrantError
from api.services.relays import Relay
from api.web.access import CurrentAccess
from api.web.language import PAGES_LOCALE
from api.web.visit import CurrentVisit
from network_data.asker import Position, Role
from network_data.tables import Chantier

router = APIRouter()

PAGE = "/chantiers/{chantier_id}/relais"
MOST_PEOPLE = 300


class RelayForm(BaseModel):
    """Who is handed over, to whom, and for how many days the giver keeps an access."""

    qui: list[str] = Field(default_factory=list, max_length=MOST_PEOPLE)
    a: str = Field(default="", max_length=100)
    jours: str = Field(default="", max_length=10)

    @property
    def days(self) -> int:
        """The days, or -1, which is refused like any number that does not suit."""
        return int(self.jours) if self.jours.isascii() and self.jours.isdigit() else -1


Sent = Annotated[RelayForm, Form()]


@dataclass(frozen=True, slots=True)
class RelayDesk:
    """An advisor before the hand-overs of one of their chantiers."""

    visit: CurrentVisit
    access: CurrentAccess
    chantier_id: str

    @property
    def chantier(self) -> Chantier:
        """The chantier, where the asker is an advisor.

        Raises:
            NotFoundError: it is not, or there is none: the two are told alike.
        """
        found = self.visit.network.chantier(self.chantier_id)
        if found is None or self.chantier_id not in self.access.asker.chantiers(Role.ADVISOR):
            raise NotFoundError(say("Ce chantier n’existe pas, ou n’est pas le vôtre."))
        return found

    @property
    def relay(self) -> Relay:
        """What the asker hands over there."""
        return Relay(self.access.granting, self.chantier.id)

    def back(self) -> Response:
        """To the page, where what was done is read."""
        return RedirectResponse(f"/chantiers/{quote(self.chantier_id)}/relais", 303)

    def page(self, form: RelayForm, problem: Message | None = None) -> HTMLResponse:
        """The page with what was typed, and what to correct of it."""
        own, waiting, handed = self.relay.own(), self.relay.waiting(), self.relay.handed()
        shown = {each.person_id for each in [*waiting, *handed]}
        files = {file.person.id: file for file in own} | self.visit.people.find_each(sorted(shown))
        holders = self.access.granting.accounts.holders(Position(Role.ADVISOR, chantier=self.chantier_id))
        page = self.visit.page(
            "relays.html",
            chantier=self.chantier,
            own=own,
            waiting=waiting,
            handed=handed,
            names=self.access.identities.of(list(files.values())),
            open_files=files.keys(),
            colleagues=[each for each in holders if each.id != self.access.asker.id],
            form=form,
            most_days=MOST_DAYS,
            problem=problem.said(translations(PAGES_LOCALE)) if problem else None,
        )
        page.status_code = 422 if problem else 200
        return page


CurrentDesk = Annotated[RelayDesk, Depends(at_once(RelayDesk))]


@router.get(PAGE, response_class=HTMLResponse)
def relays(desk: CurrentDesk) -> HTMLResponse:
    """Whom to take over, whom to hand over, and which of those handed over were taken."""
    return desk.page(RelayForm(jours=str(HANDED_OVER_DAYS)))


@router.post(PAGE)
def hand_over(desk: CurrentDesk, form: Sent) -> Response:
    """Hands all the people chosen over, or nobody."""
    relay = desk.relay
    for person_id in sorted(set(form.qui)):
        desk.access.entry.hold(person_id)
    try:
        relay.hand_over(form.qui, form.a, form.days)
    except RefusedGrantError as refused:
        return desk.page(form, refused.problem)
    return desk.back()


@router.post(PAGE + "/pris")
def take_over(desk: CurrentDesk, qui: Annotated[list[str] | None, Form(max_length=MOST_PEOPLE)] = None) -> Response:
    """Says that the asker takes these people over; nothing for those who do not wait for it any more."""
    desk.relay.granting.grants.take(qui or [])
    return desk.back()
