"""The pages of the référents who follow someone: those there are, a new one, a correction, an end."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from api.errors import NotFoundError
from api.i18n import say
from api.web.entry.comparing import changes, merged
from api.web.entry.desk import CurrentDesk, Desk, Written
from api.web.entry.referent_form import NAMES, WHOLE, entry_of, facts_of, name_of, read, value_of
from api.web.entry.sending import Answers, CurrentSent
from network_data.repositories import PersonFile
from network_data.repositories.person_edit import PersonEdit
from network_data.tables import Referent
from network_data.vocabulary import BARRIERS

router = APIRouter()

PAGE = "/personnes/{person_id}/referents"
LOOK = "cherche-partenaire"


@router.get(PAGE, response_class=HTMLResponse)
def referents(desk: CurrentDesk) -> HTMLResponse:
    """Who follows the person, on what, until when; those of the past too."""
    file, edit = desk.open()
    found = edit.referents()
    current = [one for one in found if one.until is None or one.until >= desk.visit.today]
    return desk.page(
        "entry/referents.html",
        file,
        Written({}, {}),
        current=current,
        past=[one for one in found if one not in current],
        by_id={one.id: one for one in found},
    )


@router.get(PAGE + "/nouveau", response_class=HTMLResponse)
def new_referent(desk: CurrentDesk, frein: str = "") -> HTMLResponse:
    """The form of a new référent, on a barrier when one is named."""
    file, _ = desk.open()
    carried = {need.barrier for need in file.needs}
    return _page(desk, file, Written({"frein": frein if frein in carried else WHOLE}, {}))


@router.post(PAGE + "/nouveau")
def add_referent(desk: CurrentDesk, sent: CurrentSent) -> Response:
    """Adds a référent, once however often the form is sent."""
    file, edit = desk.open()
    if sent.is_looking:
        return _page(desk, file, Written(sent.answers, {}))
    stated = read(_kept(sent.facts), _carried(file), _partners(desk, sent.facts))
    if stated.faults:
        return _page(desk, file, Written(sent.answers, {}, stated.faults))
    if stated.entry not in [entry_of(one) for one in edit.referents()]:
        edit.write_referent(stated.entry)
    return desk.done("/referents")


@router.get(PAGE + "/{referent_id}", response_class=HTMLResponse)
def one_referent(desk: CurrentDesk, referent_id: int) -> HTMLResponse:
    """The form that corrects a référent, or says until when."""
    file, edit = desk.open()
    facts = facts_of(_found(edit, referent_id))
    return _page(desk, file, Written(facts, facts), referent_id)


@router.post(PAGE + "/{referent_id}")
def correct_referent(desk: CurrentDesk, referent_id: int, sent: CurrentSent) -> Response:
    """Corrects a référent; or asks to correct, or says what someone else changed meanwhile."""
    file, edit = desk.open()
    now, mine = facts_of(_found(edit, referent_id)), _kept(sent.facts)
    if sent.is_looking:
        return _page(desk, file, Written(sent.answers, sent.seen), referent_id)
    if others := changes(sent.seen, now, mine):
        return _page(desk, file, Written(merged(sent.seen, now, mine), now, changes=others), referent_id)
    stated = read(mine, _carried(file) | {now["frein"]}, _partners(desk, mine))
    if stated.faults:
        return _page(desk, file, Written(sent.answers, sent.seen, stated.faults), referent_id)
    if mine != now:
        edit.write_referent(stated.entry, referent_id)
    return desk.done("/referents")


def _found(edit: PersonEdit, referent_id: int) -> Referent:
    for referent in edit.referents():
        if referent.id == referent_id:
            return referent
    raise NotFoundError(say("Ce référent n’existe pas."))


def _kept(facts: Answers) -> dict[str, str]:
    return {name: value for name, value in facts.items() if name in NAMES}


def _carried(file: PersonFile) -> set[str]:
    return {need.barrier for need in file.needs}


def _partners(desk: Desk, facts: Answers) -> dict[str, str]:
    chosen = [facts["partenaire"]] if "partenaire" in facts else []
    return {each.id: each.name for each in desk.partners("", chosen)}


def _page(desk: Desk, file: PersonFile, written: Written, referent_id: int | None = None) -> HTMLResponse:
    chosen = [written.answers["partenaire"]] if "partenaire" in written.answers else []
    barriers = [need.barrier for need in file.needs]
    kept = written.answers.get("frein", WHOLE)
    return desk.page(
        "entry/referent.html",
        file,
        written,
        referent_id=referent_id,
        barriers=[*barriers, *([kept] if kept not in (*barriers, WHOLE) and kept in BARRIERS else [])],
        whole=WHOLE,
        partners=desk.partners(written.answers.get(LOOK, ""), chosen),
        look_name=LOOK,
        names=NAMES,
        name_of=name_of,
        value_of=value_of,
    )
