"""Quantiles and spreads for comparing two small groups, without a statistics library and without drawing lots."""

from collections.abc import Sequence
from math import comb, sqrt
from statistics import NormalDist, variance

_NORMAL = NormalDist()


def student_quantile(probability: float, freedom: float) -> float:
    """The quantile of Student's t with ``freedom`` degrees, above one half.

    Abramowitz and Stegun, Handbook of Mathematical Functions (1964), 26.7.5; within 1 % from 9 degrees on.
    """
    z = _NORMAL.inv_cdf(probability)
    terms = (
        (z**3 + z) / 4,
        (5 * z**5 + 16 * z**3 + 3 * z) / 96,
        (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384,
        (79 * z**9 + 776 * z**7 + 1482 * z**5 - 1920 * z**3 - 945 * z) / 92160,
    )
    return z + sum(term / freedom**power for power, term in enumerate(terms, start=1))


def freedom_of(first: float, first_size: int, second: float, second_size: int) -> float:
    """Welch's degrees of freedom of the difference of two means, from the variances *of the means* and the sizes.

    B. L. Welch, The generalization of "Student's" problem, Biometrika 34 (1947).
    """
    spread = first**2 / (first_size - 1) + second**2 / (second_size - 1)
    return (first + second) ** 2 / spread if spread else float(first_size + second_size - 2)


def variance_of_mean(values: Sequence[float]) -> float:
    """The variance of the mean of ``values``, two of them at least."""
    return variance(values) / len(values)


def variance_of_mean_share(shares: Sequence[float]) -> float:
    """The same for values between 0 and 1, as if someone at 0 and someone at 1 were there too.

    A group of whom all stand at 1 would else pass for perfectly known (Agresti and Caffo, Simple and effective
    confidence intervals for proportions, The American Statistician 54, 2000).
    """
    return variance_of_mean([*shares, 0.0, 1.0])


def variance_of_median(values: Sequence[float]) -> float:
    """The variance of the median of ``values``, from the two that enclose it.

    Price and Bonett, Distribution-free confidence intervals for difference and ratio of medians, Journal of
    Statistical Computation and Simulation 72 (2002).
    """
    ordered, size = sorted(values), len(values)
    rank = max(1, round((size + 1) / 2 - sqrt(size)))
    below = sum(comb(size, count) for count in range(rank)) / 2**size
    width = ordered[size - rank] - ordered[rank - 1]
    return float((width / (2 * _NORMAL.inv_cdf(1 - below))) ** 2)
