"""Writes telephone numbers as they are read aloud."""

import re

_FRENCH = re.compile(r"(?:\+33|0)([1-9]\d{8})")
_SEPARATORS = re.compile(r"[\s.()-]+")


def phone_href(number: str) -> str:
    """The link that calls a number."""
    return f"tel:{_SEPARATORS.sub('', number)}"


def spoken_phone(number: str) -> str:
    """A French number by pairs (« 01 40 37 50 99 », with no-break spaces); any other as it is stored."""
    french = _FRENCH.fullmatch(_SEPARATORS.sub("", number))
    if french is None:
        return number
    digits = "0" + french.group(1)
    return "\u00a0".join(digits[at : at + 2] for at in range(0, len(digits), 2))
