"""The page of one key's webhook: where its software is told of changes, what it was told, and what one does to it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from api.errors import InvalidRequestError
from api.i18n import Message, translations
from api.services.webhooks import Means, Webhooks
from api.web.administration.desk import CurrentDesk, Desk, said
from api.web.language import PAGES_LOCALE
from api.wording.webhooks import EVENTS, STATES, status_words
from network_data.repositories.webhooks import PURPOSE
from network_data.sealing import Sealer
from network_data.tables import DeliveryState, WebhookDelivery

router = APIRouter()

PAGE = "/administration/cles/{key_id}/webhook"
SHOWN = 50
"""Deliveries on the page."""
_LANGUAGE = translations(PAGES_LOCALE)


@dataclass(frozen=True, slots=True)
class Shown:
    """A delivery in words; nothing of whom it is about."""

    id: str
    made_at: datetime
    event: str
    state: str
    why: str
    """What the last try came to, where it was not taken."""
    tries: int


@router.get(PAGE, response_class=HTMLResponse)
def webhook(desk: CurrentDesk, key_id: str) -> HTMLResponse:
    """Where the software of a key is told, and what it was told; or the form to have it told."""
    return _page(desk, key_id)


@router.post(PAGE, response_class=HTMLResponse)
def register(desk: CurrentDesk, key_id: str, adresse: Annotated[str, Form(max_length=2000)] = "") -> HTMLResponse:
    """Has the software told and shows the secret: the answer itself, for no address may lead to it again."""
    try:
        secret = _webhooks(desk).register(key_id, adresse)
    except InvalidRequestError as refusal:
        return _page(desk, key_id, typed=adresse, fault=refusal.detail)
    return _page(desk, key_id, secret=secret)


@router.post(PAGE + "/secret", response_class=HTMLResponse)
def renew(desk: CurrentDesk, key_id: str) -> HTMLResponse:
    """Signs with another secret and shows it, likewise."""
    return _page(desk, key_id, secret=_webhooks(desk).renew(key_id))


@router.post(PAGE + "/essai")
def ping(desk: CurrentDesk, key_id: str) -> Response:
    """Tells it nothing, to see."""
    _webhooks(desk).ping(key_id)
    return RedirectResponse(f"{PAGE.format(key_id=key_id)}#annonces", 303)


@router.post(PAGE + "/retirer")
def remove(desk: CurrentDesk, key_id: str) -> Response:
    """Tells it nothing more."""
    _webhooks(desk).remove(key_id)
    return RedirectResponse(PAGE.format(key_id=key_id), 303)


def _webhooks(desk: Desk) -> Webhooks:
    state = desk.request.app.state
    means = Means(Sealer(state.settings.secrets, PURPOSE), state.webhook_rules)
    return Webhooks(desk.asker, desk.session, desk.recorder, desk.now, means)


def _page(
    desk: Desk, key_id: str, *, secret: str | None = None, typed: str = "", fault: Message | None = None
) -> HTMLResponse:
    webhooks = _webhooks(desk)
    key = webhooks.key(key_id)
    told = webhooks.told(key, SHOWN)
    return desk.page(
        "administration/webhook.html",
        422 if fault else 200,
        key=key,
        webhook=told.webhook if told else None,
        counts=[(STATES[state].said(_LANGUAGE), n) for state, n in sorted(told.counts.items())] if told else [],
        deliveries=[_shown(each) for each in told.latest] if told else [],
        secret=secret,
        typed=typed,
        fault=said(fault),
    )


def _shown(delivery: WebhookDelivery) -> Shown:
    missed = delivery.status is not None and delivery.state is not DeliveryState.DELIVERED
    return Shown(
        delivery.id,
        delivery.made_at,
        EVENTS[delivery.event].said(_LANGUAGE),
        STATES[delivery.state].said(_LANGUAGE),
        status_words(delivery.status or "").said(_LANGUAGE) if missed else "",
        delivery.tries,
    )
