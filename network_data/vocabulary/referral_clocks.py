"""The clocks of a referral: how long it may stand somewhere before something is due, and what."""

import tomllib
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from network_data.vocabulary.loading import Entry, raw_text, rows
from network_data.vocabulary.referral_lifecycle import ReferralKind, ReferralState


class Since(StrEnum):
    """What a clock counts from."""

    STEP = "step"
    APPOINTMENT = "appointment"
    REVIEW = "review"
    CHECK = "check"


class Does(StrEnum):
    """What becomes of it when a clock runs out."""

    REMIND = "remind"
    """Whoever accompanies the person."""
    ALERT = "alert"
    """Them, and the officers to whom the need is entrusted."""
    EXPIRE = "expire"


class ClockEntry(Entry):
    """One clock; the fields are explained at the top of the data file."""

    code: str
    states: frozenset[ReferralState]
    kind: ReferralKind | None = None
    since: Since = Since.STEP
    days: int
    urgent: int | None = None
    repeats: bool = False
    does: Does
    unagreed: bool = False


_FILE = "referral_clocks"
CLOCKS: Mapping[str, ClockEntry] = MappingProxyType(
    {clock.code: clock for clock in map(ClockEntry.model_validate, rows(_FILE, "clock"))}
)
"""Every clock of a referral by code."""
CLOCKED_STATES = frozenset(state for clock in CLOCKS.values() for state in clock.states)
"""Where some clock runs."""
NEED_CLOCK = "need-review"
"""The code of the one clock that is about a need."""
NEED_MONTHS: int = tomllib.loads(raw_text(_FILE))["need"]["months"]
"""After how many months an open need asks to be looked at again."""
