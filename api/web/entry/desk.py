"""An advisor before a form about someone they accompany: its page, its errors, what others changed meanwhile."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated
from urllib.parse import quote

from fastapi import Depends
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from api.at_once import at_once
from api.errors import ForbiddenError
from api.i18n import Message, say
from api.services.partner_search import PartnerQuery
from api.services.people import person_file
from api.web.access import CurrentAccess
from api.web.entry.comparing import Change
from api.web.entry.sending import Answers, shown_as
from api.web.visit import CurrentVisit
from network_data.repositories import PersonFile
from network_data.repositories.person_edit import PersonEdit
from network_data.tables import Partner

MOST_FOUND = 8
"""Partners that a search within a form offers."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a form shows: its answers, those the page stands for, what to correct, what others changed."""

    answers: Answers
    seen: Answers
    faults: Mapping[str, Message] = field(default_factory=dict)
    changes: Sequence[Change] = ()

    @property
    def status(self) -> int:
        """422 when something is to correct, 409 when someone else was faster."""
        return 409 if self.changes else 422 if self.faults else 200


@dataclass(frozen=True, slots=True)
class Desk:
    """One request about the file of one person."""

    visit: CurrentVisit
    access: CurrentAccess
    person_id: str

    @property
    def address(self) -> str:
        """Where the person's plan is."""
        return f"/personnes/{quote(self.person_id, safe='')}"

    def open(self) -> tuple[PersonFile, PersonEdit]:
        """The file, and what changes it; whoever else would change it waits for the end of a form that is sent.

        Raises:
            NotFoundError: the person is not the asker's to see.
            ForbiddenError: they see the file without accompanying the person.
        """
        if self.visit.request.method != "GET":
            self.access.entry.hold(self.person_id)
        file = person_file(self.visit.people, self.person_id)
        edit = self.access.entry.edit(self.person_id)
        if edit is None:
            raise ForbiddenError(say("Seule la personne qui accompagne peut changer ce dossier."))
        return file, edit

    def page(self, template: str, file: PersonFile, written: Written, **context: object) -> HTMLResponse:
        """The page of a form."""
        page = self.visit.page(
            template,
            chantier=self.visit.network.chantier(file.person.chantier_id),
            file=file,
            address=self.address,
            answers=written.answers,
            seen=shown_as(written.seen),
            faults={name: fault.text for name, fault in written.faults.items()},
            changes=written.changes,
            **context,
        )
        page.status_code = written.status
        return page

    def partners(self, words: str, chosen: Sequence[str] = ()) -> list[Partner]:
        """The partners chosen, then the best that answer ``words``."""
        found = self.visit.partner_search.find(PartnerQuery(words)).partner_ids[:MOST_FOUND] if words else ()
        partners = self.visit.network.partners_by_id([*chosen, *found])
        return [partners[each] for each in dict.fromkeys((*chosen, *found)) if each in partners]

    def done(self, to: str = "") -> Response:
        """Back to the plan, or to a page under it."""
        return RedirectResponse(self.address + to, 303)


CurrentDesk = Annotated[Desk, Depends(at_once(Desk))]
