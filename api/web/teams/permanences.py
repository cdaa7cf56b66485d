"""Who comes when, for the teams; and the calendars that one's own calendar subscribes to."""

from hashlib import sha256
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from api.dependencies import CurrentAsker, CurrentRecorder, Now, Today, Transaction
from api.errors import NotFoundError, TooManyRequestsError
from api.i18n import say
from api.security.cookies import address_of
from api.security.rate_limits import RateLimits
from api.services.staffing.permanences import Permanences, published_calendar
from api.web.visit import CurrentVisit
from api.wording.staffing import DOMAIN_NAMES

router = APIRouter()

PAGE = "/permanences"
CALENDAR = "/calendriers/{feed}.ics"
MEDIA_TYPE = "text/calendar; charset=utf-8"


def own_permanences(
    asker: CurrentAsker, session: Transaction, now: Now, today: Today, recorder: CurrentRecorder
) -> Permanences:
    """The diaries of whoever asks."""
    return Permanences(asker, session, now, today, recorder)


CurrentPermanences = Annotated[Permanences, Depends(own_permanences)]


@router.get(PAGE, response_class=HTMLResponse)
def permanences(visit: CurrentVisit, own: CurrentPermanences) -> HTMLResponse:
    """The weeks to come, and how to have them in one's own calendar."""
    base = visit.request.app.state.settings.public_url.rstrip("/")
    return visit.page("permanences.html", diaries=own.diaries(), base=base, domain_names=DOMAIN_NAMES)


@router.post(PAGE + "/adresse")
def change_address(
    own: CurrentPermanences,
    agenda: Annotated[str, Form(max_length=200)] = "",
    decision: Annotated[Literal["renouveler", "fermer"], Form()] = "renouveler",
) -> Response:
    """Gives a calendar another address, or closes it."""
    own.change_address(agenda, closes=decision == "fermer")
    return RedirectResponse(PAGE, 303)


@router.get(CALENDAR)
def subscribed(request: Request, session: Transaction, today: Today, now: Now, feed: str) -> Response:
    """A calendar, for software that knows its address and nothing else; every wrong address is answered alike."""
    limits: RateLimits = request.app.state.rate_limits
    wait = limits.take(f"calendar:{address_of(request)}", now)
    if wait:
        raise TooManyRequestsError(wait)
    made = published_calendar(session, feed, today)
    if made is None:
        raise NotFoundError(say("Cet agenda n’existe pas, ou son adresse a changé."))
    tag = f'"{sha256(made).hexdigest()[:32]}"'
    asked = request.headers.get("if-none-match", "")
    if tag in [each.strip().removeprefix("W/") for each in asked.split(",")]:
        return Response(status_code=304, headers={"etag": tag})
    return Response(made, media_type=MEDIA_TYPE, headers={"etag": tag})
