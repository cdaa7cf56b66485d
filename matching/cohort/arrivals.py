"""Between two batches: needs that come one by one, and prices that keep the last place from the first comer.

A place is given where the need's value exceeds the price that the place has for those expected to come. Bid-price
control (Talluri and van Ryzin 1998), solved anew from time to time for what is left and who is still to come, as
the last batch was.
"""

from dataclasses import replace

import numpy as np

from matching.cohort.greedy import Places
from matching.cohort.margins import place_prices
from matching.cohort.problem import CohortProblem
from matching.cohort.separable import best_flow, model_of
from matching.columns import Floats, Ints

TIMES = 20
"""How many times the prices are learnt anew while a batch's worth of needs arrives."""


def bid_prices(last: CohortProblem, left: Ints, to_come: float) -> Floats:
    """The price of a place in each pool, quotas around it included, for the rest of a period.

    Args:
        last: the last batch, on the same pools; prices of faces are left aside.
        left: places left in each pool.
        to_come: how many needs are still expected, as a share of the last batch's; above nought.
    """
    room = np.rint(left / to_come).astype(np.int64)
    model = model_of(replace(last, pool_room=room), last.option_value, fair=False)
    return place_prices(model, best_flow(model))


def best_bid(places: Places, need: int, price: Floats) -> int | None:
    """The open option of a need that exceeds its place's price by most, or None where none does."""
    problem = places.problem
    best, most = None, 1e-9
    for option in range(int(problem.option_start[need]), int(problem.option_start[need + 1])):
        size = int(problem.need_size[need])
        over = places.gain(option) - size * float(price[problem.option_pool[option]])
        if over > most and places.admits(option):
            best, most = option, over
    return best


def give_as_they_come(problem: CohortProblem, last: CohortProblem, order: Ints, times: int = TIMES) -> Ints:
    """The option of each need (negative: none) when needs arrive in ``order`` and each is answered at once.

    Raises:
        ValueError: ``last`` has other pools than ``problem``.
    """
    if last.pools != problem.pools or not np.array_equal(last.pool_parent, problem.pool_parent):
        raise ValueError("Prices are learnt from a batch on the same pools: number them alike.")
    places = Places(problem)
    every = max(1, -(-len(order) // times))
    price = np.zeros(problem.pools)
    for number, need in enumerate(order.tolist()):
        if number % every == 0 and last.needs:
            price = bid_prices(last, np.array(places.left), (len(order) - number) / last.needs)
        option = best_bid(places, need, price)
        if option is not None:
            places.take(option)
    return np.array(places.chosen, dtype=np.int64)
