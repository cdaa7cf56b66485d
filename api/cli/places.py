"""``maillage territory`` and ``maillage chantier``: open, list, rename and close the places of the programme."""

import json as json_text
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import typer
from rich.box import HORIZONTALS
from rich.table import Table
from rich.text import Text

from api.cli.failures import CommandError, spoken_language
from api.cli.opening import ready_database
from api.cli.tables import plain_console
from api.clock import now
from api.i18n import N_, say
from api.security.installation import check_secrets
from api.services.places import Places, RefusedPlaceError
from api.settings import Settings
from network_data.asker import Asker
from network_data.database import transaction
from network_data.trail import JoinedTrail, Trail

_TERRITORY = (N_("Code"), N_("Nom"), N_("Départements"))
_CHANTIER = (N_("Code"), N_("Nom"), N_("Activité"), N_("Territoire"), N_("Fermé le"))


def add_territory(name: str, departments: str, code: str) -> None:
    """Opens a territory and prints its code."""
    with _places() as places:
        shown = places.add_territory(name, departments, code).slug
    typer.echo(say("Le territoire « {code} » est ouvert.", code=shown).said(spoken_language()))


def add_chantier(name: str, territory: str, activity: str, code: str) -> None:
    """Opens a chantier and prints its code."""
    with _places() as places:
        shown = places.add_chantier(name, territory, activity, code).id
    typer.echo(say("Le chantier « {code} » est ouvert.", code=shown).said(spoken_language()))


def rename_territory(code: str, name: str) -> None:
    """Gives a territory another name."""
    with _places() as places:
        places.rename_territory(code, name)
    typer.echo(say("Le nom est changé.").said(spoken_language()))


def rename_chantier(code: str, name: str, activity: str | None) -> None:
    """Gives a chantier another name."""
    with _places() as places:
        places.rename_chantier(code, name, activity)
    typer.echo(say("Le nom est changé.").said(spoken_language()))


def close_chantier(code: str) -> None:
    """Closes a chantier."""
    with _places() as places:
        places.close_chantier(code)
    typer.echo(say("Le chantier est fermé et ses clés sont révoquées.").said(spoken_language()))


def reopen_chantier(code: str) -> None:
    """Opens a chantier again."""
    with _places() as places:
        places.reopen_chantier(code)
    typer.echo(say("Le chantier est rouvert.").said(spoken_language()))


def list_territories(*, json: bool) -> None:
    """Prints every territory."""
    with _places() as places:
        told = [
            {"code": each.slug, "name": each.name, "departments": list(each.departments)}
            for each in places.territories()
        ]
    _tell(told, _TERRITORY, json=json)


def list_chantiers(*, json: bool) -> None:
    """Prints every chantier, those that closed too."""
    with _places() as places:
        told = [
            {
                "code": each.id,
                "name": each.name,
                "activity": each.activity,
                "territory": each.territory_slug,
                "closed_on": each.closed_on.isoformat() if each.closed_on else None,
            }
            for each in places.chantiers()
        ]
    _tell(told, _CHANTIER, json=json)


@contextmanager
def _places() -> Iterator[Places]:
    """The places of the configured database, for whoever holds the machine; refusals are told as such."""
    settings = Settings()
    check_secrets(settings)
    with ready_database(settings) as engine, transaction(engine, writes=True) as session:
        try:
            yield Places(Asker.local(), session, now(), JoinedTrail(Trail(engine, settings.secrets), session))
        except RefusedPlaceError as refused:
            raise CommandError(refused.message) from None


def _tell(told: Sequence[dict[str, Any]], columns: Sequence[str], *, json: bool) -> None:
    if json:
        typer.echo(json_text.dumps(told, ensure_ascii=False, indent=2))
        return
    table = Table(box=HORIZONTALS)
    for heading in columns:
        table.add_column(spoken_language().gettext(heading), overflow="fold")
    for one in told:
        cells = (", ".join(cell) if isinstance(cell, list) else cell or "" for cell in one.values())
        table.add_row(*map(Text, cells))
    plain_console().print(table)
