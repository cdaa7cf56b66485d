"""The commands of ``maillage secrets`` and what each takes."""

from typing import Annotated

import typer

from api.cli.french import FrenchCommand, FrenchGroup

secrets = typer.Typer(cls=FrenchGroup, help="Change la clé secrète.", no_args_is_help=True, rich_markup_mode=None)

Json = Annotated[bool, typer.Option("--json", help="Écrit du JSON.")]


@secrets.callback()
def group() -> None:
    """Change la clé secrète."""


@secrets.command(cls=FrenchCommand)
def rotate(*, json: Json = False) -> None:
    """Met tout ce qui est scellé sous la première clé de MAILLAGE_SECRET_KEY ; les suivantes peuvent ensuite partir."""
    from api.cli.rotating import rotate as run

    run(json=json)
