"""The page that adds a step beside someone: who walks them where, calls beside them, prepares which file."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from api.web.concertation import step_form as form
from api.web.concertation.desk import CurrentFollowUp, FollowUp
from api.web.concertation.view import ReferralLine, open_referrals
from api.web.entry.desk import CurrentDesk, Desk, Written
from api.web.entry.sending import CurrentSent
from network_data.civil_time import local_time
from network_data.repositories import PersonFile
from network_data.vocabulary import PAPERS

router = APIRouter()

PAGE = "/personnes/{person_id}/pas"


@router.get(PAGE, response_class=HTMLResponse)
def new_step(desk: CurrentDesk, follow: CurrentFollowUp, frein: str = "", orientation: str = "") -> HTMLResponse:
    """The form of a new step; on a barrier, or for an appointment, when one is named."""
    file, _ = desk.open()
    carried = {need.barrier for need in file.needs}
    answers = {form.ABOUT: frein if frein in carried else form.WHOLE}
    expected = next((each for each in _expected(desk, follow, file) if each.file.referral.id == orientation), None)
    if expected is not None and expected.appointment is not None:
        local = local_time(expected.appointment)
        answers |= {
            form.ABOUT: expected.file.referral.barriers[0],
            form.REFERRAL: orientation,
            form.ON: local.date().isoformat(),
            form.AT: f"{local:%H:%M}",
        }
    return _page(desk, follow, file, Written(answers, {}))


@router.post(PAGE)
def add_step(desk: CurrentDesk, follow: CurrentFollowUp, sent: CurrentSent) -> Response:
    """Adds the step, or asks to correct it."""
    file, _ = desk.open()
    expected = [each.file.referral.id for each in _expected(desk, follow, file)]
    decided = form.read(sent.facts, {need.barrier for need in file.needs}, expected)
    if decided.faults:
        return _page(desk, follow, file, Written(sent.answers, {}, decided.faults))
    follow.steps.add(follow.reach_to_write(desk.person_id), decided.entry)
    return desk.done("/suivi")


def _expected(desk: Desk, follow: FollowUp, file: PersonFile) -> list[ReferralLine]:
    """The referrals with an appointment to come."""
    found = open_referrals(follow, follow.reach(desk.person_id), file, desk.visit.network)
    return [each for each in found if each.appointment is not None]


def _page(desk: Desk, follow: FollowUp, file: PersonFile, written: Written) -> HTMLResponse:
    return desk.page(
        "concertation/step.html",
        file,
        written,
        barriers=[need.barrier for need in file.needs],
        expected=_expected(desk, follow, file),
        kinds=form.KINDS,
        bys=form.BYS,
        papers=list(PAPERS),
        form=form,
    )
