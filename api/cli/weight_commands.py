"""The commands of ``maillage weights``, and what each takes."""

from typing import Annotated

import typer

from api.cli.french import FrenchCommand, FrenchGroup

weights = typer.Typer(
    cls=FrenchGroup,
    help="Dit ce qui compte dans un score et dans un plan, et combien.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Json = Annotated[bool, typer.Option("--json", help="Écrit du JSON.")]


@weights.command("explain", cls=FrenchCommand)
def explain(*, json: Json = False) -> None:
    """Donne chaque poids, sa valeur, son unité et ce qu’il veut dire."""
    from api.cli import weighing

    weighing.explain(json=json)


@weights.command("sensitivity", cls=FrenchCommand)
def sensitivity(
    *,
    people: Annotated[
        int | None, typer.Option(min=1, metavar="NOMBRE", help="Combien de personnes ; toutes par défaut.")
    ] = None,
    json: Json = False,
) -> None:
    """Dit combien de réponses changent quand un seul poids bouge de 20 %."""
    from api.cli import weighing

    weighing.sensitivity(people, json=json)
