"""The sheet of a person on the screen, as a PDF to print, and as a file to keep on a telephone without network."""

from dataclasses import dataclass
from importlib.resources import files
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from fastapi.responses import HTMLResponse
from markupsafe import Markup
from starlette.responses import Response

from api.at_once import at_once
from api.dependencies import Now
from api.referring import CurrentBook
from api.services.calendars import LENGTH, Entry, calendar
from api.services.people import person_file
from api.services.referrals import reach_of
from api.services.sheet import Followed, Sheet, Stop, check_reader, check_sheet, make_sheet
from api.web.access import CurrentAccess
from api.web.concertation.desk import CurrentFollowUp
from api.web.opening_hours import weekly_hours
from api.web.phones import spoken_phone
from api.web.sheet.pdf import sheet_pdf
from api.web.sheet.pictograms import PICTOGRAMS
from api.web.templating import render
from api.web.visit import CurrentVisit
from api.wording.sheet import LANGUAGES, Hand, Notice, SheetText, Voice, sheet_text
from network_data.repositories import PersonFile

router = APIRouter()

PAGE = "/personnes/{person_id}/feuille"
APPOINTMENT = "Rendez-vous"
"""What a calendar calls it: whoever looks over a shoulder learns no more."""
STYLES = "feuille.css"
ALL = 1_000
"""More referrals than anybody has."""


def _hours(expression: str | None) -> list[str]:
    return [f"{line.days} : {line.spans}" for line in weekly_hours(expression)]


NOTICE = Notice(hours=_hours, phone=spoken_phone)
"""Hours and numbers as the pages say them."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """How the sheet is wanted: ``langue``, the person’s own by default; ``noms``: whether it names what tells."""

    langue: Annotated[Literal["fr", "en"] | None, Query()] = None
    noms: Annotated[Literal["oui"] | None, Query()] = None

    @property
    def named(self) -> bool:
        """Whether it says what names give away."""
        return self.noms is not None

    def language_of(self, file: PersonFile) -> str:
        """The language asked for; else French, unless the person speaks another that the sheet can be said in."""
        spoken = file.person.languages or []
        own = None if "fra" in spoken else next((LANGUAGES[code] for code in spoken if code in LANGUAGES), None)
        return self.langue or own or "fr"


@dataclass(frozen=True, slots=True)
class SheetDesk:
    """One request about the sheet of one person."""

    visit: CurrentVisit
    access: CurrentAccess
    book: CurrentBook
    follow: CurrentFollowUp
    now: Now
    wishes: Annotated[Wishes, Depends(at_once(Wishes))]

    def file(self, person_id: str) -> PersonFile:
        """The file of someone of whom a sheet may be made by the asker.

        Raises:
            NotFoundError: the person is not the asker's to see.
            ForbiddenError: they see only a part of the file.
        """
        file = person_file(self.visit.people, person_id)
        check_reader(file)
        return file

    def sheet(self, file: PersonFile) -> Sheet:
        """What the sheet says.

        Raises:
            ForbiddenError, InvalidRequestError: as ``make_sheet``.
        """
        check_sheet(file)
        reach = reach_of(self.book.reaches, file.person.id)
        found, _ = self.book.of_person(reach, 0, ALL)
        followed = Followed(found, self.follow.steps.of_person(reach))
        return make_sheet(file, followed, self.visit.network, self.now, names=self.wishes.named)

    def text(self, file: PersonFile) -> SheetText:
        """The sheet as it is read."""
        return sheet_text(self.sheet(file), self.voice(file), self.hand(file), NOTICE)

    def voice(self, file: PersonFile) -> Voice:
        """The language in which the person's papers are written."""
        return Voice(self.wishes.language_of(file))

    def hand(self, file: PersonFile) -> Hand:
        """Who gives a paper to whom; the name is opened only where it is to be written."""
        identity = self.access.identities.of([file]).get(file.person.id) if self.wishes.named else None
        return Hand(self.visit.reader.name or "", (identity.first_name or "") if identity else "", self.visit.today)


CurrentSheetDesk = Annotated[SheetDesk, Depends(at_once(SheetDesk))]


@router.get(PAGE, response_class=HTMLResponse)
def sheet_page(desk: CurrentSheetDesk, person_id: str) -> HTMLResponse:
    """The sheet, and how to have it; for someone in danger, whom to call and why there is none."""
    file = desk.file(person_id)
    text = None if file.person.secret_address else desk.text(file)
    return desk.visit.page(
        "sheet/page.html",
        chantier=desk.visit.network.chantier(file.person.chantier_id),
        file=file,
        text=text,
        named=desk.wishes.named,
        pictograms=PICTOGRAMS,
    )


@router.get(PAGE + ".pdf")
def sheet_to_print(desk: CurrentSheetDesk, person_id: str) -> Response:
    """The sheet on A4; its name tells nothing."""
    return paper(sheet_pdf(desk.text(desk.file(person_id)), desk.now), "application/pdf", "feuille.pdf")


@router.get(PAGE + ".html")
def sheet_to_keep(desk: CurrentSheetDesk, person_id: str) -> Response:
    """The sheet in one file that needs nothing else: it opens on a telephone without network."""
    text = desk.text(desk.file(person_id))
    styles = Markup((files("api.web") / "static" / STYLES).read_text(encoding="utf-8"))  # noqa: S704 - our own file
    kept = render("sheet/kept.html", text=text, styles=styles, pictograms=PICTOGRAMS)
    return paper(kept.encode(), "text/html; charset=utf-8", "feuille.html")


@router.get(PAGE + ".ics")
def appointments_to_keep(desk: CurrentSheetDesk, person_id: str) -> Response:
    """The appointments of the sheet for the calendar of a telephone: as discreet as it is."""
    sheet = desk.sheet(desk.file(person_id))
    entries = [
        Entry(stop.id, stop.at, stop.at + LENGTH, _title(stop, desk.wishes), desk.now, stop.address or "")
        for stop in sheet.going
        if stop.at
    ]
    return paper(calendar(APPOINTMENT, entries), "text/calendar; charset=utf-8", "rendez-vous.ics")


def _title(stop: Stop, wishes: Wishes) -> str:
    said = stop.who or stop.what
    return said if said and wishes.named else APPOINTMENT


def paper(content: bytes, media_type: str, name: str) -> Response:
    """A file to keep, which no shared computer keeps by itself."""
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
    return Response(content, media_type=media_type, headers=headers)
