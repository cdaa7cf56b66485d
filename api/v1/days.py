"""Days as the contract writes them, and no other way: Pydantic alone would read "0" as the first of January 1970."""

import re
from contextlib import suppress
from datetime import date
from typing import Annotated

from pydantic import BeforeValidator

from api.faults import tell_error
from api.validation import refuse

_WRITTEN = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _read(value: object) -> object:
    """A day written ``AAAA-MM-JJ``; whatever is not text is left for Pydantic to judge."""
    if not isinstance(value, str):
        return value
    if _WRITTEN.fullmatch(value):
        with suppress(ValueError):
            return date.fromisoformat(value)
    raise refuse(*tell_error("date_parsing", {}))


Day = Annotated[date, BeforeValidator(_read)]
