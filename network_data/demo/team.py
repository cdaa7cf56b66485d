"""The accounts, roles and keys of the demonstration, as written in ``data/accounts.toml``: all public."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from hashlib import sha256

from network_data.asker import Role
from network_data.demo.files import Recipe, read
from network_data.demo.partners import TERRITORY
from network_data.tables import Account, ApiKey, Chantier, RoleAssignment

PERMISSIONS = ("match", "network", "persons", "referrals")
"""What the demonstration's keys may do: everything."""
_IN_POST_FOR = timedelta(days=400)


class DemonstrationAccount(Recipe):
    """Someone fictitious: an officer has a ``domain``, whoever works in a chantier has a ``chantier``."""

    login: str
    name: str
    role: Role
    chantier: str | None = None
    domain: str | None = None

    @property
    def id(self) -> str:
        """What the trail calls them."""
        return f"demo-{self.login}"


@dataclass(frozen=True, slots=True)
class DemonstrationKey:
    """A chantier's key, in full: it opens nothing real."""

    chantier: str
    id: str
    secret: str

    @property
    def shown(self) -> str:
        """The key as software sends it."""
        return f"mlg_{self.id}_{self.secret}"


def demonstration_password() -> str:
    """The one password of all demonstration accounts."""
    password: str = read("accounts")["password"]
    return password


@cache
def demonstration_accounts() -> tuple[DemonstrationAccount, ...]:
    """Everyone, those of a chantier first."""
    return tuple(DemonstrationAccount(**row) for row in read("accounts")["account"])


@cache
def demonstration_keys() -> tuple[DemonstrationKey, ...]:
    """One key for each chantier: the same on every machine, so that it can be printed again."""
    chantiers = [row["id"] for row in read("chantiers")["chantier"]]
    return tuple(
        DemonstrationKey(each, f"demo-{each}", sha256(f"maillage demonstration {each}".encode()).hexdigest()[:32])
        for each in chantiers
    )


def build_accounts(today: date, password_hash: str) -> list[Account]:
    """The accounts, of which ``password_hash`` is the public password's."""
    return [
        Account(
            id=each.id,
            login=each.login,
            name=each.name,
            password_hash=password_hash,
            created_at=start_of(today - _IN_POST_FOR),
            is_demonstration=True,
        )
        for each in demonstration_accounts()
    ]


def build_positions(today: date) -> list[RoleAssignment]:
    """The role of each account: in its chantier, or in the whole territory."""
    return [
        RoleAssignment(
            account_id=each.id,
            role=each.role,
            chantier_id=each.chantier,
            territory_slug=None if each.chantier else TERRITORY,
            since=today - _IN_POST_FOR,
        )
        for each in demonstration_accounts()
    ]


def build_keys(today: date, chantiers: Sequence[Chantier]) -> list[ApiKey]:
    """A key for each chantier, stored as any key is: by the digest of its secret."""
    names = {chantier.id: chantier.name for chantier in chantiers}
    return [
        ApiKey(
            id=key.id,
            name=f"Logiciel de {names[key.chantier]}",
            secret_hash=sha256(key.secret.encode()).hexdigest(),
            chantier_id=key.chantier,
            permissions=list(PERMISSIONS),
            created_at=start_of(today - _IN_POST_FOR),
        )
        for key in demonstration_keys()
        if key.chantier in names
    ]


def start_of(day: date) -> datetime:
    """The first moment of ``day``."""
    return datetime.combine(day, time(), UTC)
