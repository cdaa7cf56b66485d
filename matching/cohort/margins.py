"""What one more place would bring, for each pool: shortest paths in the residual network of the best flow."""

from dataclasses import dataclass

import numpy as np

from matching.cohort.flow import Residual
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


def one_more_place(model: Model, flow: Ints) -> tuple[OneMorePlace, ...]:
    """The pools where one more place would be used, in ascending order.

    A place is an arc from its pool to the sink: it is used where the residual path from the sink to the pool costs
    less than nought, and that path says who moves. Exact: a flow on which no cycle costs less than nought is best.
    """
    residual = Residual.of(model.arcs, flow)
    distance, last = residual.distances(SINK)
    found = []
    for pool in range(model.problem.pools):
        node = model.pool_node(pool)
        if distance[node] < 0:
            found.append(_told(model, pool, residual, residual.path(last, node)))
    return tuple(found)


def place_prices(model: Model, flow: Ints) -> Floats:
    """For each pool, the value of one more place in it, beside the quotas around it."""
    distance, _ = Residual.of(model.arcs, flow).distances(SINK)
    first = model.pool_node(0)
    price: Floats = np.maximum(0, -distance[first : first + model.problem.pools]) / model.unit
    return price


def _told(model: Model, pool: int, residual: Residual, path: list[int]) -> OneMorePlace:
    problem = model.problem
    first_need, first_option = model.first_need_arc, model.first_option_arc
    served = urgent = 0
    value = 0.0
    touched: set[int] = set()
    newly: set[int] = set()
    for residual_arc in path:
        arc, way = int(residual.arc[residual_arc]), int(residual.forward[residual_arc])
        if first_need <= arc < first_option:
            served += way
            urgent += way * bool(problem.need_urgent[arc - first_need])
            if way > 0:
                newly.add(arc - first_need)
        elif first_option <= arc < first_option + problem.options:
            touched.add(int(problem.option_need[arc - first_option]))
            value += way * float(problem.option_value[arc - first_option])
    return OneMorePlace(pool, served, urgent, len(touched - newly), value)
