"""The commands of ``maillage mail`` and what each takes."""

from typing import Annotated

import typer

from api.cli.french import FrenchCommand, FrenchGroup

mail = typer.Typer(cls=FrenchGroup, help="Envoie le courrier.", no_args_is_help=True, rich_markup_mode=None)

Json = Annotated[bool, typer.Option("--json", help="Écrit du JSON.")]


@mail.callback()
def group() -> None:
    """Envoie le courrier."""


@mail.command(cls=FrenchCommand)
def check(
    to: Annotated[
        str | None, typer.Option("--to", metavar="ADRESSE", help="Y envoie aussi un message d’essai.")
    ] = None,
) -> None:
    """Dit si le serveur de courrier répond et nous accepte."""
    from api.cli.mailing import check_server

    check_server(to)


@mail.command(cls=FrenchCommand)
def send(*, json: Json = False) -> None:
    """Envoie les messages qui attendent ; plusieurs peuvent le faire en même temps, chacun part une fois."""
    from api.cli.mailing import send_waiting

    send_waiting(json=json)


@mail.command(cls=FrenchCommand)
def bounce() -> None:
    """Lit sur l’entrée standard un avis de non-remise, et note que l’adresse est à vérifier."""
    from api.cli.mailing import read_bounce

    read_bounce()
