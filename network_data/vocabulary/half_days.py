"""The fourteen half-days of a week, as codes and as bits of one integer."""

from collections.abc import Iterable

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
HALF_DAYS = tuple(f"{day}-{half}" for day in _DAYS for half in ("am", "pm"))
"""Codes from ``mon-am`` to ``sun-pm``; the position of a code is its bit."""
_BIT = {code: 1 << position for position, code in enumerate(HALF_DAYS)}


def half_day_mask(codes: Iterable[str]) -> int:
    """The integer whose bits are the given half-days.

    Raises:
        KeyError: a code is not one of ``HALF_DAYS``.
    """
    mask = 0
    for code in codes:
        mask |= _BIT[code]
    return mask
