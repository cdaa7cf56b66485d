"""The page of someone's name and contact details, sealed apart from their file."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from api.web.entry.comparing import changes, merged
from api.web.entry.desk import CurrentDesk, Desk, Written
from api.web.entry.identity_form import NAMES, SECRET, YES, facts_of, faults_of, identity_of, name_of, value_of
from api.web.entry.sending import CurrentSent
from network_data.repositories import PersonFile
from network_data.repositories.identities import Identity

router = APIRouter()

PAGE = "/personnes/{person_id}/identite"


@router.get(PAGE, response_class=HTMLResponse)
def identity(desk: CurrentDesk) -> HTMLResponse:
    """The name and the contact details, for those alone who accompany the person."""
    file, _ = desk.open()
    facts = _stored(desk, file)
    return _page(desk, file, Written(facts, facts))


@router.post(PAGE)
def write_identity(desk: CurrentDesk, sent: CurrentSent) -> Response:
    """Seals what is known now; or asks to correct, or says what someone else changed meanwhile."""
    file, edit = desk.open()
    now = _stored(desk, file)
    mine = {name: value for name, value in sent.facts.items() if name in NAMES}
    faults = faults_of(mine)
    if not faults:
        mine = facts_of(identity_of(mine), secret=SECRET in mine)
    if others := changes(sent.seen, now, mine):
        return _page(desk, file, Written(merged(sent.seen, now, mine), now, changes=others))
    if faults:
        return _page(desk, file, Written(mine, sent.seen, faults))
    if {**mine, SECRET: ""} != {**now, SECRET: ""}:
        desk.access.identities.write(desk.person_id, identity_of(mine))
    if (SECRET in mine) != (SECRET in now):
        edit.keep_address_secret(mine.get(SECRET) == YES)
    return desk.done()


def _stored(desk: Desk, file: PersonFile) -> dict[str, str]:
    known = desk.access.identities.of([file]).get(file.person.id, Identity())
    return facts_of(known, secret=file.person.secret_address)


def _page(desk: Desk, file: PersonFile, written: Written) -> HTMLResponse:
    return desk.page("entry/identity.html", file, written, names=NAMES, name_of=name_of, value_of=value_of)
