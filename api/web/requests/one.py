"""One request: the question, three routes, the call made together, the way back; each step by a form of its own."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Form, Query
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from api.errors import ForbiddenError, GuardError, InvalidRequestError, TransitionError
from api.i18n import Message
from api.services.requests.desk import allowed, found
from api.web.meanwhile import Change, Meanwhile, is_overtaken, version_shown
from api.web.requests.cards import choices, proposed_cards
from api.web.requests.desk import PAGE, CurrentRequestsDesk, RequestsDesk, is_officers, said
from api.web.requests.forms import CallForm, PassingForm, ProposalForm, StepForm, UndoForm, UnreadableFormError
from api.web.requests.history import history
from api.web.requests.outcome import outcome_of
from api.web.requests.passing import to_whom
from network_data.repositories.requests import RequestFile
from network_data.requests import EventKind, why_not_undo
from network_data.vocabulary import BARRIERS, CLOSING_REASONS, REASONS, ReferralState, RequestState, Side

router = APIRouter()

AGREED_FOR = timedelta(days=90)
_FROM_HERE_CALLED = (
    RequestState.PROPOSED,
    RequestState.CHOSEN,
    RequestState.OTHER_ROUTE,
    RequestState.JOINT_CONTACT,
)
_DECLINES = [(code, reason.label) for (state, code), reason in REASONS.items() if state is ReferralState.DECLINED]


@router.get(PAGE + "/{request_id}", response_class=HTMLResponse)
def one(desk: CurrentRequestsDesk, request_id: str, q: Annotated[str, Query(max_length=200)] = "") -> HTMLResponse:
    """The request as it stands for its reader; ``q``: a partner looked for, to propose in place of another."""
    return _page(desk, found(desk.book.find(request_id)), looked_for=q)


@router.post(PAGE + "/{request_id}/pistes")
def propose(desk: CurrentRequestsDesk, request_id: str, form: Annotated[ProposalForm, Form()]) -> Response:
    """Proposes up to three services."""
    return _try(desk, request_id, lambda file: desk.desk.move(file, form.move()), Typed(form.version, proposal=form))


@router.post(PAGE + "/{request_id}/etape")
def step(desk: CurrentRequestsDesk, request_id: str, form: Annotated[StepForm, Form()]) -> Response:
    """Takes, chooses, asks for another route, hands back, closes."""
    return _try(desk, request_id, lambda file: desk.desk.move(file, form.move()), Typed(form.version, step=form))


@router.post(PAGE + "/{request_id}/appel")
def call(desk: CurrentRequestsDesk, request_id: str, form: Annotated[CallForm, Form()]) -> Response:
    """Records a call made together."""
    return _try(desk, request_id, lambda file: desk.together.call(file, form.call()), Typed(form.version, called=form))


@router.post(PAGE + "/{request_id}/passer")
def pass_on(desk: CurrentRequestsDesk, request_id: str, form: Annotated[PassingForm, Form()]) -> Response:
    """Passes the request on to a colleague, or back to the common queue."""
    return _try(desk, request_id, lambda file: desk.desk.assign(file, form.a or None), Typed(form.version))


@router.post(PAGE + "/{request_id}/defaire")
def undo(desk: CurrentRequestsDesk, request_id: str, form: Annotated[UndoForm, Form()]) -> Response:
    """Undoes the last step."""
    return _try(desk, request_id, desk.together.undo, Typed(form.version))


@dataclass(frozen=True, slots=True)
class Typed:
    """What was sent and could not be kept: why not, and what was typed.

    ``version``: what its page had shown; ``is_late``: something was written since. ``asks_parallel``: whether it may be
    sent again as meant to be tried beside another route.
    """

    version: str = ""
    problem: Message | None = None
    is_late: bool = False
    step: StepForm | None = None
    proposal: ProposalForm | None = None
    called: CallForm | None = None
    asks_parallel: bool = False

    def words(self) -> list[str]:
        """The free words that were typed."""
        rows = self.proposal.rows() if self.proposal else ()
        alone = (self.step.mot if self.step else "", self.called.mot if self.called else "")
        return [words for words in (*(row[1] for row in rows), *alone) if words]


def _try(desk: RequestsDesk, request_id: str, change: Callable[[RequestFile], RequestFile], typed: Typed) -> Response:
    """Changes the request and comes back to it; or says on its page what is wrong, with what was typed."""
    file = desk.desk.open(request_id)
    if is_overtaken(typed.version, len(file.events)):
        return _page(desk, file, replace(typed, is_late=True))
    try:
        change(file)
    except UnreadableFormError as unreadable:
        return _page(desk, file, replace(typed, problem=unreadable.problem))
    except (GuardError, TransitionError, InvalidRequestError, ForbiddenError) as refused:
        problem = refused.faults[0].problem if refused.faults else refused.detail
        parallel = isinstance(refused, GuardError) and refused.guard == "another-route"
        told = replace(typed, problem=problem, asks_parallel=parallel)
        return _page(desk, found(desk.book.find(request_id)), told)
    return RedirectResponse(f"{PAGE}/{request_id}", 303)


def _page(desk: RequestsDesk, file: RequestFile, typed: Typed = Typed(), looked_for: str = "") -> HTMLResponse:
    course, request = file.course, file.request
    has_it = is_officers(file) and course.officer == desk.asker.id and not course.waiting
    proposes = has_it and RequestState.PROPOSED in allowed(file)
    cards = proposed_cards(desk, file) if file.sight.words else []
    return desk.page(
        "requests/one.html",
        422 if typed.problem or typed.is_late else 200,
        chantier=desk.chantiers[request.chantier_id],
        file=file,
        allowed=[state.value for state in allowed(file)],
        answers=is_officers(file),
        asks=Side.ASKER in file.sight.sides,
        coordinates=not file.sight.words and not file.sight.sides,
        has_it=has_it,
        asked_by=desk.name(request.asked_by),
        officer=desk.name(course.officer),
        why=desk.why(file) if course.waiting else "",
        team=to_whom(desk, file) if not course.ended else [],
        choices=choices(desk, file, looked_for) if proposes else None,
        looked_for=looked_for,
        typed=typed.proposal.rows() if typed.proposal else None,
        cards=cards,
        chosen=_chosen(file),
        calls=has_it and course.state in _FROM_HERE_CALLED,
        called=typed.called or CallForm(),
        outcome=outcome_of(desk, file) if file.sight.words else None,
        identity=desk.known_as(file),
        may_refer=file.person_id is not None,
        asks_parallel=typed.asks_parallel,
        declines=_DECLINES,
        other_barriers=list(BARRIERS),
        agreed_until=desk.visit.today + AGREED_FOR,
        closings=[(code, reason.label) for code, reason in CLOSING_REASONS.items()],
        history=history(desk, file),
        may_undo=why_not_undo(course, desk.asker.id, desk.now) is None,
        problem=said(typed.problem) if typed.problem else None,
        meanwhile=_meanwhile(desk, file, typed) if typed.is_late else None,
        step=typed.step,
    )


def _meanwhile(desk: RequestsDesk, file: RequestFile, typed: Typed) -> Meanwhile:
    lines = history(desk, file)
    late = lines[: len(lines) - (version_shown(typed.version) or 0)]
    return Meanwhile([Change(line.what, line.who, line.at.date()) for line in late], typed.words())


def _chosen(file: RequestFile) -> str | None:
    """The service chosen since the last proposal."""
    for event in reversed(file.standing):
        if event.kind is EventKind.MOVE and event.to_state in (RequestState.CHOSEN, RequestState.PROPOSED):
            return event.details.get("chosen")
    return None
