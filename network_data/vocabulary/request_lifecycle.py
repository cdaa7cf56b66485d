"""The life of a request of an advisor to the officers: its states, whose step each is, and why one is closed."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from network_data.vocabulary.loading import Entry, rows


class RequestState(StrEnum):
    """Where a request stands; the data file says what may follow."""

    ASKED = "asked"
    TAKEN = "taken"
    PROPOSED = "proposed"
    CHOSEN = "chosen"
    OTHER_ROUTE = "other_route"
    JOINT_CONTACT = "joint_contact"
    HANDED_BACK = "handed_back"
    CLOSED = "closed"


class Side(StrEnum):
    """Whose step it is."""

    ASKER = "asker"
    """Whoever accompanies the person, or asked about a situation."""
    OFFICER = "officer"
    """Of the territory's team."""


class RequestStateEntry(Entry):
    """One state; the fields are explained at the top of the data file."""

    code: RequestState
    label: str
    by: frozenset[Side]
    next: tuple[RequestState, ...] = ()
    ended: bool = False


class ClosingReason(Entry):
    """Why a request was closed."""

    code: str
    label: str


_FILE = "request_lifecycle"
REQUEST_STATES: Mapping[RequestState, RequestStateEntry] = MappingProxyType(
    {entry.code: entry for entry in map(RequestStateEntry.model_validate, rows(_FILE, "state"))}
)
"""Every state by code."""
CLOSING_REASONS: Mapping[str, ClosingReason] = MappingProxyType(
    {reason.code: reason for reason in map(ClosingReason.model_validate, rows(_FILE, "reason"))}
)
"""Every reason by code."""
