"""What the table of docs/personal-data.md grants, looked up for someone about someone, as things stand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from tests.access.route_table import DOCUMENT, Row, read_table
from tests.api.living.ledger import Granted

_TABLE = read_table(DOCUMENT.read_text(encoding="utf-8"))
_DENIED = frozenset({"401", "403", "404", "sign in"})
NEAR = frozenset({"accompanies", "stands_in"})
"""What lets someone write."""
_TERRITORY = MappingProxyType({"here": "north", "next-door": "north", "far": "south"})


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone who asks: as which column of the table, and of which chantier (None: of the territory in the north)."""

    account: str
    column: str
    chantier: str | None = None


ACTORS: Mapping[str, Actor] = MappingProxyType(
    {
        actor.account: actor
        for actor in (
            Actor("advisor", "advisor", "here"),
            Actor("colleague", "advisor", "here"),
            Actor("neighbour", "advisor", "next-door"),
            Actor("stranger", "advisor", "far"),
            Actor("direction", "direction", "here"),
            Actor("supervisor", "supervisor", "here"),
            Actor("key", "key", "here"),
            Actor("officer", "officer"),
            Actor("coordinator", "coordinator"),
            Actor("administrator", "administrator"),
            Actor("auditor", "auditor"),
            Actor("nobody", "nobody"),
        )
    }
)


def denied(actor: Actor, method: str, route: str, whose: str) -> str | None:
    """What the table has this route answer to them, where it grants nothing; None where it does."""
    cell = _TABLE[Row(method, route, whose)][actor.column]
    return cell if cell in _DENIED else None


def whose(actor: Actor, chantier: str | None, grants: Iterable[Granted]) -> str:
    """Whose a person is to someone, as the table has it; ``chantier``: theirs, None for somebody who is not there.

    ``grants``: what is open to them about the person.
    """
    if chantier is None:
        return "unknown"
    if any(grants) or (actor.column == "key" and chantier == actor.chantier):
        return "own"
    if _TERRITORY[chantier] != (_TERRITORY[actor.chantier] if actor.chantier else "north"):
        return "other territory"
    return "colleague's" if chantier == (actor.chantier or "here") else "other chantier"
