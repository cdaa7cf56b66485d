"""The page of one referral: read, moved on, undone."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from api.errors import GuardError, TransitionError
from api.i18n import Message, say, translations
from api.services.profiles import profile_of
from api.services.referrals import found
from api.web.entry.sending import Answers, CurrentSent
from api.web.language import PAGES_LOCALE
from api.web.meanwhile import VERSION, Change, Meanwhile, is_overtaken, version_shown
from api.web.referrals.addresses import referral_address
from api.web.referrals.agreement_words import shared_words
from api.web.referrals.desk import CurrentDesk, Desk
from api.web.referrals.reading_steps import fault_of, field_id, read_step
from api.web.referrals.state_words import state_words
from api.web.referrals.steps import Field, Group, Step, step_to
from api.web.referrals.view import ReferralView, referral_view
from api.wording.cohort import serves_better_later
from api.wording.referrals import reason_name
from api.wording.speech import Speech
from matching.candidates import find_candidates
from network_data.civil_time import day_of
from network_data.referrals import Guard
from network_data.referrals.guards import Result
from network_data.repositories.referrals import ReferralFile
from network_data.tables import SharingAgreement
from network_data.vocabulary import BARRIERS, ReferralState, Unit, reasons_of

router = APIRouter()

PAGE = "/orientations/{referral_id}"
TO = "vers"


@router.get(PAGE, response_class=HTMLResponse)
def referral(desk: CurrentDesk, referral_id: str) -> HTMLResponse:
    """Where it stands, what may come next, what happened."""
    return referral_page(desk, found(desk.book.find(referral_id)))


# The form stands first: it is read, however slowly it comes, before a transaction waits for it.


@router.post(PAGE + "/etape")
def move(sent: CurrentSent, desk: CurrentDesk, referral_id: str) -> Response:
    """Notes a step, or says what keeps it from being noted."""
    file = desk.referrals.open(referral_id)
    if is_overtaken(sent.facts.get(VERSION), len(file.events)):
        return _overtaken(desk, file, sent.facts)
    step = _asked(file, sent.facts)
    if step is None:
        return referral_page(desk, file, told=_PASSED)
    read = read_step(step, sent.facts, file.referral.barriers, desk.now)
    if read.faults:
        return referral_page(desk, file, Typed(step, sent.facts, read.faults))
    try:
        desk.referrals.move(file, read.move)
    except TransitionError:
        return referral_page(desk, file, told=_PASSED)
    except GuardError as refused:
        faults = fault_of(Guard(refused.guard), step)
        return referral_page(desk, file, Typed(step, sent.facts, faults), None if faults else _told(refused))
    return RedirectResponse(referral_address(referral_id), 303)


@router.post(PAGE + "/defaire")
def undo(sent: CurrentSent, desk: CurrentDesk, referral_id: str) -> Response:
    """Undoes the last step."""
    file = desk.referrals.open(referral_id)
    if is_overtaken(sent.facts.get(VERSION), len(file.events)):
        return _overtaken(desk, file, sent.facts)
    try:
        desk.referrals.undo(file)
    except GuardError as refused:
        return referral_page(desk, file, told=_told(refused))
    return RedirectResponse(referral_address(referral_id), 303)


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed into the form of a step, and what to correct of it, or to look at again first."""

    step: Step | None
    answers: Answers
    faults: Mapping[str, Message] = field(default_factory=dict)
    is_late: bool = False
    """Whether something else was written since they opened the page."""


def referral_page(
    desk: Desk, file: ReferralFile, typed: Typed | None = None, told: Message | None = None
) -> HTMLResponse:
    """The page; with what was typed into a form, or why nothing was noted."""
    faults = typed.faults if typed else {}
    view = referral_view(desk, file)
    page = desk.visit.page(
        "referrals/referral.html",
        chantier=desk.visit.network.chantier(view.person.person.chantier_id),
        view=view,
        file=view.person,
        name=desk.first_name(view.person),
        answers=_shown(typed) if typed else {},
        faults={name: fault.text.format(**fault.values) for name, fault in faults.items()},
        problem=told.text.format(**told.values) if told else None,
        meanwhile=_meanwhile(view, typed.answers) if typed and typed.is_late else None,
        typed_step=typed.step.to.value if typed and typed.step else None,
        groups=Group,
        field_id=field_id,
        stop_open=typed is not None and typed.step is not None and typed.step.group is Group.STOP,
        reasons={state: reasons_of(state) for state in (ReferralState.DECLINED, ReferralState.REFUSED)},
        results=Result,
        every_barrier=BARRIERS,
        **_around(desk, view),
    )
    page.status_code = 422 if faults or told or (typed and typed.is_late) else 200
    return page


