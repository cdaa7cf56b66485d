"""How much hangs on each weight: how often answers change when one weight alone moves by a share of itself.

A weight of the score that moves takes its share from the others: they are scaled so that all add up to 1 again, and
keep their proportions. A whole number moves by at least one. One weight at a time (Saltelli et al., Global Sensitivity
Analysis, Wiley 2008, chapter 1): what two would do together is not seen.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from matching.candidates import find_candidates
from matching.catalogue import Catalogue
from matching.choice import choose
from matching.problem import Problem
from matching.profile import Profile
from matching.weights import MEANING, InvalidWeightsError, Weights, weights_from

MOVE = 0.2
"""By which share of itself a weight moves, up and down."""
_SHARED = "score"
"""The table whose weights add up to 1."""

Tables = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Move:
    """One weight set from ``before`` to ``after``; ``index`` tells which of a list."""

    table: str
    key: str
    index: int | None
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Effect:
    """What a move changed: how many of ``needs`` with a suggestion have another first, of ``steps`` go elsewhere.

    ``allowed``: whether the file would be accepted so; nothing is counted otherwise.
    """

    move: Move
    allowed: bool
    needs: int = 0
    first_changed: int = 0
    steps: int = 0
    plan_changed: int = 0


def moves(tables: Tables, share: float = MOVE) -> tuple[Move, ...]:
    """Every weight, down then up by ``share`` of itself; those at 0 cannot move so."""
    return tuple(_moves(tables, share))


def _moves(tables: Tables, share: float) -> Iterator[Move]:
    for table, weights in tables.items():
        if table == MEANING:
            continue
        for key, value in weights.items():
            listed = enumerate(value) if isinstance(value, list) else [(None, value)]
            for index, before in listed:
                for change in (-share, share):
                    if before:
                        yield Move(table, key, index, before, _moved(before, change))


def _moved(before: float, change: float) -> float:
    if isinstance(before, int) and not isinstance(before, bool):
        return before + (1 if change > 0 else -1) * max(1, round(abs(before * change)))
    return before * (1.0 + change)


def weights_after(tables: Tables, move: Move) -> Weights:
    """The weights once ``move`` is made.

    Raises:
        InvalidWeightsError: a file could not say so: a certainty above 1, for instance.
    """
    changed = {name: dict(table) for name, table in tables.items()}
    table = changed[move.table]
    if move.index is None:
        table[move.key] = move.after
    else:
        listed = enumerate(table[move.key])
        table[move.key] = [move.after if index == move.index else value for index, value in listed]
    if move.table == _SHARED:
        _share_out(table, move)
    return weights_from(changed)


def _share_out(score: dict[str, float], move: Move) -> None:
    """Scales the others so that all add up to 1 again."""
    others = sum(value for key, value in score.items() if key != move.key)
    for key in score:
        if key != move.key:
            score[key] *= (1.0 - move.after) / others


@dataclass(frozen=True, slots=True)
class _Answers:
    """The first service of each need of someone, and the one that the plan chose; by the need's position."""

    firsts: Mapping[int, int]
    plan: Mapping[int, int]


def effects(
    tables: Tables, profiles: Sequence[Profile], catalogue: Catalogue, answered: Callable[[], None] = lambda: None
) -> Iterator[Effect]:
    """The effect of each of ``moves``, in order; ``answered`` is called once per person and move.

    Cost: one choice of suggestions and plan per person, for each move and once before; nothing is explained.
    """
    with_needs = [profile for profile in profiles if profile.needs]
    shipped = weights_from(tables)
    before = [_answers(Problem(profile, catalogue, shipped)) for profile in with_needs]
    for move in moves(tables):
        try:
            weights = weights_after(tables, move)
        except InvalidWeightsError:
            yield Effect(move, allowed=False)
            continue
        after = []
        for profile in with_needs:
            after.append(_answers(Problem(profile, catalogue, weights)))
            answered()
        yield _effect(move, before, after)


def _answers(problem: Problem) -> _Answers:
    candidates = find_candidates(problem)
    needs = range(len(problem.profile.needs))
    firsts = {need: candidates.best.at(found[0]).row for need in needs if (found := candidates.of_need(need))}
    return _Answers(firsts, {need: pair.row for need, pair in choose(candidates).chosen().items()})


def _effect(move: Move, before: Sequence[_Answers], after: Sequence[_Answers]) -> Effect:
    pairs = list(zip(before, after, strict=True))
    return Effect(
        move,
        allowed=True,
        needs=sum(len(old.firsts) for old in before),
        first_changed=sum(_differing(old.firsts, new.firsts) for old, new in pairs),
        steps=sum(len(old.plan) for old in before),
        plan_changed=sum(_differing(old.plan, new.plan) for old, new in pairs),
    )


def _differing(old: Mapping[int, int], new: Mapping[int, int]) -> int:
    """How many needs have another service. A weight never changes who is eligible: both speak of the same needs."""
    return sum(row != new[need] for need, row in old.items())
