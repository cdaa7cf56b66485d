"""The page where an advisor assesses someone's barriers, again and again."""

from collections.abc import Sequence

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from api.web.entry.comparing import changes, merged
from api.web.entry.desk import CurrentDesk, Desk, Written
from api.web.entry.needs_form import (
    ALL,
    ASSESSOR,
    ASSESSORS,
    BARRIER,
    CHOICES,
    DAY,
    SEVERITIES,
    STATES,
    WORDS,
    assess,
    barriers_like,
    completed,
    facts_of,
    name_of,
    value_of,
)
from api.web.entry.sending import CurrentSent
from network_data.repositories import PersonFile
from network_data.tables import Need
from network_data.vocabulary import BARRIERS, DOMAINS

router = APIRouter()

PAGE = "/personnes/{person_id}/evaluation"


@router.get(PAGE, response_class=HTMLResponse)
def assessment(desk: CurrentDesk) -> HTMLResponse:
    """The barriers the person carries, and all others by domain."""
    file, edit = desk.open()
    stored = edit.needs()
    facts = facts_of(stored)
    aside = {DAY: desk.visit.today.isoformat(), ASSESSOR: ASSESSORS[0]}
    return _page(desk, file, stored, Written({**facts, **aside}, facts))


@router.post(PAGE)
def write_assessment(desk: CurrentDesk, sent: CurrentSent) -> Response:
    """Writes what changed; or searches, asks to correct, or says what someone else changed meanwhile."""
    file, edit = desk.open()
    stored = edit.needs()
    now, mine = facts_of(stored), completed(sent.facts, sent.seen)
    if sent.is_looking:
        return _page(desk, file, stored, Written({**mine, **sent.aside}, sent.seen))
    if others := changes(sent.seen, now, mine):
        kept = {**merged(sent.seen, now, mine), **sent.aside}
        return _page(desk, file, stored, Written(kept, now, changes=others))
    found = assess(mine, sent.aside, stored, desk.visit.today)
    if found.faults:
        return _page(desk, file, stored, Written({**mine, **sent.aside}, sent.seen, found.faults))
    if found.entries or found.withdrawn:
        edit.write_needs(found.entries, found.withdrawn)
    return desk.done()


def _page(desk: Desk, file: PersonFile, stored: Sequence[Need], written: Written) -> HTMLResponse:
    needs = {need.barrier: need for need in stored}
    answers = written.answers
    carried = [code for code in BARRIERS if answers.get(BARRIER + code) in SEVERITIES or file_has(file, code)]
    words = answers.get(WORDS, "")
    found = [code for code in barriers_like(words) if code not in carried]
    rest = {
        domain: [code for code, each in BARRIERS.items() if each.domain is domain and code not in (*carried, *found)]
        for domain in DOMAINS
    }
    return desk.page(
        "entry/assessment.html",
        file,
        written,
        carried=carried,
        found=found,
        looked_for=words,
        wrong={name.removeprefix(BARRIER) for name in written.faults},
        rest={domain: codes for domain, codes in rest.items() if codes},
        needs=needs,
        severities=SEVERITIES,
        states=STATES,
        choices=CHOICES,
        assessors=ASSESSORS,
        fields={"day": DAY, "assessor": ASSESSOR, "all": ALL, "words": WORDS},
        name_of=name_of,
        value_of=value_of,
    )


def file_has(file: PersonFile, barrier: str) -> bool:
    """Whether the person carries the barrier as the file stands."""
    return any(need.barrier == barrier for need in file.needs)
