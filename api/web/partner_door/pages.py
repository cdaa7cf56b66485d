"""A partner's pages: a first one that reveals nothing, what was agreed once it is pressed, the answer, the code.

Asking for a page (GET) changes nothing and shows nothing of anyone: scanners of mail open links. Whatever a link does
not open any more is answered alike.
"""

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from api.dependencies import CurrentRecorder, Now, Transaction
from api.errors import GuardError, TooManyRequestsError, TransitionError
from api.i18n import Message, say, translations
from api.security.cookies import address_of
from api.security.partner_links import PATH, number_of
from api.security.throttling import Throttle, ThrottlingRules
from api.services.partner_answers import PartnerDoor
from api.web.account.pages import open_page
from api.web.language import PAGES_LOCALE
from api.web.partner_door.answer_form import REASON_CODES, WrongAnswerError, answer_of
from api.wording.partner_door import answer_name, field_name
from api.wording.referrals import reason_name
from network_data.civil_time import day_of, local_time
from network_data.database import transaction
from network_data.repositories.linked_referrals import Linked
from network_data.vocabulary import ReferralState

router = APIRouter()

CODE_PAGE = "/reponse"
CODE_RULES = ThrottlingRules(per_login=30, per_address=10)
"""Tries of codes in a quarter of an hour, by anybody and from one address: twelve digits are then not to be guessed."""
_ANYBODY = "partner-code"
_NO_ROOM = say("Les places convenues avec le programme sont toutes prises. Choisissez la liste d’attente, ou appelez.")
_OVERTAKEN = say("Cette réponse n’est plus possible : la demande a avancé entre-temps. Appelez qui vous l’a adressée.")


def partner_door(request: Request, session: Transaction, now: Now, recorder: CurrentRecorder) -> PartnerDoor:
    """What opens links in this request."""
    return PartnerDoor(session, now, recorder, request.app.state.settings.secrets, address_of(request))


CurrentDoor = Annotated[PartnerDoor, Depends(partner_door)]


async def sent_fields(request: Request) -> dict[str, str]:
    """The fields of the form, each once."""
    return {name: value for name, value in (await request.form()).items() if isinstance(value, str)}


@router.get(CODE_PAGE)
def code_page(request: Request) -> Response:
    """Where a code is typed."""
    return _page(request, "partner_door/code.html", fault=None)


@router.post(CODE_PAGE)
def open_by_code(request: Request, now: Now, code: Annotated[str, Form(max_length=60)] = "") -> Response:
    """Leads a code to its link's first page.

    Raises:
        TooManyRequestsError: too many codes were tried.
    """
    engine, settings, address = request.app.state.engine, request.app.state.settings, address_of(request)
    # Its own transaction comes first: every try counts, whatever becomes of this request.
    throttle = Throttle(engine, settings.secrets[0], CODE_RULES)
    if not throttle.admit(_ANYBODY, f"{_ANYBODY} {address}", now):
        raise TooManyRequestsError(int(CODE_RULES.window.total_seconds()))
    with transaction(engine) as session:
        path = PartnerDoor(session, now, request.app.state.trail, settings.secrets, address).path_of_code(code)
    if path is None:
        return _page(request, "partner_door/code.html", 422, fault=_said(say("Ce code n’ouvre rien. Vérifiez-le.")))
    return RedirectResponse(path, 303)


@router.head(PATH + "{token}")
@router.get(PATH + "{token}")
def first_page(request: Request, token: str, door: CurrentDoor) -> Response:
    """Says what is asked for, or what was answered; nothing of the person."""
    linked = door.find(token)
    return _first(request, token, linked) if linked else _nothing(request)


@router.post(PATH + "{token}")
def show(request: Request, token: str, door: CurrentDoor, now: Now) -> Response:
    """Shows what the person agreed to share, and the forms to answer."""
    linked = door.find_to_answer(token)
    return _request(request, token, door, linked, now) if linked else _nothing(request)


@router.post(PATH + "{token}/decision")
def decide(  # noqa: PLR0913, PLR0917 - what a request gives
    request: Request,
    token: str,
    door: CurrentDoor,
    session: Transaction,
    now: Now,
    sent: Annotated[dict[str, str], Depends(sent_fields)],
) -> Response:
    """Takes the answer."""
    linked = door.find_to_answer(token)
    if linked is None:
        return _nothing(request)
    try:
        answer = answer_of(sent, now)
        with session.begin_nested():
            door.answer(linked, answer)
    except WrongAnswerError as error:
        return _request(request, token, door, linked, now, sent, dict(error.faults))
    except (GuardError, TransitionError) as error:
        full = isinstance(error, GuardError) and error.members["guard"] == "quota"
        faults = {"reponse": _NO_ROOM if full else _OVERTAKEN}
        return _request(request, token, door, door.find(token), now, sent, faults)
    return RedirectResponse(PATH + token, 303)


def _first(request: Request, token: str, linked: Linked) -> Response:
    return _page(
        request,
        "partner_door/first.html",
        linked=linked,
        number=number_of(linked.link),
        action=PATH + token,
        answer=_said(answer_name(linked.course.state)) if linked.answer else None,
        appointment=_appointment(linked),
        review=_review(linked),
        until=day_of(linked.link.expires_at),
    )


def _request(  # noqa: PLR0913, PLR0917 - what the page is made of
    request: Request,
    token: str,
    door: PartnerDoor,
    linked: Linked | None,
    now: datetime,
    answers: dict[str, str] | None = None,
    faults: dict[str, Message] | None = None,
) -> Response:
    if linked is None:
        return _nothing(request)
    declined = ReferralState.DECLINED
    return _page(
        request,
        "partner_door/request.html",
        422 if faults else 200,
        linked=linked,
        number=number_of(linked.link),
        shared=[(_said(field_name(field)), field.value, value) for field, value in door.shared(linked).items()],
        action=f"{PATH}{token}/decision",
        answer=_said(answer_name(linked.course.state)) if linked.answer else None,
        answers=answers or {},
        changes=(),
        faults={name: _said(fault) for name, fault in (faults or {}).items()},
        reasons=[(code, _said(reason_name(declined, code))) for code in REASON_CODES],
        today=day_of(now),
    )


def _nothing(request: Request) -> Response:
    """One answer for whatever opens nothing: forged, too old, used up, overtaken, agreed to no more."""
    return _page(request, "partner_door/nothing.html", 404)


def _page(request: Request, template: str, status: int = 200, **context: object) -> Response:
    page = open_page(request, template, status, **context)
    page.headers["x-robots-tag"] = "noindex, nofollow, noarchive"
    return page


def _appointment(linked: Linked) -> datetime | None:
    said = linked.answer.details.get("scheduled_at") if linked.answer else None
    return local_time(datetime.fromisoformat(said)) if said else None


def _review(linked: Linked) -> date | None:
    said = linked.answer.details.get("next_review_on") if linked.answer else None
    return date.fromisoformat(said) if said else None


def _said(message: Message) -> str:
    return message.said(translations(PAGES_LOCALE))
