"""Times as the contract writes them: ISO 8601 with an offset, and no other way."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema

from api.i18n import say
from api.validation import refuse

_EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
_LATEST = datetime(2100, 1, 1, tzinfo=UTC)


def _read(value: object) -> object:
    """A time written in full; whatever is not text is left for Pydantic to judge."""
    if not isinstance(value, str):
        return value
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise refuse(
            say("Ce n’est pas une heure complète."),
            say("Écrivez-la avec son décalage, par exemple « 2026-11-22T10:00:00+01:00 »."),
        )
    return moment


def _bounded(moment: datetime) -> datetime:
    if moment.tzinfo is None or not _EARLIEST <= moment < _LATEST:
        raise refuse(say("Cette heure est hors de propos."), say("Donnez une heure entre 2000 et 2099."))
    return moment.astimezone(UTC)


Moment = Annotated[
    datetime,
    BeforeValidator(_read),
    AfterValidator(_bounded),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
