"""The page of what is to be done, person by person: reminders of those one accompanies, alerts to officers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Form
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel, Field
from starlette.responses import Response

from api.at_once import at_once
from api.dependencies import CurrentAsker, CurrentRecorder, Now, Transaction
from api.errors import ForbiddenError, NotFoundError
from api.i18n import say
from api.referring import CurrentBook, CurrentContactDesk
from api.services.calling import whom_to_call
from api.services.contacts import Said
from api.services.referrals import reach_to_write
from api.web.access import CurrentAccess
from api.web.referrals.ready import CurrentReady
from api.web.visit import CurrentVisit
from api.wording.reminders import clock_name
from network_data.asker import Role
from network_data.repositories.reminders import ReminderRepository, Told
from network_data.tables import Partner, Service, Way, Whom
from network_data.vocabulary import NEED_CLOCK

router = APIRouter()

PAGE = "/a-faire"
CALLED, TRIED = "appel", "absent"
"""What the buttons say of a call: they talked; nobody answered."""
FIRST = 10
"""So many people are shown at once; the others are folded."""


class DoneForm(BaseModel):
    """How one thing was done: by a call, tried by one, or otherwise; ``avec``: what else was done with it."""

    issue: str = Field(default="", max_length=20)
    avec: list[str] = Field(default=[], max_length=100)


async def _sent(form: Annotated[DoneForm, Form()]) -> DoneForm:
    """The form, read before a transaction waits for it."""
    return form


def own_reminders(asker: CurrentAsker, session: Transaction, now: Now, recorder: CurrentRecorder) -> ReminderRepository:
    """The reminders of whoever asks."""
    return ReminderRepository(asker, session, now, recorder)


Reminders = Annotated[ReminderRepository, Depends(at_once(own_reminders))]


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


@dataclass(frozen=True, slots=True)
class Somebody:
    """What is to be done for one person, the longest due first: line by line, and the needs to look at again."""

    person_id: str
    name: str
    lines: Sequence[Line]
    stale: Sequence[Told]

    @property
    def since(self) -> tuple[bool, date]:
        """Where they come in the list: those of whom only needs are to be looked at again come last."""
        due = [each.told.reminder.due_on for each in self.lines] or [each.reminder.due_on for each in self.stale]
        return not self.lines, min(due)


@router.get(PAGE, response_class=HTMLResponse)
def to_do(
    visit: CurrentVisit, access: CurrentAccess, reminders: Reminders, ready: CurrentReady, note: str = ""
) -> HTMLResponse:
    """What may come after what led nowhere, then what is still to be done, person by person, the longest due first."""
    if not access.asker.holds(Role.ADVISOR, Role.OFFICER):
        raise ForbiddenError(say("Cette page est pour qui accompagne des personnes."))
    told = reminders.to_do()
    names = _names(
        visit, access, sorted({each.reminder.person_id for each in told} | {each.person_id for each in ready.told})
    )
    return visit.page(
        "to_do.html",
        people=_by_person(told, _lines(visit, told), names),
        first=FIRST,
        names=names,
        ready=ready,
        is_advisor=access.asker.holds(Role.ADVISOR),
        noted=note,
    )


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
    for each in (reminder_id, *form.avec):
        reminders.finish(each, with_referral=True)
    return RedirectResponse(f"{PAGE}?note={CALLED if whom else 'fait'}", 303)


def _names(visit: CurrentVisit, access: CurrentAccess, people: Sequence[str]) -> Mapping[str, str]:
    """How each is called for whoever reads; who may not know a name reads the pseudonym."""
    files = visit.people.find_each(people)
    known = access.identities.of(list(files.values()))
    return {person: (known[person].name if person in known else "") or person for person in people}


def _by_person(told: Sequence[Told], lines: Sequence[Line], names: Mapping[str, str]) -> list[Somebody]:
    people = [
        Somebody(
            person_id=person,
            name=name,
            lines=[line for line in lines if line.told.reminder.person_id == person],
            stale=[each for each in told if each.reminder.person_id == person and _is_stale_need(each)],
        )
        for person, name in names.items()
    ]
    return sorted((each for each in people if each.lines or each.stale), key=lambda each: (each.since, each.person_id))


def _is_stale_need(told: Told) -> bool:
    return told.reminder.clock == NEED_CLOCK


def _lines(visit: CurrentVisit, told: Sequence[Told]) -> list[Line]:
    """The reminders but for needs; of what the clocks of one referral ask, the latest alone."""
    latest = {each.reminder.referral_id or each.reminder.id: each for each in told if not _is_stale_need(each)}
    services = {each.referral.service_id: None for each in latest.values() if each.referral}
    found = {service: visit.network.service(service) for service in services}
    partners: Mapping[str, Partner] = visit.network.partners_by_id(
        sorted({service.partner_id for service in found.values() if service})
    )
    lines = []
    for each in latest.values():
        service = found[each.referral.service_id] if each.referral else None
        partner = partners.get(service.partner_id) if service else None
        lines.append(Line(each, clock_name(each.reminder.clock).text, service, partner))
    return lines
