"""``maillage staff``: the commands that share officers between chantiers."""

from datetime import datetime
from typing import Annotated

import typer

from api.cli.french import FrenchCommand, FrenchGroup

staff = typer.Typer(
    cls=FrenchGroup,
    help="Partage les chargés de partenariat entre les chantiers.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Territory = Annotated[str | None, typer.Option(metavar="CODE", help="Le territoire ; à omettre s’il n’y en a qu’un.")]
Start = Annotated[
    datetime | None,
    typer.Option("--from", formats=["%Y-%m-%d"], metavar="JOUR", help="La première semaine ; lundi prochain sinon."),
]
Effort = Annotated[float, typer.Option(min=0.01, max=120, help="Le temps de calcul, le même sur toute machine.")]
Json = Annotated[bool, typer.Option("--json", help="Écrit du JSON, comme l’API.")]


@staff.command(cls=FrenchCommand)
def solve(*, territory: Territory = None, start: Start = None, effort: Effort = 30.0, json: Json = False) -> None:
    """Partage un mois, niveau par niveau, ou dit pourquoi cela ne se peut pas."""
    from api.cli.staffing import solve_month

    solve_month(territory, start, effort, json=json)


@staff.command("what-if", cls=FrenchCommand)
def what_if(  # noqa: PLR0913 - one option per thing that may be imagined
    kind: Annotated[
        str, typer.Argument(metavar="CAS", help="away, reshuffle, half-post, officer, people, chantier ou fit.")
    ],
    *,
    officer: Annotated[str | None, typer.Option(metavar="POSTE", help="Qui s’absente.")] = None,
    week: Annotated[list[int] | None, typer.Option(min=1, max=4, help="Semaine du mois ; peut se répéter.")] = None,
    domain: Annotated[str | None, typer.Option(metavar="DOMAINE", help="Celui du poste en plus.")] = None,
    chantier: Annotated[str | None, typer.Option(metavar="CHANTIER", help="Où arrivent des personnes.")] = None,
    people: Annotated[int, typer.Option(min=0, help="Combien de personnes.")] = 0,
    floor: Annotated[int, typer.Option(min=0, max=100, help="Part de la couverture d’aujourd’hui à garder.")] = 80,
    territory: Territory = None,
    start: Start = None,
    effort: Effort = 30.0,
    json: Json = False,
) -> None:
    """Imagine un mois autrement et le met à côté du mois en cours : qui y gagne, qui y perd."""
    from api.cli.staffing import Imagining, imagine_month

    asked = Imagining(kind, officer, tuple(week or ()), domain, chantier, people, floor)
    imagine_month(asked, territory, start, effort, json=json)
