"""``maillage key``: gives keys to chantiers' software, lists them and revokes them."""

import json as json_text
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import typer
from rich.box import HORIZONTALS
from rich.table import Table
from rich.text import Text

from api.cli.failures import spoken_language
from api.cli.opening import ready_database
from api.cli.tables import plain_console
from api.clock import now
from api.i18n import N_, say
from api.security.installation import check_secrets
from api.services.keys import Keys, Wish
from api.settings import Settings
from network_data.asker import Asker
from network_data.database import transaction
from network_data.tables import ApiKey, Chantier
from network_data.trail import JoinedTrail, Trail

_COLUMNS = (
    N_("Clé"),
    N_("Nom"),
    N_("Chantier"),
    N_("Droits"),
    N_("Expire"),
    N_("Dernière utilisation"),
    N_("Révoquée"),
)


def add(wish: Wish, *, json: bool) -> None:
    """Makes a key and prints it, once."""
    with _keys() as keys:
        made = keys.make(wish)
    if json:
        typer.echo(json_text.dumps({"id": made.id, "key": made.shown}, indent=2))
        return
    typer.echo(say("Copiez cette clé maintenant : elle ne sera plus jamais montrée.").said(spoken_language()))
    typer.echo(made.shown)


def list_keys(*, json: bool) -> None:
    """Prints every key, without its secret."""
    with _keys() as keys:
        told = [_told(key, chantier) for key, chantier in keys.all()]
    if json:
        typer.echo(json_text.dumps(told, ensure_ascii=False, indent=2))
    else:
        _print(told)


def revoke(key_id: str) -> None:
    """Ends a key at once."""
    with _keys() as keys:
        keys.revoke(key_id)
    typer.echo(say("La clé est révoquée : elle n’ouvre plus rien.").said(spoken_language()))


@contextmanager
def _keys() -> Iterator[Keys]:
    """The keys of the configured database, as whoever holds the machine administers them."""
    settings = Settings()
    check_secrets(settings)
    with ready_database(settings) as engine, transaction(engine, writes=True) as session:
        yield Keys(Asker.local(), session, JoinedTrail(Trail(engine, settings.secrets), session), now())


def _told(key: ApiKey, chantier: Chantier) -> dict[str, Any]:
    return {
        "id": key.id,
        "name": key.name,
        "chantier": chantier.id,
        "permissions": key.permissions,
        "created_at": _moment(key.created_at),
        "expires_at": _moment(key.expires_at),
        "last_used_at": _moment(key.last_used_at),
        "revoked_at": _moment(key.revoked_at),
    }


def _moment(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at else None


def _print(told: list[dict[str, Any]]) -> None:
    language = spoken_language()
    table = Table(box=HORIZONTALS)
    for heading in _COLUMNS:
        table.add_column(language.gettext(heading), overflow="fold")
    for one in told:
        moments = [(one[name] or "")[:10] for name in ("expires_at", "last_used_at", "revoked_at")]
        cells = (one["id"], one["name"], one["chantier"], ", ".join(one["permissions"]), *moments)
        table.add_row(*(Text(cell) for cell in cells))
    plain_console().print(table)
