"""The page of what is to be done: reminders about the people one accompanies, alerts about needs entrusted."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Form
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel, Field
from starlette.responses import Response

from api.dependencies import CurrentAsker, CurrentRecorder, Now, Transaction
from api.errors import ForbiddenError, NotFoundError
from api.i18n import say
from api.referring import CurrentBook, CurrentContactDesk
from api.services.calling import whom_to_call
from api.services.contacts import Said
from api.services.referrals import reach_to_write
from api.web.referrals.ready import CurrentReady
from api.web.visit import CurrentVisit
from api.wording.reminders import clock_name
from network_data.asker import Role
from network_data.repositories.reminders import ReminderRepository, Told
from network_data.tables import Partner, Service, Way, Whom

router = APIRouter()

PAGE = "/a-faire"
CALLED, TRIED = "appel", "absent"
"""What the buttons say of a call: they talked; nobody answered."""


class DoneForm(BaseModel):
    """How one thing was done: by a call, tried by one, or otherwise."""

    issue: str = Field(default="", max_length=20)


async def _sent(form: Annotated[DoneForm, Form()]) -> DoneForm:
    """The form, read before a transaction waits for it."""
    return form


def own_reminders(asker: CurrentAsker, session: Transaction, now: Now, recorder: CurrentRecorder) -> ReminderRepository:
    """The reminders of whoever asks."""
    return ReminderRepository(asker, session, now, recorder)


Reminders = Annotated[ReminderRepository, Depends(own_reminders)]


@dataclass(frozen=True, slots=True)
class Line:
    """A reminder as the page shows it."""

    told: Told
    sentence: str
    service: Service | None
    partner: Partner | None

    @property
    def whom(self) -> Whom | None:
        """Whom it asks to call, if anybody."""
        return whom_to_call(self.told)

    @property
    def phone(self) -> str | None:
        """The partner's number, the service's own first."""
        return next((place.phone for place in (self.service, self.partner) if place and place.phone), None)


@router.get(PAGE, response_class=HTMLResponse)
def to_do(
    visit: CurrentVisit, asker: CurrentAsker, reminders: Reminders, ready: CurrentReady, note: str = ""
) -> HTMLResponse:
    """What may come after what led nowhere, then what is still to be done, the longest due first."""
    if not asker.holds(Role.ADVISOR, Role.OFFICER):
        raise ForbiddenError(say("Cette page est pour qui accompagne des personnes."))
    lines = _lines(visit, reminders.to_do())
    return visit.page("to_do.html", lines=lines, ready=ready, is_advisor=asker.holds(Role.ADVISOR), noted=note)


@router.post(PAGE + "/{reminder_id}/fait")
def done(
    form: Annotated[DoneForm, Depends(_sent)],
    reminders: Reminders,
    book: CurrentBook,
    contacts: CurrentContactDesk,
    reminder_id: str,
) -> Response:
    """Notes that one thing was done, and the call by which it was; a call that nobody answered leaves it to do."""
    told = reminders.find(reminder_id)
    if told is None:
        raise NotFoundError(say("Cette tâche n’existe pas, ou n’est pas la vôtre."))
    whom = whom_to_call(told) if form.issue in (CALLED, TRIED) else None
    if whom is not None:
        referral_id = told.referral.id if told.referral else None
        reach = reach_to_write(book.reaches, told.reminder.person_id)
        contacts.note(reach, Said(whom, Way.CALL, form.issue == CALLED, referral_id=referral_id))
    if whom is not None and form.issue == TRIED:
        return RedirectResponse(f"{PAGE}?note={TRIED}", 303)
    reminders.finish(reminder_id, with_referral=whom is not None)
    return RedirectResponse(f"{PAGE}?note={CALLED if whom else 'fait'}", 303)


def _lines(visit: CurrentVisit, told: list[Told]) -> list[Line]:
    services = {each.referral.service_id: None for each in told if each.referral}
    found = {service: visit.network.service(service) for service in services}
    partners: Mapping[str, Partner] = visit.network.partners_by_id(
        sorted({service.partner_id for service in found.values() if service})
    )
    lines = []
    for each in told:
        service = found[each.referral.service_id] if each.referral else None
        partner = partners.get(service.partner_id) if service else None
        lines.append(Line(each, clock_name(each.reminder.clock).text, service, partner))
    return lines
