"""French typography: no line break before « ? » or within « guillemets », capitals where sentences begin."""

import re

from markupsafe import Markup

_BEFORE = re.compile(r" (?=[?!:;»])")
_AFTER = re.compile(r"(?<=«) ")


def french_spaces(value: object) -> object:
    """``value`` with no-break spaces if it is plain text; markup and other things as they are."""
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    return _AFTER.sub("\u00a0", _BEFORE.sub("\u00a0", value))


def sentence(text: str) -> str:
    """``text`` with the capital that begins a sentence."""
    return text[:1].upper() + text[1:]


def within(text: str) -> str:
    """``text`` without its capital, as it stands after a colon."""
    return text[:1].lower() + text[1:]
