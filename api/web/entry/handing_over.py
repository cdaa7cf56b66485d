"""The page on which a référent hands over to another: the former one's last day, the next one's first."""

from dataclasses import replace
from datetime import date, timedelta

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from api.errors import NotFoundError
from api.i18n import say
from api.web.entry.desk import CurrentDesk, Desk, Written
from api.web.entry.referent_form import NAMES, WHOLE, Stated, entry_of, read
from api.web.entry.sending import Answers, CurrentSent
from network_data.repositories import PersonFile
from network_data.repositories.person_edit import PersonEdit
from network_data.tables import Referent

router = APIRouter()

PAGE = "/personnes/{person_id}/referents/{referent_id}/relais"
LOOK = "cherche-partenaire"


@router.get(PAGE, response_class=HTMLResponse)
def next_referent(desk: CurrentDesk, referent_id: int) -> HTMLResponse:
    """The form that says who takes over, from when."""
    file, edit = desk.open()
    return _page(desk, file, _found(edit, referent_id), Written({"depuis": desk.visit.today.isoformat()}, {}))


@router.post(PAGE)
def hand_over(desk: CurrentDesk, referent_id: int, sent: CurrentSent) -> Response:
    """Hands over, once however often the form is sent; or searches, or asks to correct."""
    file, edit = desk.open()
    former = _found(edit, referent_id)
    if sent.is_looking:
        return _page(desk, file, former, Written(sent.answers, {}))
    stated = _stated(desk, former, sent.facts)
    if stated.faults:
        return _page(desk, file, former, Written(sent.answers, {}, stated.faults))
    begins = stated.entry.since or desk.visit.today
    already = [entry_of(one) for one in edit.referents() if one.succeeds_id == former.id]
    if stated.entry not in already:
        edit.hand_over(referent_id, stated.entry, begins - timedelta(days=1))
    return desk.done("/referents")


def _stated(desk: Desk, former: Referent, facts: Answers) -> Stated:
    """Who takes over; the former one must have begun before."""
    told = {name: value for name, value in facts.items() if name in NAMES and name not in ("frein", "jusque")}
    chosen = [told["partenaire"]] if "partenaire" in told else []
    partners = {each.id: each.name for each in desk.partners("", chosen)}
    barrier = former.barrier or WHOLE
    stated = read({**told, "frein": barrier}, {barrier}, partners)
    if "depuis" not in stated.faults:
        if stated.entry.since is None:
            stated.faults["depuis"] = say("Dites à partir de quel jour.")
        elif stated.entry.since <= (former.since or date.min):
            stated.faults["depuis"] = say("Le relais vient après le début du suivi qu’il reprend.")
    return replace(stated, entry=replace(stated.entry, barrier=former.barrier))


def _found(edit: PersonEdit, referent_id: int) -> Referent:
    for referent in edit.referents():
        if referent.id == referent_id:
            return referent
    raise NotFoundError(say("Ce référent n’existe pas."))


def _page(desk: Desk, file: PersonFile, former: Referent, written: Written) -> HTMLResponse:
    chosen = [written.answers["partenaire"]] if "partenaire" in written.answers else []
    return desk.page(
        "entry/handing_over.html",
        file,
        written,
        former=former,
        partners=desk.partners(written.answers.get(LOOK, ""), chosen),
        look_name=LOOK,
        names=NAMES,
    )
