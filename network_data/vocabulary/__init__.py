"""The words of the trade as typed, validated data: barriers, prerequisites, papers, gates, referrals."""

from network_data.vocabulary.barriers import BARRIERS, DOMAINS, Barrier, Domain
from network_data.vocabulary.endings import EndedBy
from network_data.vocabulary.gates import GATES, AccessPath, Gate, gate_of
from network_data.vocabulary.half_days import HALF_DAYS, half_day_mask
from network_data.vocabulary.lexicon import LEXICON, MASKED, TO_PROFESSIONALS, WIDELY_TAGGED, Told, Words
from network_data.vocabulary.papers import PAPERS, Paper
from network_data.vocabulary.prerequisites import PREREQUISITES, Prerequisite, Strength
from network_data.vocabulary.publics import PUBLICS
from network_data.vocabulary.referral_clocks import CLOCKED_STATES, CLOCKS, NEED_CLOCK, ClockEntry, Does
from network_data.vocabulary.referral_lifecycle import (
    NO_REASON_GIVEN,
    OTHER_BARRIER_FIRST,
    REASONS,
    REFERRAL_STATES,
    Reason,
    ReferralKind,
    ReferralState,
    StateEntry,
    Unit,
    reasons_of,
)
from network_data.vocabulary.request_lifecycle import (
    CLOSING_REASONS,
    REQUEST_STATES,
    ClosingReason,
    RequestState,
    RequestStateEntry,
    Side,
)
from network_data.vocabulary.version import VOCABULARY_VERSION

__all__ = [
    "BARRIERS",
    "CLOCKED_STATES",
    "CLOCKS",
    "CLOSING_REASONS",
    "DOMAINS",
    "GATES",
    "HALF_DAYS",
    "LEXICON",
    "MASKED",
    "NEED_CLOCK",
    "NO_REASON_GIVEN",
    "OTHER_BARRIER_FIRST",
    "PAPERS",
    "PREREQUISITES",
    "PUBLICS",
    "REASONS",
    "REFERRAL_STATES",
    "REQUEST_STATES",
    "TO_PROFESSIONALS",
    "VOCABULARY_VERSION",
    "WIDELY_TAGGED",
    "AccessPath",
    "Barrier",
    "ClockEntry",
    "ClosingReason",
    "Does",
    "Domain",
    "EndedBy",
    "Gate",
    "Paper",
    "Prerequisite",
    "Reason",
    "ReferralKind",
    "ReferralState",
    "RequestState",
    "RequestStateEntry",
    "Side",
    "StateEntry",
    "Strength",
    "Told",
    "Unit",
    "Words",
    "gate_of",
    "half_day_mask",
    "reasons_of",
]
