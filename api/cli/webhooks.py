"""``maillage webhook``: says where chantiers' software is told of changes, and sends what waits."""

import json as json_text
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import typer
from rich.box import HORIZONTALS
from rich.table import Table
from rich.text import Text

from api.cli.failures import spoken_language
from api.cli.opening import ready_database
from api.cli.tables import plain_console
from api.clock import now
from api.i18n import N_, Message, say
from api.security.installation import check_secrets
from api.services.webhook_sending import WebhookSender
from api.services.webhooks import Means, Webhooks
from api.settings import Settings
from api.webhooks.terms import webhook_rules
from network_data.asker import Asker
from network_data.database import transaction
from network_data.repositories.webhooks import PURPOSE
from network_data.sealing import Sealer
from network_data.tables import DeliveryState
from network_data.trail import JoinedTrail, Trail

MOST = 50
"""Deliveries that are listed."""
_WEBHOOKS = (N_("Clé"), N_("Adresse"), N_("Reçues"), N_("En attente"), N_("Abandonnées"))
_DELIVERIES = (N_("Annonce"), N_("Quoi"), N_("Quand (UTC)"), N_("État"), N_("Essais"), N_("Réponse"))


def add(key_id: str, url: str, *, json: bool) -> None:
    """Registers an address and prints the secret, once."""
    with _webhooks() as webhooks:
        secret = webhooks.register(key_id, url)
    _show(secret, json=json)


def renew(key_id: str, *, json: bool) -> None:
    """Prints another secret, once."""
    with _webhooks() as webhooks:
        secret = webhooks.renew(key_id)
    _show(secret, json=json)


def list_webhooks(*, json: bool) -> None:
    """Prints every address, without its secret."""
    with _webhooks() as webhooks:
        told = []
        for key, webhook in webhooks.all():
            found = webhooks.told(key, 0)
            counts = found.counts if found else {}
            told.append(
                {"key": key.id, "url": webhook.url, **{each.value: counts.get(each, 0) for each in DeliveryState}}
            )
    columns = ("key", "url", DeliveryState.DELIVERED, DeliveryState.WAITING, DeliveryState.FAILED)
    _print(told, _WEBHOOKS, columns, json=json)


def deliveries(key_id: str, *, json: bool) -> None:
    """Prints the last deliveries, without what they are about."""
    with _webhooks() as webhooks:
        found = webhooks.told(webhooks.key(key_id), MOST)
        told = [
            {
                "id": each.id,
                "event": each.event.value,
                "made_at": each.made_at.isoformat(timespec="seconds"),
                "state": each.state.value,
                "tries": each.tries,
                "status": each.status,
            }
            for each in (found.latest if found else ())
        ]
    _print(told, _DELIVERIES, ("id", "event", "made_at", "state", "tries", "status"), json=json)


def ping(key_id: str) -> None:
    """Has the software told nothing, to see."""
    with _webhooks() as webhooks:
        webhooks.ping(key_id)
    _say(say("L’essai part au prochain envoi."))


def remove(key_id: str) -> None:
    """Tells it nothing more."""
    with _webhooks() as webhooks:
        webhooks.remove(key_id)
    _say(say("Ce logiciel n’est plus prévenu."))


def send_waiting(*, json: bool) -> None:
    """Sends what waits, once."""
    settings = Settings()
    check_secrets(settings)
    with ready_database(settings) as engine:
        met = WebhookSender(engine, settings.secrets, webhook_rules(settings)).run(now)
    if json:
        typer.echo(json_text.dumps(met, indent=2, sort_keys=True))
        return
    for status, count in sorted(met.items()):
        _say(say("Annonces : {count} ({status}).", count=count, status=status))
    if not met:
        _say(say("Aucune annonce n’attend."))


@contextmanager
def _webhooks() -> Iterator[Webhooks]:
    """The webhooks of the configured database, as whoever holds the machine administers them."""
    settings = Settings()
    check_secrets(settings)
    means = Means(Sealer(settings.secrets, PURPOSE), webhook_rules(settings))
    with ready_database(settings) as engine, transaction(engine, writes=True) as session:
        recorder = JoinedTrail(Trail(engine, settings.secrets), session)
        yield Webhooks(Asker.local(), session, recorder, now(), means)


def _show(secret: str, *, json: bool) -> None:
    if json:
        typer.echo(json_text.dumps({"secret": secret}, indent=2))
        return
    _say(say("Copiez ce secret maintenant : il ne sera plus jamais montré."))
    typer.echo(secret)


def _say(message: Message) -> None:
    typer.echo(message.said(spoken_language()))


def _print(told: list[dict[str, Any]], headings: tuple[str, ...], columns: tuple[str, ...], *, json: bool) -> None:
    if json:
        typer.echo(json_text.dumps(told, ensure_ascii=False, indent=2))
        return
    language = spoken_language()
    table = Table(box=HORIZONTALS)
    for heading in headings:
        table.add_column(language.gettext(heading), overflow="fold")
    for one in told:
        table.add_row(*(Text(str(one[column] if one[column] is not None else "")) for column in columns))
    plain_console().print(table)
