"""The page of all the referrals of a person: those that go on, then those that are over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from api.services.next_best import last_said
from api.services.referrals import reach_of
from api.web.referrals.addresses import person_address, referral_address
from api.web.referrals.desk import CurrentDesk, Desk
from api.web.referrals.journal import appointment_words
from api.web.referrals.state_words import state_label
from api.web.referrals.timeline import timeline
from network_data.civil_time import day_of
from network_data.repositories import PersonFile
from network_data.repositories.referrals import ReferralFile
from network_data.tables import Need
from network_data.vocabulary import REFERRAL_STATES, ReferralState

router = APIRouter()

MOST = 300
"""More than anybody has: a page holds them all."""


@dataclass(frozen=True, slots=True)
class Line:
    """A referral as the list shows it."""

    address: str
    service: str
    recipient: str
    barriers: tuple[str, ...]
    state: ReferralState
    label: str
    since: date
    appointment: str | None
    is_over: bool


@router.get("/personnes/{person_id}/orientations", response_class=HTMLResponse)
def referrals(desk: CurrentDesk, person_id: str) -> HTMLResponse:
    """All her referrals, as far as the asker sees her needs."""
    reach = reach_of(desk.book.reaches, person_id)
    person = desk.person(person_id)
    files, _ = desk.book.of_person(reach, 0, MOST)
    lines = [_line(desk, file) for file in files]
    return desk.visit.page(
        "referrals/list.html",
        chantier=desk.visit.network.chantier(person.person.chantier_id),
        file=person,
        name=desk.first_name(person),
        address=person_address(person_id),
        going_on=[line for line in lines if not line.is_over],
        over=[line for line in lines if line.is_over],
        timeline=timeline(
            _needs(desk, person),
            files,
            desk.contacts.log.of_person(reach),
            lambda file: desk.recipient(file.referral.recipient).name,
            desk.visit.today,
        ),
    )


def _needs(desk: Desk, person: PersonFile) -> Sequence[Need]:
    """Her needs, those lifted too for whoever accompanies her."""
    edit = desk.access.entry.edit(person.person.id)
    return edit.needs() if edit else person.needs


def _line(desk: Desk, file: ReferralFile) -> Line:
    referral, course = file.referral, file.course
    service = desk.visit.network.service(referral.service_id)
    scheduled = course.state is ReferralState.SCHEDULED
    return Line(
        address=referral_address(referral.id),
        service=service.name if service else "Un service qui n’est plus dans le réseau",
        recipient=desk.recipient(referral.recipient).name,
        barriers=tuple(referral.barriers),
        state=course.state,
        label=state_label(course.state, course.kind),
        since=day_of(course.since),
        appointment=appointment_words(last_said(file)) if scheduled else None,
        is_over=REFERRAL_STATES[course.state].ended,
    )
