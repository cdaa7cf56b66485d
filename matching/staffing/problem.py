"""The problem of sharing officers between chantiers: who can do what, who needs what, and what has been promised."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from matching.staffing.slots import WORKING_HALF_DAYS, Slot

DOMAINS: Final = ("emploi", "logement", "sante", "formation", "droits")
"""The domains of officers' work."""
MOST_SITES: Final = 3


@dataclass(frozen=True, slots=True)
class Officer:
    """A partnership officer; ``skills`` gives per domain 1 to 100 percent, none when absent.

    ``half_days`` is the contract per week, of which ``field_share`` goes to chantiers. ``works`` are the half-days on
    which they may be sent; ``away`` those of the month on which they are not there. ``reaches`` is None for everywhere.
    """

    id: str
    skills: Mapping[str, int]
    half_days: int = 10
    field_share: float = 0.5
    works: tuple[str, ...] = WORKING_HALF_DAYS
    away: frozenset[Slot] = frozenset()
    reaches: frozenset[str] | None = None
    most_sites: int = MOST_SITES


@dataclass(frozen=True, slots=True)
class Chantier:
    """A chantier; ``demand`` is in whole half-days of the month by domain, ``room`` the officers it seats at once."""

    id: str
    people: int
    demand: Mapping[str, int]
    opening: tuple[str, ...] = WORKING_HALF_DAYS
    closed: frozenset[Slot] = frozenset()
    room: int = 1


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """One officer in one chantier for one half-day of the month, for one domain."""

    slot: Slot
    officer: str
    chantier: str
    domain: str


@dataclass(frozen=True, slots=True, order=True)
class Accompaniment:
    """Whom an officer accompanies at a chantier in a domain, as the half-days of its demand that are theirs alone."""

    officer: str
    chantier: str
    domain: str
    half_days: int


Pair = tuple[str, str]
"""An officer and a chantier."""


@dataclass(frozen=True, slots=True)
class Tolerances:
    """What each level may yield to those after it, in percent of its best value."""

    coverage: float = 2.0
    load: float = 5.0
    domains: float = 2.0
    fit: float = 2.0
    continuity: float = 2.0
    sites: float = 0.0
    kept: float = 0.0


@dataclass(frozen=True, slots=True)
class Settings:
    """What a coordinator may adjust; percents of capacity for loads, percents of demand for floors.

    ``relation`` is what keeping an officer in a chantier is worth, in half-days kept.
    """

    tolerances: Tolerances = Tolerances()
    least_load: int = 90
    most_load: int = 110
    floors: Mapping[str, int] = field(default_factory=dict)
    relation: int = 2


@dataclass(frozen=True, slots=True)
class StaffingProblem:
    """A month of officers and chantiers.

    ``travel`` gives minutes between chantiers, either way; where unknown it is ``unknown_travel``. Pairs of
    ``required`` must hold at least one half-day, those of ``forbidden`` none. ``pins`` must stand as they are;
    ``running`` is the allocation in force. ``accompaniments`` never change hands: nobody else takes their half-days,
    and the officer holds as large a part of them as of the month they are there.

    Raises:
        ValueError: an id or a domain is unknown or given twice, or a number is out of its bounds.
    """

    officers: tuple[Officer, ...]
    chantiers: tuple[Chantier, ...]
    weeks: int = 4
    travel: Mapping[Pair, int] = field(default_factory=dict)
    unknown_travel: int = 30
    required: frozenset[Pair] = frozenset()
    forbidden: frozenset[Pair] = frozenset()
    pins: tuple[Cell, ...] = ()
    running: tuple[Cell, ...] = ()
    accompaniments: tuple[Accompaniment, ...] = ()
    settings: Settings = Settings()

    def __post_init__(self) -> None:
        officers, chantiers = {each.id for each in self.officers}, {each.id for each in self.chantiers}
        if len(officers) < len(self.officers) or len(chantiers) < len(self.chantiers):
            raise ValueError("An officer or a chantier is given twice.")
        if not 1 <= self.weeks <= 6:
            raise ValueError("A staffing problem covers one to six weeks.")
        for pair in self.required | self.forbidden:
            if pair[0] not in officers or pair[1] not in chantiers:
                raise ValueError(f"The pair {pair} names an officer or a chantier that is not in the problem.")
        for cell in self.pins:
            if cell.officer not in officers or cell.chantier not in chantiers or cell.domain not in DOMAINS:
                raise ValueError("A pin names an officer, a chantier or a domain that is not in the problem.")
        _check_accompaniments(self)
        for officer in self.officers:
            _check_officer(officer)
        for chantier in self.chantiers:
            _check_chantier(chantier)

    def minutes(self, one: str, other: str) -> int:
        """Travel between two chantiers, in minutes."""
        if one == other:
            return 0
        return self.travel.get((one, other), self.travel.get((other, one), self.unknown_travel))


def _check_officer(officer: Officer) -> None:
    if not set(officer.skills) <= set(DOMAINS) or not all(0 <= skill <= 100 for skill in officer.skills.values()):
        raise ValueError(f"The skills of officer {officer.id} are percents of known domains.")
    if not 0 <= officer.field_share <= 1 or not 0 <= officer.half_days <= 14 or officer.most_sites < 0:
        raise ValueError(f"The capacity of officer {officer.id} is out of bounds.")


def _check_chantier(chantier: Chantier) -> None:
    if not set(chantier.demand) <= set(DOMAINS) or min(chantier.demand.values(), default=0) < 0 or chantier.room < 0:
        raise ValueError(f"The demand or the room of chantier {chantier.id} is out of bounds.")


def _check_accompaniments(problem: StaffingProblem) -> None:
    officers = {each.id for each in problem.officers}
    asked = {(each.id, domain): number for each in problem.chantiers for domain, number in each.demand.items()}
    theirs = {(each.officer, each.chantier, each.domain) for each in problem.accompaniments}
    if len(theirs) < len(problem.accompaniments) or not {officer for officer, _, _ in theirs} <= officers:
        raise ValueError("An accompaniment is given twice, or names an officer who is not in the problem.")
    held = Counter[tuple[str, str]]()
    for each in problem.accompaniments:
        held[each.chantier, each.domain] += each.half_days
    if any(number > asked.get(place, 0) for place, number in held.items()):
        raise ValueError("Accompaniments hold more half-days of a chantier than it asks for.")
    if any(each.half_days < 0 for each in problem.accompaniments):
        raise ValueError("An accompaniment cannot hold less than no half-day.")
