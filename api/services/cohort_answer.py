"""What a proposal of places says, in ids, codes and figures: kept as it is, told by pages and software."""

from dataclasses import dataclass, field

from pydantic import TypeAdapter

from matching.profile import Profile
from network_data.repositories.holdings import Granted


@dataclass(frozen=True, slots=True)
class CohortQuestion:
    """Whose needs, and how to share.

    ``territory``: its slug, the asker's only one by default. ``chantier``: that one alone. ``appointments``: how many
    new faces each person meets at most, besides what was decided with each. Not ``fair``: by value alone. ``seed``: of
    the lots that settle what is equal.
    """

    territory: str | None = None
    chantier: str | None = None
    appointments: int | None = None
    fair: bool = True
    seed: int = 0


@dataclass(frozen=True, slots=True)
class PosedShare:
    """What was asked of one person: their profile, without pseudonym, and the chantier whose places they may take."""

    profile: Profile
    chantier: str


@dataclass(frozen=True, slots=True)
class PosedPlaces:
    """The question, and what partners had granted."""

    question: CohortQuestion
    granted: tuple[Granted, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One need in a proposal. ``service_id``: where it goes, or None: it waits, and ``reason`` says why.

    ``counted``: whether any service that could take it has its places counted. ``takes``: whether it takes one.
    ``sought``: the best it could have taken. ``others``: services that could take it too, best first.
    """

    barrier: str
    service_id: str | None
    reason: str | None
    counted: bool
    takes: bool
    urgent: bool
    waited_days: int
    sought: str | None = None
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Share:
    """The lines of one person."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Amount:
    """What a way of sharing amounts to."""

    value: float
    served: int
    urgent: int
    people: int


@dataclass(frozen=True, slots=True)
class PlacePrice:
    """What one more place for a service would bring: to whom it may go, how many more needs, how many moved."""

    service_id: str
    chantier: str | None
    price: float
    served: int
    urgent: int
    moved: int
    value: float


@dataclass(frozen=True, slots=True)
class GroupShare:
    """The mean share of needs served in a group of ten or more, and by how much it differs from everybody else's."""

    dimension: str
    group: str
    people: int
    share: float
    difference: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Level:
    """One aim: what was reached, what cannot be exceeded, and whether that is proven."""

    name: str
    value: float
    bound: float
    proven: bool


@dataclass(frozen=True, slots=True)
class CohortAnswer:
    """Everything about nobody in particular.

    ``first_come``: needs that get a place here and would not have, first come, first served; and the other way round.
    ``fairness_price``: the share of the highest value that fairness costs. ``worst``: the lowest share of needs served.
    """

    status: str
    value: float
    bound: float
    gap: float
    reached: Amount
    baselines: dict[str, Amount]
    first_come: tuple[int, int]
    levels: tuple[Level, ...]
    best_value: float
    fairness_price: float
    worst: float
    prices: tuple[PlacePrice, ...] = ()
    groups: tuple[GroupShare, ...] = ()
    people: int = 0
    digest: str = field(default="")
    """Of all lines."""
    problem_digest: str = ""
    """Of what the engine was asked, to the last bit."""


POSED_PLACES = TypeAdapter(PosedPlaces)
POSED_SHARE = TypeAdapter(PosedShare)
SHARE = TypeAdapter(Share)
ANSWER = TypeAdapter(CohortAnswer)
