"""The life of a referral: its states, what may follow each, what each holds, and the coded reasons."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from network_data.vocabulary.loading import Entry, rows


class ReferralState(StrEnum):
    """Where a referral stands; the data file says what may follow."""

    SUGGESTED = "suggested"
    PREPARED = "prepared"
    SENT = "sent"
    GIVEN = "given"
    WAITLISTED = "waitlisted"
    ACCEPTED = "accepted"
    SCHEDULED = "scheduled"
    MISSED = "missed"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    DECLINED = "declined"
    REFUSED = "refused"
    CANCELLED = "cancelled"
    UNREACHED = "unreached"
    EXPIRED = "expired"
    ENTERED_IN_ERROR = "entered_in_error"


class ReferralKind(StrEnum):
    """What sort of referral it is."""

    ORIENTATION = "orientation"
    """To a service, which answers."""
    DOSSIER = "dossier"
    """A file handed in (SIAO, MDPH, préfecture...): it waits as long as it takes, and never expires."""


class Unit(StrEnum):
    """What a quota counts."""

    APPLICATION = "application"
    """What a partner is asked for: used from the moment it is sent."""
    PLACE = "place"
    """What a partner gives: used from the moment it is accepted."""


class StateEntry(Entry):
    """One state; the fields are explained at the top of the data file."""

    code: ReferralState
    label: str
    filed: str = ""
    fhir: str
    ended: bool = False
    holds: frozenset[Unit] = frozenset()
    next: tuple[ReferralState, ...] = ()
    by_contact: tuple[ReferralState, ...] = ()
    shares: frozenset[ReferralState] = frozenset()

    def label_of(self, kind: ReferralKind) -> str:
        """What a French page calls the state of such a referral."""
        return self.filed if kind is ReferralKind.DOSSIER and self.filed else self.label

    def followers(self, kind: ReferralKind) -> tuple[ReferralState, ...]:
        """The states that may follow, in the order of the data file, "entered_in_error" last."""
        listed = (*self.next, *self.by_contact)
        if kind is ReferralKind.DOSSIER:
            listed = tuple(state for state in listed if state is not ReferralState.EXPIRED)
        error = ReferralState.ENTERED_IN_ERROR
        return listed if self.code is error else (*listed, error)


class Reason(Entry):
    """Why a referral was declined or refused; ``needs`` says what must be told with it."""

    code: str
    of: ReferralState
    label: str
    needs: str = ""


_FILE = "referral_lifecycle"
REFERRAL_STATES: Mapping[ReferralState, StateEntry] = MappingProxyType(
    {entry.code: entry for entry in map(StateEntry.model_validate, rows(_FILE, "state"))}
)
"""Every state by code."""
REASONS: Mapping[tuple[ReferralState, str], Reason] = MappingProxyType(
    {(reason.of, reason.code): reason for reason in map(Reason.model_validate, rows(_FILE, "reason"))}
)
"""Every reason by the state it explains and its code."""
NO_REASON_GIVEN = "no-reason-given"
"""What is kept when the person said no without saying why: it is always enough."""
OTHER_BARRIER_FIRST = "other-barrier-first"
"""Why a partner declines when another barrier has to be dealt with before: which one is said with it."""


def reasons_of(state: ReferralState) -> tuple[str, ...]:
    """The codes of the reasons for ``state``; none where no reason is asked for."""
    return tuple(code for of, code in REASONS if of is state)
