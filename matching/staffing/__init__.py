"""Shares partnership officers between chantiers: who goes where, for which domain, on which half-days of a month."""

from matching.staffing.conflict import Conflict, Relaxation
from matching.staffing.levels import Level, Limits, Progress
from matching.staffing.problem import DOMAINS, Cell, Chantier, Officer, Settings, StaffingProblem, Tolerances
from matching.staffing.result import Changes, Figures, StaffingResult, Status, changes_between, figures_of
from matching.staffing.slots import Slot, slot
from matching.staffing.solving import solve

__all__ = [
    "DOMAINS",
    "Cell",
    "Changes",
    "Chantier",
    "Conflict",
    "Figures",
    "Level",
    "Limits",
    "Officer",
    "Progress",
    "Relaxation",
    "Settings",
    "Slot",
    "StaffingProblem",
    "StaffingResult",
    "Status",
    "Tolerances",
    "changes_between",
    "figures_of",
    "slot",
    "solve",
]
