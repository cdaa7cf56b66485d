"""The page of a point concerté, on one A4 with the person's own page overleaf, and the form that prepares it."""

from typing import Annotated, Literal
from urllib.parse import quote

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from api.web.access import CurrentAccess
from api.web.entry.comparing import changes, merged
from api.web.entry.desk import Written
from api.web.entry.sending import CurrentSent, shown_as
from api.web.points import form
from api.web.points.desk import CurrentPointDesk, PointDesk
from api.web.points.view import point_view
from api.web.sheet.page import CurrentSheetDesk
from api.web.sheet.pictograms import PICTOGRAMS
from network_data.repositories import PersonFile
from network_data.repositories.points import PointWords
from network_data.repositories.referral_reach import Reach

router = APIRouter()

PAGE = "/personnes/{person_id}/point"
FORM = PAGE + "/preparer"
Named = Annotated[Literal["oui"] | None, Query()]


@router.get(PAGE, response_class=HTMLResponse)
def point_of(
    desk: CurrentPointDesk, sheets: CurrentSheetDesk, access: CurrentAccess, noms: Named = None
) -> HTMLResponse:
    """The latest point: the person's words, three goals, who does what; overleaf, the person's own page."""
    reach, file = desk.open()
    named = noms is not None
    identity = access.identities.of([file]).get(desk.person_id) if named else None
    return desk.visit.page(
        "points/point.html",
        chantier=desk.visit.network.chantier(file.person.chantier_id),
        file=file,
        who=(identity.first_name if identity else None) or desk.person_id,
        named=named,
        view=point_view(desk, reach, file, names=named),
        may_write=reach.writes,
        sheet_text=None if file.person.secret_address else sheets.text(file),
        pictograms=PICTOGRAMS,
    )


@router.get(FORM, response_class=HTMLResponse)
def prepare(desk: CurrentPointDesk) -> HTMLResponse:
    """The form of the point of today, from what was said last time."""
    reach, file = desk.open_to_write()
    facts = form.facts_of(_latest(desk, reach))
    return _form(desk, file, Written(facts, facts))


@router.post(FORM)
def write(desk: CurrentPointDesk, sent: CurrentSent) -> Response:
    """Writes the point of today; or asks to correct, or says what someone else wrote meanwhile."""
    reach, file = desk.open_to_write()
    now, mine = form.facts_of(_latest(desk, reach)), form.plain(sent.facts)
    seen = form.plain(sent.seen)
    if others := changes(seen, now, mine):
        return _form(desk, file, Written(merged(seen, now, mine), now, changes=others))
    talked = form.read(mine, [need.barrier for need in file.needs])
    if talked.faults:
        return _form(desk, file, Written(mine, seen, talked.faults))
    desk.points.write(reach, desk.today, talked.words)
    return RedirectResponse(_address(desk.person_id) + "/point", 303)


def _latest(desk: PointDesk, reach: Reach) -> PointWords:
    points = desk.points.of_person(reach)
    return points[0].words if points else PointWords()


def _form(desk: PointDesk, file: PersonFile, written: Written) -> HTMLResponse:
    page = desk.visit.page(
        "points/prepare.html",
        chantier=desk.visit.network.chantier(file.person.chantier_id),
        file=file,
        address=_address(desk.person_id),
        answers=written.answers,
        seen=shown_as(written.seen),
        faults={name: fault.text.format(**fault.values) for name, fault in written.faults.items()},
        changes=written.changes,
        name_of=_name_of,
        value_of=lambda _name, value: value or "–",
        form=form,
    )
    page.status_code = written.status
    return page


def _name_of(field: str) -> str:
    kind, _, number = field.partition("-")
    return {"paroles": "Ses paroles", "but": f"But {number}", "frein": f"Frein du but {number}"}.get(kind, field)


def _address(person_id: str) -> str:
    return f"/personnes/{quote(person_id, safe='')}"
