"""Turns one cell of a file, text or JSON value, into a value of ours."""

import math
import re
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

_QUOTED = r"""(?:'[^'\\]*'|"[^"\\]*")"""
_LIST_OF_TEXTS = re.compile(rf"\[\s*(?:{_QUOTED}\s*(?:,\s*{_QUOTED}\s*)*,?\s*)?\]")
_QUOTED_TEXT = re.compile(_QUOTED)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECONDS_FROM = 100_000_000_000
"""Epochs above this are in milliseconds: in seconds they would lie beyond the year 5000."""
_LAST_EPOCH = 250_000_000_000_000


def text_of(value: Any) -> Any:
    """``value`` without the blanks around it, None when nothing is left; what is not text stays as it is."""
    if isinstance(value, str):
        return value.strip() or None
    return value


def is_storable(value: Any) -> bool:
    """Whether every text inside can be stored by any database: no NUL, no half of a surrogate pair."""
    if isinstance(value, str):
        return "\x00" not in value and not any("\ud800" <= sign <= "\udfff" for sign in value)
    if isinstance(value, list | tuple):
        return all(is_storable(item) for item in value)
    return True


def list_of(value: Any) -> Any:
    """A list from the way Python and pandas write one in a CSV (``['a', 'b']``); an empty one is None.

    A text that is not such a list comes back as it is, for the validation to refuse.
    """
    if isinstance(value, str) and _LIST_OF_TEXTS.fullmatch(value):
        value = [quoted[1:-1] for quoted in _QUOTED_TEXT.findall(value)]
    if isinstance(value, list):
        return [text_of(item) for item in value] or None
    return value


def number_of(value: Any) -> float | None:
    """A finite number, or None when ``value`` is not one.

    >>> number_of("2,35"), number_of("nan")
    (2.35, None)
    """
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        return None
    try:
        number = float(value.replace(",", ".") if isinstance(value, str) else value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def date_of(value: Any) -> date | None:
    """A date from ISO text (with or without a time) or from an epoch in seconds or milliseconds, None otherwise."""
    if isinstance(value, str):
        if value.isdecimal() and len(value) > len("20260101"):
            return _date_of_epoch(number_of(value))
        try:
            return datetime.fromisoformat(value).date()
        except ValueError:
            return None
    return _date_of_epoch(number_of(value))


def _date_of_epoch(number: float | None) -> date | None:
    if number is None or not 0 <= number <= _LAST_EPOCH:
        return None
    seconds = number / 1000 if number >= _MILLISECONDS_FROM else number
    return (_EPOCH + timedelta(seconds=seconds)).date()
