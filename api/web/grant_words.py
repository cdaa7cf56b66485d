"""Says why a reader sees a person, and until when, where it is not simply that they accompany them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType

from api.i18n import N_
from network_data.tables import Grant, GrantKind

KINDS: Mapping[GrantKind, str] = MappingProxyType(
    {
        GrantKind.ACCOMPANIES: N_("accompagne"),
        GrantKind.STANDS_IN: N_("remplace"),
        GrantKind.HANDS_OVER: N_("a passé le relais"),
        GrantKind.OPENED: N_("a ouvert le dossier"),
        GrantKind.ENTRUSTED: N_("s’est vu confier des freins"),
    }
)
"""What whoever holds a grant does, from the most to the least lasting."""
OWN_KINDS: Mapping[GrantKind, str] = MappingProxyType(
    {
        GrantKind.STANDS_IN: N_("vous remplacez un collègue"),
        GrantKind.HANDS_OVER: N_("vous avez passé le relais"),
        GrantKind.OPENED: N_("dossier ouvert avec une raison"),
        GrantKind.ENTRUSTED: N_("confié par qui l’accompagne"),
    }
)
"""The same said to whoever holds it."""


@dataclass(frozen=True, slots=True)
class AccessNote:
    """Why the reader sees the person, and the last day, or the hour when it ends today."""

    words: str
    until: date | None


def access_note(grants: Sequence[Grant]) -> AccessNote | None:
    """The note of the most lasting of ``grants``; None for whoever accompanies the person, or holds none."""
    by_kind = {grant.kind: grant for grant in grants}
    for kind in KINDS:
        if kind in by_kind:
            return None if kind is GrantKind.ACCOMPANIES else AccessNote(OWN_KINDS[kind], last_day(by_kind[kind].until))
    return None


def last_day(until: datetime | None) -> date | None:
    """The last day of an access: one that ends at midnight ended with the day before."""
    return None if until is None else (until.astimezone(UTC) - timedelta(microseconds=1)).date()
