"""Who is asking: the first argument of every query about a person."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What an asker is to the programme, in a chantier or a territory."""

    ADVISOR = "advisor"
    """Accompanies people; sees those they were granted, and no one else."""
    DIRECTION = "direction"
    SUPERVISOR = "supervisor"
    """Of a chantier, like its direction: the employer, who sees when someone is away and nothing more."""
    OFFICER = "officer"
    """Partnership officer; sees of a person what was entrusted to them."""
    COORDINATOR = "coordinator"
    """Of a territory; sees counts and pseudonyms."""
    ADMINISTRATOR = "administrator"
    """Of the installation: accounts, roles and keys; no one's file."""
    AUDITOR = "auditor"
    """Reads the trail."""
    SOFTWARE = "software"
    """A chantier's own software, by its key."""
    LOCAL = "local"
    """Whoever sits at the machine, by the command line: they hold the database itself."""


@dataclass(frozen=True, slots=True)
class Position:
    """A role, and where it is held: in a chantier, in a territory, or (neither) in the whole installation."""

    role: Role
    territory: str | None = None
    chantier: str | None = None


@dataclass(frozen=True, slots=True)
class Asker:
    """Someone, or some software, on whose behalf data is read or changed.

    ``id`` is the account's or the key's, ``local`` at the machine itself. ``permissions`` are those of a key.
    ``address``: where they ask from, for the trail.
    """

    id: str
    positions: tuple[Position, ...]
    permissions: frozenset[str] = frozenset()
    address: str | None = None

    @classmethod
    def local(cls) -> "Asker":
        """Whoever holds the machine."""
        return cls("local", (Position(Role.LOCAL),))

    def holds(self, *roles: Role) -> bool:
        """Whether they hold any of ``roles``, anywhere."""
        return any(position.role in roles for position in self.positions)

    def chantiers(self, role: Role) -> tuple[str, ...]:
        """The chantiers where they hold ``role``."""
        return tuple(sorted({p.chantier for p in self.positions if p.role is role and p.chantier is not None}))

    def keeps_partnerships(self, territory: str) -> bool:
        """Whether they keep the partnerships of a territory, as its officer or its coordinator."""
        return territory in {*self.territories(Role.OFFICER), *self.territories(Role.COORDINATOR)}

    def territories(self, role: Role) -> tuple[str, ...]:
        """The territories where they hold ``role``."""
        return tuple(sorted({p.territory for p in self.positions if p.role is role and p.territory is not None}))
