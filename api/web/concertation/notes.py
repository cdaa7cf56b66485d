"""The pages of notes about a follow-up: written for a stated audience, corrected or withdrawn for a while."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Form
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel, Field
from starlette.responses import Response

from api.at_once import at_once
from api.errors import NotFoundError
from api.i18n import N_, Message, say
from api.services.people import person_file
from api.web.access import CurrentAccess
from api.web.concertation.desk import CurrentFollowUp, FollowUp
from api.web.visit import CurrentVisit
from network_data.repositories.follow_notes import CHANGED_WITHIN, ReadNote
from network_data.repositories.referral_reach import Reach
from network_data.tables import Audience

router = APIRouter()

PAGE = "/personnes/{person_id}/notes"
LONGEST = 2000
"""Characters: a note is no report."""
AUDIENCES: Mapping[str, str] = MappingProxyType(
    {
        Audience.AUTHOR.value: N_("moi seul·e"),
        Audience.TEAM.value: N_("qui l’accompagne"),
        Audience.MEETING.value: N_("qui l’accompagne, et le comité de suivi"),
    }
)


class NoteForm(BaseModel):
    """A note as it is sent; what is too long is told, never cut."""

    mots: str = Field(default="", max_length=20_000)
    pour: str = Field(default="", max_length=100)

    def faults(self) -> dict[str, Message]:
        """What is to correct, by field."""
        faults = {}
        if not self.mots.strip():
            faults["mots"] = say("Écrivez la note, ou revenez au suivi.")
        if len(self.mots) > LONGEST:
            faults["mots"] = say("Raccourcissez : deux mille caractères au plus.")
        if self.pour not in AUDIENCES:
            faults["pour"] = say("Dites qui pourra la lire.")
        return faults


Sent = Annotated[NoteForm, Form()]


@dataclass(frozen=True, slots=True)
class Asked:
    """Someone before the notes about a person."""

    visit: CurrentVisit
    access: CurrentAccess
    desk: CurrentFollowUp
    person_id: str

    @property
    def address(self) -> str:
        """Where the notes are."""
        return f"/personnes/{quote(self.person_id, safe='')}/notes"

    def page(
        self, reach: Reach, form: NoteForm, changed: ReadNote | None = None, *, sent: bool = False
    ) -> HTMLResponse:
        """The notes that are the asker's to read, with the form of a new one, or of the one being changed."""
        file = person_file(self.visit.people, self.person_id)
        faults = form.faults() if sent else {}
        page = self.visit.page(
            "concertation/notes.html",
            chantier=self.visit.network.chantier(file.person.chantier_id),
            file=file,
            identity=self.access.identities.of([file]).get(self.person_id),
            notes=self.desk.notes.of_person(reach),
            may_write=reach.whole and reach.writes,
            changed=changed,
            answers={"mots": form.mots, "pour": form.pour},
            faults={name: fault.text for name, fault in faults.items()},
            changes=(),
            audiences=AUDIENCES,
            longest=LONGEST,
            hours=int(CHANGED_WITHIN.total_seconds() // 3600),
        )
        page.status_code = 422 if faults else 200
        return page


CurrentAsked = Annotated[Asked, Depends(at_once(Asked))]


@router.get(PAGE, response_class=HTMLResponse)
def notes_about(asked: CurrentAsked) -> HTMLResponse:
    """The notes about someone, and the form of a new one."""
    return asked.page(_whole(asked), NoteForm(pour=Audience.TEAM.value))


@router.post(PAGE)
def write_note(asked: CurrentAsked, form: Sent) -> Response:
    """Keeps a note, or asks to correct it."""
    reach = asked.desk.reach_to_write(asked.person_id)
    if form.faults():
        return asked.page(reach, form, sent=True)
    asked.desk.notes.write(reach, form.mots.strip(), Audience(form.pour))
    return RedirectResponse(asked.address, 303)


@router.get(PAGE + "/{note_id}", response_class=HTMLResponse)
def change_note(asked: CurrentAsked, note_id: str) -> HTMLResponse:
    """The form that corrects a note."""
    reach = asked.desk.reach_to_write(asked.person_id)
    found = _changeable(asked.desk, reach, note_id)
    return asked.page(reach, NoteForm(mots=found.words, pour=found.note.audience.value), found)


@router.post(PAGE + "/{note_id}")
def write_change(asked: CurrentAsked, note_id: str, form: Sent) -> Response:
    """Corrects a note, or asks to correct the correction."""
    reach = asked.desk.reach_to_write(asked.person_id)
    found = _changeable(asked.desk, reach, note_id)
    if form.faults():
        return asked.page(reach, form, found, sent=True)
    asked.desk.notes.change(found.note, form.mots.strip(), Audience(form.pour))
    return RedirectResponse(asked.address, 303)


@router.post(PAGE + "/{note_id}/retrait")
def withdraw_note(asked: CurrentAsked, note_id: str) -> Response:
    """Removes a note for good."""
    reach = asked.desk.reach_to_write(asked.person_id)
    asked.desk.notes.withdraw(_changeable(asked.desk, reach, note_id).note)
    return RedirectResponse(asked.address, 303)


def _whole(asked: Asked) -> Reach:
    """The asker's reach, of a person whom they see whole.

    Raises:
        NotFoundError: they do not, and do not learn whether there are notes.
    """
    reach = asked.desk.reach(asked.person_id)
    if not reach.whole:
        raise NotFoundError(say("Ces notes ne sont pas les vôtres à lire."))
    return reach


def _changeable(desk: FollowUp, reach: Reach, note_id: str) -> ReadNote:
    found = desk.notes.find_to_change(reach, note_id)
    if found is None:
        raise NotFoundError(say("Cette note n’existe pas, ou ne peut plus être changée."))
    return found
