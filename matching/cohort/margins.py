"""What one more place would bring, for each pool: shortest paths in the residual network of the best flow."""

from dataclasses import dataclass, replace

import numpy as np

from matching.cohort.flow import Residual
from matching.cohort.problem import CohortProblem
from matching.cohort.separable import SINK, Model
from matching.columns import Floats, Ints


@dataclass(frozen=True, slots=True)
class OneMorePlace:
    """What one more place would change, for those who may draw on a pool and beside the quotas around it.

    ``served`` and ``urgent``: needs more; ``moved``: needs that would go elsewhere than now, or stay without so that
    another is served; ``value``: more value, which may be below nought where a place goes to someone worse covered.
    """

    pool: int
    served: int
    urgent: int
    moved: int
    value: float


def one_more_place(model: Model, flow: Ints, asked: CohortProblem | None = None) -> tuple[OneMorePlace, ...]:
    """The pools where one more place would be used, in ascending order.

    ``asked``: the problem whose faces and bounds the model leaves out. Values are then what its faces make of them, and
    a place that would have someone bear too much is left out.

    A place is an arc from its pool to the sink: it is used where the residual path from the sink to the pool costs
    less than nought, and that path says who moves. Exact: a flow on which no cycle costs less than nought is best.
    """
    residual = Residual.of(model.arcs, flow)
    distance, last = residual.distances(SINK)
    found = []
    for pool in range(model.problem.pools):
        node = model.pool_node(pool)
        if distance[node] < 0:
            change = _change(model, residual, residual.path(last, node))
            told = _told(model.problem, pool, change)
            found.append(told if asked is None else _with_faces(asked, told, model.chosen(flow), change))
    return tuple(each for each in found if each is not None)


def place_prices(model: Model, flow: Ints) -> Floats:
    """For each pool, the value of one more place in it, beside the quotas around it."""
    distance, _ = Residual.of(model.arcs, flow).distances(SINK)
    first = model.pool_node(0)
    price: Floats = np.maximum(0, -distance[first : first + model.problem.pools]) / model.unit
    return price


@dataclass(frozen=True, slots=True)
class _Change:
    """Needs that come in (1) or go out (-1), options taken and left, by need."""

    served: dict[int, int]
    taken: dict[int, int]
    left: dict[int, int]


def _change(model: Model, residual: Residual, path: list[int]) -> _Change:
    problem, first_need, first_option = model.problem, model.first_need_arc, model.first_option_arc
    change = _Change({}, {}, {})
    for residual_arc in path:
        arc, way = int(residual.arc[residual_arc]), int(residual.forward[residual_arc])
        if first_need <= arc < first_option:
            change.served[arc - first_need] = way
        elif first_option <= arc < first_option + problem.options:
            option = arc - first_option
            (change.taken if way > 0 else change.left)[int(problem.option_need[option])] = option
    return change


def _told(problem: CohortProblem, pool: int, change: _Change) -> OneMorePlace:
    served = change.served.items()
    newly = {need for need, way in served if way > 0}
    gained = sum(float(problem.option_value[option]) for option in change.taken.values())
    lost = sum(float(problem.option_value[option]) for option in change.left.values())
    return OneMorePlace(
        pool,
        served=sum(way for _, way in served),
        urgent=sum(way * bool(problem.need_urgent[need]) for need, way in served),
        moved=len((change.taken.keys() | change.left.keys()) - newly),
        value=gained - lost,
    )


def _with_faces(problem: CohortProblem, told: OneMorePlace, chosen: Ints, change: _Change) -> OneMorePlace | None:
    """The same with the prices of faces; None where someone would bear more new faces than they can."""
    needs = np.array(sorted(change.taken.keys() | change.left.keys()), dtype=np.int64)
    people = np.unique(problem.need_person[needs])
    own = np.flatnonzero(np.isin(problem.need_person, people))
    before = np.full(problem.needs, -1, dtype=np.int64)
    before[own] = chosen[own]
    after = before.copy()
    after[needs] = [change.taken.get(need, -1) for need in needs.tolist()]
    if problem.faces and bool(np.any(problem.new_faces(after) > problem.person_most)):
        return None
    return replace(told, value=problem.value_of(after) - problem.value_of(before))
