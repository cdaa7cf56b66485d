"""``maillage cohort``: few places shared among many people."""

from typing import Annotated

import typer

from api.cli.french import FrenchCommand, FrenchGroup

cohort = typer.Typer(
    cls=FrenchGroup, help="Partage les places entre les personnes.", no_args_is_help=True, rich_markup_mode=None
)


@cohort.callback()
def places() -> None:
    """Partage les places entre les personnes."""


@cohort.command(cls=FrenchCommand)
def solve(  # noqa: PLR0913 - one option each, by name
    territory: Annotated[
        str | None, typer.Argument(metavar="TERRITOIRE", help="Le code du territoire ; à omettre s’il n’y en a qu’un.")
    ] = None,
    *,
    chantier: Annotated[str | None, typer.Option(metavar="CODE", help="Ce seul chantier.")] = None,
    appointments: Annotated[
        int | None, typer.Option(min=1, max=20, help="Le plus de nouveaux visages pour une même personne.")
    ] = None,
    value_only: Annotated[bool, typer.Option("--value-only", help="Sans égard pour les moins bien servis.")] = False,
    seed: Annotated[int, typer.Option(min=0, help="La graine du tirage au sort entre égaux.")] = 0,
    json: Annotated[bool, typer.Option("--json", help="Écrit du JSON, comme l’API.")] = False,
) -> None:
    """Partage les places accordées entre les personnes d’un territoire, et garde la proposition."""
    from api.cli.cohort import tell
    from api.services.cohort_answer import CohortQuestion

    tell(CohortQuestion(territory, chantier, appointments, not value_only, seed), json=json)
