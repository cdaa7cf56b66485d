"""How far a rate is drawn towards that of the whole: beta-binomial shrinkage, its strength learned from the network."""

from math import exp, fsum

import numpy as np

from matching.columns import Floats

LEAST_STRENGTH, MOST_STRENGTH = 4.0, 40.0
"""Between these many pseudo-requests, whatever the network looks like: one unlucky request must not decide alone."""
USUAL_STRENGTH = 8.0
"""Where too few services are known to tell how much they differ."""
ENOUGH_SERVICES = 10

_STEP = 0.02
_LOG_ODDS = np.arange(-60.0, 60.0, _STEP)
_LEAST_SHAPE = 0.1
"""So near 0 or 1, where exactly no longer shows."""


def strength_of(successes: Floats, trials: Floats) -> float:
    """How many pseudo-requests the whole network is worth beside one service's own: a + b of the beta-binomial.

    The weighted moment estimator of Kleinman (1973), from services asked at least twice, kept within
    ``LEAST_STRENGTH`` and ``MOST_STRENGTH``. The more services differ, the less they borrow from each other.
    """
    several = trials >= 2
    made, of = successes[several], trials[several]
    if len(of) < ENOUGH_SERVICES:
        return USUAL_STRENGTH
    total, groups = of.sum(), len(of)
    mean = made.sum() / total
    spread = mean * (1.0 - mean)
    if spread == 0.0:
        return MOST_STRENGTH
    observed = fsum((of * (made / of - mean) ** 2).tolist())
    by_chance = spread * (groups - 1)
    between = observed - by_chance
    if between <= 0.0:
        return MOST_STRENGTH
    share = between / (spread * (total - (of * of).sum() / total - (groups - 1)))
    return float(min(MOST_STRENGTH, max(LEAST_STRENGTH, 1.0 / min(share, 1.0) - 1.0)))


def shrunk(successes: Floats, trials: Floats, mean: float, strength: float) -> Floats:
    """The posterior mean of a rate whose prior is worth ``strength`` trials around ``mean``."""
    return (strength * mean + successes) / (strength + trials)


def interval(mean: float, trials: float) -> tuple[float, float]:
    """Where a rate lies nine times out of ten, if beliefs about it are a beta of that mean worth so many trials.

    By adding up the density over a grid of log-odds, where it is smooth however few the trials.
    """
    shape = (max(mean * trials, _LEAST_SHAPE), max((1.0 - mean) * trials, _LEAST_SHAPE))
    mass = np.cumsum(np.exp(-shape[0] * np.logaddexp(0.0, -_LOG_ODDS) - shape[1] * np.logaddexp(0.0, _LOG_ODDS)))
    low, high = np.interp((0.05, 0.95), mass / mass[-1], _LOG_ODDS + _STEP / 2)
    return 1.0 / (1.0 + exp(-low)), 1.0 / (1.0 + exp(-high))
