"""The page where an advisor enters the people of a chantier that starts, from a file."""

from typing import Annotated

from fastapi import APIRouter, File, Form, UploadFile
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from api.errors import NotFoundError
from api.i18n import say
from api.services.people_import.entering import Entered, Ledger, PeopleImport
from api.services.people_import.reading import TEMPLATE, Fault, read_people
from api.web.access import Access, CurrentAccess
from api.web.visit import CurrentVisit, Visit
from network_data.tables import Chantier
from network_data.vocabulary import PAPERS

router = APIRouter()

PAGE = "/chantiers/{chantier_id}/importer"
MOST_SHOWN = 200
"""Faults shown: whoever has more corrects these first."""


@router.get(PAGE, response_class=HTMLResponse)
def import_page(visit: CurrentVisit, access: CurrentAccess, chantier_id: str) -> HTMLResponse:
    """What the file is to hold, and where to give it."""
    return _page(visit, _open(visit, access, chantier_id))


@router.get(PAGE + "/modele.csv")
def import_template(visit: CurrentVisit, access: CurrentAccess, chantier_id: str) -> Response:
    """The columns, and one fictitious row to replace."""
    _open(visit, access, chantier_id)
    headers = {"content-disposition": 'attachment; filename="personnes.csv"'}
    # The mark without which spreadsheets take it for another encoding.
    return Response(TEMPLATE.encode("utf-8-sig"), media_type="text/csv; charset=utf-8", headers=headers)


@router.post(PAGE, response_class=HTMLResponse)
def import_people(
    visit: CurrentVisit,
    access: CurrentAccess,
    chantier_id: str,
    fichier: Annotated[UploadFile | None, File()] = None,
    action: Annotated[str, Form(max_length=20)] = "verifier",
) -> HTMLResponse:
    """Checks the file, or enters everybody of it: all of them, or nobody."""
    chantier = _open(visit, access, chantier_id)
    content = fichier.file.read() if fichier is not None else b""
    if not content:
        nothing = Entered(0, (), 0, (Fault(0, "", "choisissez un fichier"),))
        return _page(visit, chantier, nothing)
    keep = action == "entrer"
    granting = access.granting
    ledger = Ledger(
        access.asker,
        access.entry,
        access.identities,
        access.grants,
        granting.accounts,
        visit.network,
        granting.now,
        visit.request.app.state.settings.secrets,
    )
    done = PeopleImport(ledger, visit.today).run(read_people(content, visit.today), keep=keep)
    return _page(visit, chantier, done, kept=keep)


def _page(visit: Visit, chantier: Chantier, done: Entered | None = None, *, kept: bool = False) -> HTMLResponse:
    page = visit.page(
        "entry/importing.html",
        chantier=chantier,
        done=done,
        kept=kept,
        faults=done.faults[:MOST_SHOWN] if done else (),
        papers=PAPERS,
    )
    page.status_code = 422 if done and done.faults else 200
    return page


def _open(visit: Visit, access: Access, chantier_id: str) -> Chantier:
    """The chantier, if it is open and the asker's to enter people at."""
    chantier = visit.network.chantier(chantier_id)
    if chantier is None or chantier.closed_on is not None or not access.entry.may_enter(chantier_id):
        raise NotFoundError(say("Ce chantier n’existe pas."))
    return chantier
