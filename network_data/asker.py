"""Who is asking: the first argument of every query about a person."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What an asker is to the programme."""

    ADVISOR = "advisor"
    DIRECTION = "direction"
    SUPERVISOR = "supervisor"
    OFFICER = "officer"
    COORDINATOR = "coordinator"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"
    LOCAL = "local"
    """Whoever sits at this machine: the only role while there are no accounts and the server keeps to loopback."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Someone, or some software, on whose behalf data is read or changed.

    ``chantiers``: the ids whose people they may see; None means every chantier.
    """

    name: str
    role: Role
    chantiers: frozenset[str] | None

    @classmethod
    def local(cls) -> "Asker":
        """The one asker of an installation without accounts."""
        return cls(name="local", role=Role.LOCAL, chantiers=None)
