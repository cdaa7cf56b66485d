"""The commands of ``maillage user`` and what each takes."""

from enum import StrEnum
from typing import Annotated

import typer

from api.cli.french import FrenchCommand, FrenchGroup

user = typer.Typer(
    cls=FrenchGroup,
    help="Ouvre et ferme les comptes des personnes qui se connectent.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


class UserRole(StrEnum):
    """The roles that someone may hold."""

    ADVISOR = "advisor"
    DIRECTION = "direction"
    SUPERVISOR = "supervisor"
    OFFICER = "officer"
    COORDINATOR = "coordinator"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


Json = Annotated[bool, typer.Option("--json", help="Écrit du JSON.")]
Login = Annotated[str, typer.Argument(metavar="IDENTIFIANT", help="Ce que la personne tape pour se connecter.")]
RoleOption = Annotated[UserRole, typer.Option("--role", help="Ce que la personne fait.")]
RoleArgument = Annotated[UserRole, typer.Argument(metavar="RÔLE", help="Ce que la personne fait.")]
Chantier = Annotated[str | None, typer.Option(metavar="CODE", help="Le chantier où elle le fait.")]
Territory = Annotated[str | None, typer.Option(metavar="CODE", help="Le territoire où elle le fait.")]


@user.command(cls=FrenchCommand)
def add(  # noqa: PLR0913 - each is an option of the command line
    login: Login,
    name: Annotated[str, typer.Argument(metavar="NOM", help="Prénom et nom, entre guillemets.")],
    *,
    role: RoleOption,
    chantier: Chantier = None,
    territory: Territory = None,
    json: Json = False,
) -> None:
    """Ouvre un compte et donne le lien, à usage unique, pour choisir un mot de passe."""
    from api.cli import users

    users.add(login, name, users.position(role.value, chantier, territory), json=json)


@user.command("list", cls=FrenchCommand)
def list_(*, json: Json = False) -> None:
    """Liste les comptes, leurs rôles, et ceux qui sont fermés."""
    from api.cli import users

    users.list_accounts(json=json)


@user.command(cls=FrenchCommand)
def invite(login: Login, *, json: Json = False) -> None:
    """Donne un nouveau lien pour choisir un mot de passe ; les précédents ne valent plus rien."""
    from api.cli import users

    users.invite(login, json=json)


@user.command(cls=FrenchCommand)
def role(
    login: Login,
    role: RoleArgument,
    *,
    chantier: Chantier = None,
    territory: Territory = None,
    end: Annotated[bool, typer.Option("--end", help="Retire ce rôle au lieu de le donner.")] = False,
) -> None:
    """Donne un rôle de plus, ou le retire et ferme aussitôt les dossiers qu’il ouvrait."""
    from api.cli import users

    users.change_role(login, users.position(role.value, chantier, territory), end=end)


@user.command(cls=FrenchCommand)
def leave(login: Login) -> None:
    """Ferme un compte : sessions, liens, rôles et accès aux dossiers, aussitôt."""
    from api.cli import users

    users.leave(login)


@user.command(cls=FrenchCommand)
def reopen(login: Login, *, json: Json = False) -> None:
    """Rouvre un compte fermé, sans rôle, et donne un lien pour choisir un mot de passe."""
    from api.cli import users

    users.reopen(login, json=json)


@user.command(cls=FrenchCommand)
def unpair(login: Login) -> None:
    """Retire le code de téléphone de quelqu’un qui l’a perdu, et met fin à ses sessions."""
    from api.cli import users

    users.unpair(login)


@user.command(cls=FrenchCommand)
def accompany(
    login: Login, who: Annotated[list[str], typer.Argument(metavar="QUI...", help="Les pseudonymes des personnes.")]
) -> None:
    """Confie à un conseiller des personnes que plus personne n’accompagne."""
    from api.cli import accompanying

    accompanying.accompany(login, who)
