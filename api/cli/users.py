"""``maillage user``: opens accounts, gives links and roles, and closes everything when someone leaves."""

import json as json_text
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import typer
from rich.box import HORIZONTALS
from rich.table import Table
from rich.text import Text

from api.cli.failures import CommandError, spoken_language
from api.cli.opening import ready_database
from api.cli.tables import plain_console
from api.clock import now
from api.i18n import N_, Message, say
from api.security.installation import check_secrets
from api.security.links import MadeLink
from api.services.accounts import Accounts, RefusedAccountError
from api.settings import Settings
from api.wording.roles import ROLES
from network_data.asker import Asker, Position, Role
from network_data.database import transaction
from network_data.repositories.accounts import AccountRepository
from network_data.tables import Account
from network_data.trail import JoinedTrail, Trail

_COLUMNS = (N_("Identifiant"), N_("Nom"), N_("Rôles"), N_("État"))


def position(role: str, chantier: str | None, territory: str | None) -> Position:
    """The role and where it is held, as typed."""
    return Position(Role(role), territory, chantier)


def add(login: str, name: str, held: Position, *, json: bool) -> None:
    """Opens an account and prints its link, once."""
    with _accounts() as accounts:
        account, link = accounts.add(login, name, held)
        shown = account.login
    _print_link(shown, link, json=json)


def invite(login: str, *, json: bool) -> None:
    """Prints a new link for an account."""
    with _accounts() as accounts:
        account = accounts.find(login)
        link = accounts.invite(account)
        shown = account.login
    _print_link(shown, link, json=json)


def change_role(login: str, held: Position, *, end: bool) -> None:
    """Gives a role or takes it away."""
    alone: list[str] = []
    with _accounts() as accounts:
        if end:
            alone = accounts.withdraw(accounts.find(login), held)
        else:
            accounts.assign(accounts.find(login), held)
    _say(say("Le rôle est retiré et les dossiers qu’il ouvrait sont fermés.") if end else say("Le rôle est donné."))
    _say_alone(alone)


def leave(login: str) -> None:
    """Closes an account at once."""
    with _accounts() as accounts:
        alone = accounts.leave(accounts.find(login))
    _say(say("Le compte est fermé, et rien de ce qu’il ouvrait ne l’est plus."))
    _say_alone(alone)


def reopen(login: str, *, json: bool) -> None:
    """Opens a closed account again and prints its link."""
    with _accounts() as accounts:
        account = accounts.find_any(login)
        link = accounts.reopen(account)
        shown = account.login
    _print_link(shown, link, json=json)


def unpair(login: str) -> None:
    """Takes the second factor of an account away."""
    with _accounts() as accounts:
        accounts.revoke_second_factor(accounts.find(login))
    _say(say("Le code de téléphone est retiré, et ses sessions ont pris fin."))


def _say_alone(alone: list[str]) -> None:
    if alone:
        _say(say("Plus personne n’accompagne : {people}. Voyez « maillage user accompany ».", people=" ".join(alone)))


def list_accounts(*, json: bool) -> None:
    """Prints every account."""
    with ready_database(Settings()) as engine, transaction(engine) as session:
        repository = AccountRepository(session, now())
        told = [_told(account, repository.positions(account.id)) for account in repository.all()]
    if json:
        typer.echo(json_text.dumps(told, ensure_ascii=False, indent=2))
    else:
        _print(told)


@contextmanager
def _accounts() -> Iterator[Accounts]:
    """What whoever holds the machine does to accounts, in one transaction; refusals are told as such."""
    settings = Settings()
    check_secrets(settings)
    with ready_database(settings) as engine, transaction(engine, writes=True) as session:
        trail = JoinedTrail(Trail(engine, settings.secrets), session)
        try:
            yield Accounts(Asker.local(), session, now(), trail)
        except RefusedAccountError as refused:
            raise CommandError(refused.message) from None


def _told(account: Account, held: tuple[Position, ...]) -> dict[str, Any]:
    return {
        "login": account.login,
        "name": account.name,
        "roles": [{"role": one.role, "chantier": one.chantier, "territory": one.territory} for one in held],
        "has_password": account.password_hash is not None,
        "has_second_factor": account.totp_sealed is not None,
        "left_at": account.left_at.isoformat() if account.left_at else None,
    }


def _print_link(login: str, link: MadeLink, *, json: bool) -> None:
    url = Settings().public_url.rstrip("/") + link.path
    if json:
        told = {"login": login, "link": url, "expires_at": link.expires_at.isoformat(timespec="seconds")}
        typer.echo(json_text.dumps(told, ensure_ascii=False, indent=2))
        return
    until = link.expires_at.strftime("%d/%m/%Y %H:%M")
    _say(say("Transmettez ce lien à {login} ; il sert une fois, jusqu’au {until} (UTC) :", login=login, until=until))
    typer.echo(url)


def _print(told: list[dict[str, Any]]) -> None:
    language = spoken_language()
    table = Table(box=HORIZONTALS)
    for heading in _COLUMNS:
        table.add_column(language.gettext(heading), overflow="fold")
    for one in told:
        roles = "\n".join(_role(held) for held in one["roles"])
        table.add_row(*(Text(cell) for cell in (one["login"], one["name"], roles, _state(one).said(language))))
    plain_console().print(table)


def _role(held: dict[str, str]) -> str:
    where = held["chantier"] or held["territory"]
    name = ROLES[Role(held["role"])].said(spoken_language())
    return f"{name} ({where})" if where else name


def _state(told: dict[str, Any]) -> Message:
    if told["left_at"]:
        return say("fermé")
    return say("ouvert") if told["has_password"] else say("invité")


def _say(message: Message) -> None:
    typer.echo(message.said(spoken_language()))
