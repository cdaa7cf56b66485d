"""The page of what is to be done: reminders about the people one accompanies, alerts about needs entrusted."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from api.dependencies import CurrentAsker, CurrentRecorder, Now, Transaction
from api.errors import ForbiddenError, NotFoundError
from api.i18n import say
from api.web.referrals.ready import CurrentReady
from api.web.visit import CurrentVisit
from api.wording.reminders import clock_name
from network_data.asker import Role
from network_data.repositories.reminders import ReminderRepository, Told
from network_data.tables import Partner, Service

router = APIRouter()

PAGE = "/a-faire"


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


@router.get(PAGE, response_class=HTMLResponse)
def to_do(visit: CurrentVisit, asker: CurrentAsker, reminders: Reminders, ready: CurrentReady) -> HTMLResponse:
    """What may come after what led nowhere, then what is still to be done, the longest due first."""
    if not asker.holds(Role.ADVISOR, Role.OFFICER):
        raise ForbiddenError(say("Cette page est pour qui accompagne des personnes."))
    lines = _lines(visit, reminders.to_do())
    return visit.page("to_do.html", lines=lines, ready=ready, is_advisor=asker.holds(Role.ADVISOR))


@router.post(PAGE + "/{reminder_id}/fait")
def done(reminders: Reminders, reminder_id: str) -> Response:
    """Notes that one thing was done."""
    if not reminders.finish(reminder_id):
        raise NotFoundError(say("Cette tâche n’existe pas, ou n’est pas la vôtre."))
    return RedirectResponse(PAGE, 303)


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
