"""Shares partnership officers between chantiers: who goes where, for which domain, on which half-days of a month."""

from matching.staffing.baseline import by_fit_alone
from matching.staffing.comparison import Comparison, Difference, compare
from matching.staffing.conflict import Conflict, Relaxation
from matching.staffing.demand import Demand, DemandFormula, DemandLine, OpenNeed, demand_of
from matching.staffing.levels import Level, Limits, Progress, Tell, Watch
from matching.staffing.problem import (
    DOMAINS,
    Accompaniment,
    Cell,
    Chantier,
    Officer,
    Settings,
    StaffingProblem,
    Tolerances,
)
from matching.staffing.reshuffle import Reshuffle, smallest_reshuffle
from matching.staffing.result import Changes, Figures, StaffingResult, Status, changes_between, figures_of
from matching.staffing.sharing import Reason, RequestToShare, Share, share_request, transfer
from matching.staffing.slots import Slot, slot
from matching.staffing.solving import solve
from matching.staffing.trade_off import TradeOff, continuity_against_fit
from matching.staffing.what_if import another_chantier, another_officer, half_a_post_more, more_people, officer_away

__all__ = [
    "DOMAINS",
    "Accompaniment",
    "Cell",
    "Changes",
    "Chantier",
    "Comparison",
    "Conflict",
    "Demand",
    "DemandFormula",
    "DemandLine",
    "Difference",
    "Figures",
    "Level",
    "Limits",
    "Officer",
    "OpenNeed",
    "Progress",
    "Reason",
    "Relaxation",
    "RequestToShare",
    "Reshuffle",
    "Settings",
    "Share",
    "Slot",
    "StaffingProblem",
    "StaffingResult",
    "Status",
    "Tell",
    "Tolerances",
    "TradeOff",
    "Watch",
    "another_chantier",
    "another_officer",
    "by_fit_alone",
    "changes_between",
    "compare",
    "continuity_against_fit",
    "demand_of",
    "figures_of",
    "half_a_post_more",
    "more_people",
    "officer_away",
    "share_request",
    "slot",
    "smallest_reshuffle",
    "solve",
    "transfer",
]
