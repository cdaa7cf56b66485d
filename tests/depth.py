"""How many cases a property that takes long is tried on."""

from hypothesis import settings

_USUAL = 100


def usually(few: int) -> int:
    """``few`` in a usual run, as many as of any other property in a deep one."""
    most = settings().max_examples
    return few if most <= _USUAL else most
