"""The commands of ``maillage audit`` and what each takes."""

from datetime import datetime
from typing import Annotated

import typer

from api.cli.french import FrenchCommand, FrenchGroup

audit = typer.Typer(cls=FrenchGroup, help="Vérifie et lit la trace.", no_args_is_help=True, rich_markup_mode=None)

Json = Annotated[bool, typer.Option("--json", help="Écrit du JSON.")]
Actor = Annotated[str | None, typer.Option(metavar="QUI", help="Qui a agi : un identifiant de connexion ou de clé.")]
Action = Annotated[str | None, typer.Option(metavar="QUOI", help="Ce qui a été fait, par exemple person.read.")]
Person = Annotated[str | None, typer.Option(metavar="PSEUDO", help="La personne concernée, par son pseudonyme.")]
Since = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="JOUR", help="À partir de ce jour.")]
Until = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="JOUR", help="Jusqu’à ce jour inclus.")]
Limit = Annotated[int, typer.Option(min=1, max=10_000, help="Combien de lignes, les dernières d’abord.")]


Noted = Annotated[
    str | None, typer.Option("--head", metavar="FIN", help="Une fin notée ailleurs : la trace doit encore la contenir.")
]


@audit.command(cls=FrenchCommand)
def verify(*, head: Noted = None, json: Json = False) -> None:
    """Dit si la trace est entière ; sinon, quelle ligne a été touchée (code de sortie 3)."""
    from api.cli import auditing

    auditing.verify(head, json=json)


@audit.command("head", cls=FrenchCommand)
def head_() -> None:
    """Écrit la fin de la trace, à noter ailleurs : elle seule montre qu’une ancienne base a été remise en place."""
    from api.cli import auditing

    auditing.print_head()


@audit.command("list", cls=FrenchCommand)
def list_(  # noqa: PLR0913 - each is an option of the command line
    *,
    actor: Actor = None,
    action: Action = None,
    person: Person = None,
    since: Since = None,
    until: Until = None,
    limit: Limit = 50,
    json: Json = False,
) -> None:
    """Liste la trace : qui a lu ou changé quoi, quand, d’où, et pourquoi si une raison était demandée."""
    from api.cli import auditing

    wanted = auditing.Wanted(actor, action, person, since, until, limit)
    auditing.list_entries(wanted, json=json)
