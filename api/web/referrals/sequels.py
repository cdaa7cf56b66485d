"""What the page of an ended referral has done to the person's file: a barrier closed, another put first in the plan."""

from datetime import date, timedelta
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from api.errors import ForbiddenError
from api.i18n import say
from api.services.choosing import may_wait
from api.services.profiles import profile_of
from api.services.sequels import assess_first, put_after
from api.web.entry.needs_form import ASSESSORS
from api.web.referrals.addresses import person_address, referral_address
from api.web.referrals.desk import CurrentDesk, Desk
from api.web.referrals.page import PAGE, referral_page
from api.web.referrals.view import referral_view
from network_data.repositories.person_edit import PersonEdit
from network_data.repositories.plan_edit import PlanEdit

router = APIRouter()

OLDEST = timedelta(days=366)


@router.post(PAGE + "/frein-leve")
def close_need(
    desk: CurrentDesk,
    referral_id: str,
    frein: Annotated[str, Form(max_length=100)] = "",
    le: Annotated[str, Form(max_length=20)] = "",
) -> Response:
    """Closes a barrier that the referral lifted, from the day the person says."""
    file = desk.referrals.open(referral_id)
    edit, _ = _own(desk, file.referral.person_id)
    today = desk.visit.today
    try:
        day = date.fromisoformat(le) if le else today
    except ValueError:
        day = date.min
    if not today - OLDEST <= day <= today:
        return referral_page(desk, file, told=say("Donnez le jour où ce frein a été levé, dans l’année passée."))
    if frein in referral_view(desk, file).lifted:
        desk.lifted.lift(edit, referral_id, frein, day, ASSESSORS[0])
    return RedirectResponse(f"{referral_address(referral_id)}#leves", 303)


@router.post(PAGE + "/frein-leve/defaire")
def open_need_again(desk: CurrentDesk, referral_id: str, frein: Annotated[str, Form(max_length=100)] = "") -> Response:
    """Opens a barrier again as it stood before it was said to be lifted, for a day."""
    file = desk.referrals.open(referral_id)
    edit, _ = _own(desk, file.referral.person_id)
    if not desk.lifted.undo(edit, referral_id, frein):
        told = say("Cela ne se défait que pendant 24 heures, par qui l’a noté. Réévaluez ce frein avec elle.")
        return referral_page(desk, file, told=told)
    return RedirectResponse(referral_address(referral_id), 303)


@router.post(PAGE + "/replanifier")
def replan(desk: CurrentDesk, referral_id: str) -> Response:
    """Makes the plan again with the barrier that the partner said comes first, and shows it."""
    file = desk.referrals.open(referral_id)
    person_id = file.referral.person_id
    edit, plan = _own(desk, person_id)
    following = desk.successors.after(file, desk.person(person_id))
    if following is None or following.first is None:
        return referral_page(desk, file, told=say("Aucun frein n’est à mettre avant celui-ci."))
    first = following.first
    assess_first(edit, first, desk.visit.today, ASSESSORS[0])
    profile = profile_of(desk.person(person_id), desk.visit.today)
    for barrier in following.barriers:
        if may_wait(profile, first, barrier):
            put_after(plan, first, barrier)
    return RedirectResponse(f"{person_address(person_id)}#frein-{first}", 303)


def _own(desk: Desk, person_id: str) -> tuple[PersonEdit, PlanEdit]:
    """What changes the person's file.

    Raises:
        ForbiddenError: the asker sees it without accompanying the person.
    """
    edit, plan = desk.access.entry.edit(person_id), desk.access.entry.plan(person_id)
    if edit is None or plan is None:
        raise ForbiddenError(say("Seule la personne qui accompagne peut changer ce dossier."))
    return edit, plan
