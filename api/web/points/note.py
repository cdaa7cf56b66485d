"""The social note: a text begun from what is known, that whoever accompanies the person corrects, copies or prints."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel, Field
from starlette.responses import Response

from api.i18n import Message, say
from api.web.points.desk import CurrentPointDesk, PointDesk
from api.web.points.view import point_view
from api.web.templating import render
from network_data.repositories import PersonFile
from network_data.repositories.person_file import TELLING_PAPERS
from network_data.repositories.referral_reach import Reach
from network_data.vocabulary import BARRIERS

router = APIRouter()

PAGE = "/personnes/{person_id}/note-sociale"
LONGEST = 8_000
"""Characters: about three pages."""


class NoteForm(BaseModel):
    """The note as it is corrected."""

    texte: str = Field(default="", max_length=100_000)
    action: str = Field(default="", max_length=20)


@router.get(PAGE, response_class=HTMLResponse)
def social_note(desk: CurrentPointDesk) -> HTMLResponse:
    """The note as it was left, or begun from what is known."""
    reach, file = desk.open_to_write()
    kept = desk.points.note(reach)
    return _page(desk, file, kept if kept is not None else _begun(desk, reach, file), is_kept=kept is not None)


@router.post(PAGE)
def write_social_note(desk: CurrentPointDesk, form: Annotated[NoteForm, Form()]) -> Response:
    """Keeps the note, or begins it again from what is known."""
    reach, file = desk.open_to_write()
    text = form.texte.replace("\r\n", "\n").strip()
    if form.action == "recommencer":
        desk.points.write_note(reach, None)
    elif len(text) > LONGEST:
        told = say("Raccourcissez la note : {most} caractères au plus.", most=LONGEST)
        return _page(desk, file, text, is_kept=False, fault=told)
    else:
        desk.points.write_note(reach, text or None)
    return RedirectResponse(f"/personnes/{quote(desk.person_id, safe='')}/note-sociale", 303)


def _page(desk: PointDesk, file: PersonFile, text: str, *, is_kept: bool, fault: Message | None = None) -> HTMLResponse:
    page = desk.visit.page(
        "points/note.html",
        chantier=desk.visit.network.chantier(file.person.chantier_id),
        file=file,
        text=text,
        is_kept=is_kept,
        fault=fault.text.format(**fault.values) if fault else None,
    )
    page.status_code = 422 if fault else 200
    return page


def _begun(desk: PointDesk, reach: Reach, file: PersonFile) -> str:
    """The note from what is known, without what is sensitive: nobody writes that in advance."""
    view = point_view(desk, reach, file, names=False)

    def is_plain(barrier: str | None) -> bool:
        return barrier is None or not BARRIERS[barrier].sensitive

    return render(
        "points/note.txt",
        desk.visit.reader,
        today=desk.today,
        chantier=desk.visit.network.chantier(file.person.chantier_id),
        person=file.person,
        needs=[need.barrier for need in file.needs if is_plain(need.barrier)],
        held=[held for held in file.papers if held.paper not in TELLING_PAPERS],
        requested=[code for code in file.person.requested_papers if code not in TELLING_PAPERS],
        goals=[each.goal for each in view.goals if is_plain(each.goal.barrier)],
        lines=[
            line
            for line in (*(line for each in view.goals for line in each.lines), *view.others)
            if line.barriers and all(map(is_plain, line.barriers))
        ],
    ).strip()