def _overtaken(desk: Desk, file: ReferralFile, answers: Answers) -> Response:
    """What was written since the page was opened; a button that was pressed twice is answered as the first time."""
    shown = version_shown(answers.get(VERSION)) or 0
    late = file.events[shown:]
    if len(late) == 1 and late[0].actor == desk.access.asker.id and late[0].to_state == answers.get(TO):
        return RedirectResponse(referral_address(file.referral.id), 303)
    return referral_page(desk, file, Typed(_asked(file, answers), answers, is_late=True))


def _meanwhile(view: ReferralView, answers: Answers) -> Meanwhile:
    shown = version_shown(answers.get(VERSION)) or 0
    late = [line for line in view.lines if (line.number or 0) > shown]
    changes = [Change(line.words, line.who, line.at.date()) for line in late]
    words = answers.get(Field.NOTE)
    return Meanwhile(changes, (words,) if words else ())


def _around(desk: Desk, view: ReferralView) -> dict[str, object]:
    """What the page says beside the referral itself."""
    own, course = set(view.file.referral.barriers), view.file.course
    accompanies = desk.access.entry.edit(view.person.person.id) is not None
    return {
        "others": [need.barrier for need in view.person.needs if need.barrier not in own],
        "state_words": state_words(course.state, course.kind),
        "since": day_of(course.since),
        "lifted_on": day_of(course.since),
        "reason_label": lambda state, code: reason_name(state, code).text,
        "agreement": _running(desk, view),
        "shared_words": shared_words,
        "scarce": _scarce(desk, view),
        "busy": _busy(desk, view),
        "may_lift": accompanies,
        "may_replan": accompanies,
    }


def _running(desk: Desk, view: ReferralView) -> SharingAgreement | None:
    """The agreement by which the recipient may be told, as far as the asker may know of it."""
    referral = view.file.referral
    if not view.may_write:
        return None
    return desk.agreements.book.running(view.file.reach, referral.service_id, referral.recipient)


def _scarce(desk: Desk, view: ReferralView) -> str | None:
    """Before anything is sent: that the place it takes is expected to serve someone else better."""
    file, visit, on = view.file, desk.visit, view.person.person
    chantier = visit.network.chantier(on.chantier_id)
    if file.course.state is not ReferralState.PREPARED or not view.may_write or chantier is None:
        return None
    bids = visit.request.app.state.place_bids.of(visit.session, chantier.territory_slug, desk.now)
    if bids is None:
        return None
    holding = Unit.PLACE in desk.book.holdings.held_by(file.referral.id)
    candidates = find_candidates(visit.matcher.problem(profile_of(view.person, visit.today)))
    found = bids.worth(candidates, chantier.id, file.referral.service_id, file.referral.barriers, holding=holding)
    if found is None or not found.serves_better_later:
        return None
    return serves_better_later(Speech(translations(PAGES_LOCALE)), found.left)


def _busy(desk: Desk, view: ReferralView) -> int | None:
    """Before anything is sent: how many referrals the recipient has before them, where that is enough for now."""
    if view.file.course.state is not ReferralState.PREPARED or not view.may_write or view.is_dossier:
        return None
    recipient = view.file.referral.recipient
    load = desk.loads.of([recipient]).get(recipient)
    return load.total if load and load.is_full(desk.most_open) else None


def _asked(file: ReferralFile, answers: Answers) -> Step | None:
    to = answers.get(TO, "")
    return step_to(file.course, ReferralState(to)) if to in set(ReferralState) else None


def _shown(typed: Typed) -> dict[str, str]:
    """What was typed, by the id of its field."""
    if typed.step is None:
        return {}
    return {f"{typed.step.to.value}-{name}": value for name, value in typed.answers.items() if name != TO}


def _told(refused: GuardError) -> Message:
    if refused.guard == Guard.AGREEMENT:
        return _NO_AGREEMENT
    return refused.detail


_PASSED = say("Cette étape n’est plus possible : l’orientation a avancé entre-temps. Voici où elle en est.")
_NO_AGREEMENT = say("Il manque son accord pour le dire à ce partenaire. Demandez-le-lui d’abord : voyez ci-dessous.")
