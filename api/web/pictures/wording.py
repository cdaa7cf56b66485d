"""Say distances, directions and figures as people do."""

import math
from collections.abc import Sequence

from api.web.pictures.geography import Plane, Position
from api.web.pictures.svg import Translate

NO_BREAK = "\u00a0"


def figure(value: float, decimals: int) -> str:
    """Write a number with the French comma and a true minus sign."""
    return f"{round(value, decimals) + 0.0:.{decimals}f}".replace(".", ",").replace("-", "\u2212")


def kilometres(distance: float, translate: Translate) -> str:
    """Say a distance: metres below one kilometre, one decimal below ten, then round kilometres."""
    if distance < 0.95:
        return translate("{number}\u00a0m").format(number=max(50, 50 * round(distance * 20)))
    return translate("{number}\u00a0km").format(number=figure(distance, 1 if distance < 9.95 else 0))


def direction(start: Position, end: Position, translate: Translate) -> str:
    """Say in which of eight directions ``end`` lies from ``start``."""
    east, south = Plane(start).metres(end)
    names = (
        translate("à l’est"),
        translate("au sud-est"),
        translate("au sud"),
        translate("au sud-ouest"),
        translate("à l’ouest"),
        translate("au nord-ouest"),
        translate("au nord"),
        translate("au nord-est"),
    )
    return names[round(math.degrees(math.atan2(south, east)) / 45) % 8]


def listing(words: Sequence[str], translate: Translate) -> str:
    """Join words as in a sentence: « 1, 2 et 5 »."""
    if len(words) < 2:
        return "".join(words)
    return translate("{first} et {last}").format(first=", ".join(words[:-1]), last=words[-1])
