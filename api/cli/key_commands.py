"""The commands of ``maillage key`` and what each takes."""

from datetime import datetime
from typing import Annotated

import typer

from api.cli.french import FrenchCommand, FrenchGroup

key = typer.Typer(
    cls=FrenchGroup,
    help="Donne et révoque les clés des logiciels de chantier.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Json = Annotated[bool, typer.Option("--json", help="Écrit du JSON.")]
Until = Annotated[
    datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="JOUR", help="Son dernier jour ; dans un an sinon.")
]


@key.command(cls=FrenchCommand)
def add(
    chantier: Annotated[str, typer.Argument(metavar="CHANTIER", help="Le chantier dont le logiciel s’en servira.")],
    name: Annotated[str, typer.Argument(metavar="NOM", help="Quel logiciel, entre guillemets.")],
    *,
    allow: Annotated[
        list[str], typer.Option("--allow", metavar="DROIT", help="match, network ou persons ; à répéter au besoin.")
    ],
    until: Until = None,
    json: Json = False,
) -> None:
    """Donne une clé à un chantier et la montre, une seule fois."""
    from api.cli import keys
    from api.services.keys import Wish

    keys.add(Wish(name, chantier, frozenset(allow), until.date() if until else None), json=json)


@key.command("list", cls=FrenchCommand)
def list_(*, json: Json = False) -> None:
    """Liste les clés : de quel chantier, pour quoi, jusqu’à quand, et leur dernière utilisation."""
    from api.cli import keys

    keys.list_keys(json=json)


@key.command(cls=FrenchCommand)
def revoke(key_id: Annotated[str, typer.Argument(metavar="CLÉ", help="Son identifiant, dans la liste.")]) -> None:
    """Révoque une clé, aussitôt."""
    from api.cli import keys

    keys.revoke(key_id)
