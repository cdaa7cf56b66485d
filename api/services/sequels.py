"""What follows the end of a referral for the person's file: another barrier that comes first."""

from datetime import date

from network_data.repositories.person_edit import NeedEntry, PersonEdit
from network_data.repositories.plan_edit import ChoiceEntry, PlanEdit
from network_data.tables import ChoiceKind, ChosenBy, NeedState

MARKED = 2
"""How severe a barrier is taken to be that a partner pointed out, until it is assessed with the person."""


def assess_first(edit: PersonEdit, barrier: str, on: date, assessor: str) -> None:
    """Has a barrier that a partner pointed out be an open need of the person's, if it is none."""
    need = next((each for each in edit.needs() if each.barrier == barrier), None)
    if need is None or need.state is not NeedState.OPEN:
        severity = need.severity if need else MARKED
        edit.write_needs([NeedEntry(barrier, severity, False, NeedState.OPEN, on, assessor)])


def put_after(plan: PlanEdit, first: str, then: str) -> None:
    """Has the plan deal with ``first`` before ``then``."""
    plan.choose(ChoiceEntry(then, ChoiceKind.AFTER, ChosenBy.ADVISOR, first=first))
