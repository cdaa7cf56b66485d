"""Keeps French punctuation on the line of its word: the spaces before « ? » and within « guillemets » do not break."""

import re

from markupsafe import Markup

_BEFORE = re.compile(r" (?=[?!:;»])")
_AFTER = re.compile(r"(?<=«) ")


def french_spaces(value: object) -> object:
    """``value`` with no-break spaces if it is plain text; markup and other things as they are."""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    return _AFTER.sub("\u00a0", _BEFORE.sub("\u00a0", value))
