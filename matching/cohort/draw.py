"""Drawing lots from a kept seed: the same seed and the same number always draw the same lot."""

import numpy as np
from numpy.typing import NDArray

from matching.columns import Floats, Ints

_STEP, _FIRST, _SECOND = 0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB


def lots(seed: int, count: int, stream: int = 0) -> NDArray[np.uint64]:
    """``count`` lots of 64 bits, by SplitMix64 (Steele, Lea and Flood, OOPSLA 2014) started from seed and stream."""
    start = np.array([(seed * _SECOND + stream * _FIRST) % (1 << 64)], dtype=np.uint64)
    state = _mixed(start) + np.arange(1, count + 1, dtype=np.uint64) * np.uint64(_STEP)
    return _mixed(state)


def shuffled(seed: int, count: int, stream: int = 0) -> Ints:
    """The numbers below ``count`` in an order drawn by lot."""
    return np.argsort(lots(seed, count, stream), kind="stable")


def fractions(seed: int, count: int, stream: int = 0) -> Floats:
    """``count`` numbers from 0 up to 1, drawn by lot."""
    drawn: Floats = (lots(seed, count, stream) >> np.uint64(11)).astype(np.float64) / float(1 << 53)
    return drawn


def _mixed(state: NDArray[np.uint64]) -> NDArray[np.uint64]:
    state = (state ^ (state >> np.uint64(30))) * np.uint64(_FIRST)
    state = (state ^ (state >> np.uint64(27))) * np.uint64(_SECOND)
    mixed: NDArray[np.uint64] = state ^ (state >> np.uint64(31))
    return mixed
