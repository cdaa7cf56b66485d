"""The paper that tells a person what they agreed to share, and how to stop it: apart from the sheet, it tells more."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from api.at_once import at_once
from api.dependencies import CurrentAsker, CurrentRecorder, Now
from api.services.referrals import reach_of
from api.services.shared_paper import shared_by
from api.services.sheet import check_sheet
from api.web.sheet.page import CurrentSheetDesk, SheetDesk, paper
from api.web.sheet.pdf import sheet_pdf
from api.web.sheet.pictograms import PICTOGRAMS
from api.wording.shared_paper import shared_text
from api.wording.sheet import SheetText
from network_data.repositories import PersonFile
from network_data.repositories.agreements import AgreementRepository

router = APIRouter()

PAGE = "/personnes/{person_id}/partages"


@dataclass(frozen=True, slots=True)
class SharingDesk:
    """One request about what one person agreed to share."""

    sheets: CurrentSheetDesk
    asker: CurrentAsker
    recorder: CurrentRecorder
    now: Now

    def text(self, file: PersonFile) -> SheetText:
        """The paper as it is read.

        Raises:
            ForbiddenError, InvalidRequestError: as ``check_sheet``.
        """
        check_sheet(file)
        visit = self.sheets.visit
        book = AgreementRepository(self.asker, visit.session, self.now, self.recorder)
        agreed = book.of_person(reach_of(book.reaches, file.person.id))
        shared = shared_by(agreed, visit.network, visit.today)
        return shared_text(shared, self.sheets.voice(file), self.sheets.hand(file))


CurrentSharingDesk = Annotated[SharingDesk, Depends(at_once(SharingDesk))]


@router.get(PAGE, response_class=HTMLResponse)
def sharing(desk: CurrentSharingDesk, person_id: str) -> HTMLResponse:
    """The paper on the screen."""
    sheets: SheetDesk = desk.sheets
    file = sheets.file(person_id)
    return sheets.visit.page(
        "sheet/sharing.html",
        chantier=sheets.visit.network.chantier(file.person.chantier_id),
        file=file,
        text=None if file.person.secret_address else desk.text(file),
        named=sheets.wishes.named,
        pictograms=PICTOGRAMS,
    )


@router.get(PAGE + ".pdf")
def sharing_to_print(desk: CurrentSharingDesk, person_id: str) -> Response:
    """The paper on A4."""
    made = sheet_pdf(desk.text(desk.sheets.file(person_id)), desk.now)
    return paper(made, "application/pdf", "feuille-2.pdf")
