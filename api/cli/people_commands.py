"""The commands of ``maillage people``."""

import typer

from api.cli.french import FrenchCommand, FrenchGroup

people = typer.Typer(
    cls=FrenchGroup,
    help="Aide à entrer les personnes d’un chantier qui commence.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@people.callback()
def _group() -> None:
    """Keeps the name of the one command."""


@people.command(cls=FrenchCommand)
def template() -> None:
    """Écrit le modèle du fichier de « maillage import people » : ses colonnes, et une ligne d’exemple."""
    from api.cli.people_importing import print_template

    print_template()
