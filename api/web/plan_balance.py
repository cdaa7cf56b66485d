"""Arranges for reading what surrounds a person's plan: its balance of faces and fit, what was chosen, what changed."""

from dataclasses import dataclass

from markupsafe import Markup

from api.services.planning import Balance, Planned
from api.web.pictures import Dot, front_picture
from matching.replanning import Move
from network_data.repositories import PersonFile
from network_data.tables import KeptPlan, PlanChoice


@dataclass(frozen=True, slots=True)
class Option:
    """A plan one may ask for: how many new faces, how well it fits out of 100."""

    faces: int
    fit: float
    is_shown: bool
    is_advised: bool


@dataclass(frozen=True, slots=True)
class BalanceView:
    """The plans between the fewest faces and the best fit, and a picture of them."""

    options: tuple[Option, ...]
    here: Option
    picture: Markup


@dataclass(frozen=True, slots=True)
class Change:
    """A move, and the names that the kept plan gave to what was there before."""

    move: Move
    service: str | None
    partner: str | None


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided about the plan: ``choices`` by barrier, the plan kept, and what changed since."""

    choices: dict[str, tuple[PlanChoice, ...]]
    kept: KeptPlan | None
    changes: tuple[Change, ...]
    is_afresh: bool
    """Whether the plan shown leaves the kept one aside, because a number of faces was asked for."""


def balance_view(shown: Planned) -> BalanceView | None:
    """The balance; None where there is nothing to choose between."""
    if len(shown.front) <= 1:
        return None
    within = [each for each in shown.front if each.faces <= shown.here.faces]
    chosen = within[-1] if within else shown.front[0]
    options = tuple(_option(each, shown, is_shown=each is chosen) for each in shown.front)
    here = _option(shown.here, shown, is_shown=True)
    picture = front_picture([Dot(each.faces, each.fit) for each in options], Dot(here.faces, here.fit))
    return BalanceView(options, here, picture)


def decided_view(file: PersonFile, shown: Planned, *, is_afresh: bool) -> Decided:
    """What was decided about the plan of ``file``, and what ``shown`` changes."""
    barriers = dict.fromkeys(choice.barrier for choice in file.choices)
    before = {step["barrier"]: step for step in file.kept_plan.steps} if file.kept_plan else {}
    return Decided(
        choices={code: tuple(each for each in file.choices if each.barrier == code) for code in barriers},
        kept=file.kept_plan,
        changes=tuple(
            Change(move, *(before.get(move.barrier, {}).get(name) for name in ("service", "partner")))
            for move in shown.result.moves
        ),
        is_afresh=is_afresh,
    )


def _option(balance: Balance, shown: Planned, *, is_shown: bool) -> Option:
    return Option(balance.faces, round(100 * balance.fit, 1), is_shown, balance.faces == shown.advised)
