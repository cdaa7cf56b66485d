"""French typography: no line breaks before « ? » nor within « guillemets », and a capital where a sentence begins."""

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
