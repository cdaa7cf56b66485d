"""The commands of ``maillage territory`` and ``maillage chantier``, and what each takes."""

from typing import Annotated

import typer

from api.cli.french import FrenchCommand, FrenchGroup

territory = typer.Typer(
    cls=FrenchGroup,
    help="Ouvre et renomme les territoires du programme.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
chantier = typer.Typer(
    cls=FrenchGroup,
    help="Ouvre, renomme et ferme les chantiers d’insertion.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Json = Annotated[bool, typer.Option("--json", help="Écrit du JSON.")]
Name = Annotated[str, typer.Argument(metavar="NOM", help="Son nom, entre guillemets.")]
Code = Annotated[str, typer.Argument(metavar="CODE", help="Son code, dans la liste.")]
NewCode = Annotated[str, typer.Option("--code", metavar="CODE", help="Son code ; tiré de son nom sinon.")]
Activity = Annotated[str | None, typer.Option(metavar="TEXTE", help="Ce qu’on y fait, en quelques mots.")]


@territory.command("add", cls=FrenchCommand)
def add_territory(
    name: Name,
    *,
    departments: Annotated[str, typer.Option(metavar="NUMÉROS", help="Ses départements, par exemple « 75,93 ».")] = "",
    code: NewCode = "",
) -> None:
    """Ouvre un territoire et donne son code."""
    from api.cli import places

    places.add_territory(name, departments, code)


@territory.command("list", cls=FrenchCommand)
def list_territories(*, json: Json = False) -> None:
    """Liste les territoires."""
    from api.cli import places

    places.list_territories(json=json)


@territory.command("rename", cls=FrenchCommand)
def rename_territory(code: Code, name: Name) -> None:
    """Donne un autre nom à un territoire ; son code reste."""
    from api.cli import places

    places.rename_territory(code, name)


@chantier.command("add", cls=FrenchCommand)
def add_chantier(
    name: Name,
    *,
    territory: Annotated[str, typer.Option(metavar="CODE", help="Le territoire où il est.")],
    activity: Activity = None,
    code: NewCode = "",
) -> None:
    """Ouvre un chantier et donne son code."""
    from api.cli import places

    places.add_chantier(name, territory, activity or "", code)


@chantier.command("list", cls=FrenchCommand)
def list_chantiers(*, json: Json = False) -> None:
    """Liste les chantiers, leur territoire, et ceux qui sont fermés."""
    from api.cli import places

    places.list_chantiers(json=json)


@chantier.command("rename", cls=FrenchCommand)
def rename_chantier(code: Code, name: Name, *, activity: Activity = None) -> None:
    """Donne un autre nom à un chantier, et une autre activité si on la dit ; son code reste."""
    from api.cli import places

    places.rename_chantier(code, name, activity)


@chantier.command("close", cls=FrenchCommand)
def close_chantier(code: Code) -> None:
    """Ferme un chantier : plus de rôle ni de clé, ses clés sont révoquées ; ses dossiers restent ouverts."""
    from api.cli import places

    places.close_chantier(code)


@chantier.command("reopen", cls=FrenchCommand)
def reopen_chantier(code: Code) -> None:
    """Rouvre un chantier ; ses clés restent révoquées."""
    from api.cli import places

    places.reopen_chantier(code)
