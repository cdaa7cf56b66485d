"""Changes what was decided about one person's plan; only ``person_entry`` gives it, to whoever accompanies them."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, delete, select

from network_data.tables import ChoiceKind, ChosenBy, KeptPlan, PlanChoice


@dataclass(frozen=True, slots=True)
class ChoiceEntry:
    """A choice about a barrier: see ``PlanChoice``."""

    barrier: str
    kind: ChoiceKind
    chosen_by: ChosenBy
    partner_id: str | None = None
    service_id: str | None = None
    first: str | None = None


@dataclass(frozen=True, slots=True)
class PlanEntry:
    """A plan to keep: see ``KeptPlan``."""

    chosen_by: ChosenBy
    faces: int | None
    result_id: str
    network_version: str
    rules_version: str
    steps: Sequence[dict[str, Any]]


class PlanEdit:
    """One person's plan, open to change; each change leaves a trace first."""

    def __init__(
        self, person_id: str, session: Session, now: datetime, leave_trace: Callable[[str, str], None]
    ) -> None:
        self._id = person_id
        self._session = session
        self._now = now
        self._leave_trace = leave_trace

    def choose(self, entry: ChoiceEntry) -> None:
        """Records a choice, in the place of any that it contradicts.

        A pin is the barrier's only one, and lifts the refusal of that partner; a refusal lifts the pin to that
        partner; what comes first is said once for each pair, one way.
        """
        self._leave_trace("plan.choose", self._id)
        for contradicted in _contradicted(entry):
            self._session.exec(delete(PlanChoice).where(col(PlanChoice.person_id) == self._id, contradicted))
        self._session.add(PlanChoice(person_id=self._id, at=self._now, **asdict(entry)))
        self._session.flush()

    def withdraw(self, choice_id: int) -> None:
        """Takes a choice back; nothing happens when it is not one of this person's, or no more."""
        self._leave_trace("plan.choose", self._id)
        own = delete(PlanChoice).where(col(PlanChoice.person_id) == self._id, col(PlanChoice.id) == choice_id)
        self._session.exec(own)
        self._session.flush()

    def keep(self, entry: PlanEntry) -> None:
        """Keeps a plan, in the place of the one kept before."""
        self._leave_trace("plan.keep", self._id)
        kept = {**asdict(entry), "steps": list(entry.steps)}
        self._session.merge(KeptPlan(person_id=self._id, at=self._now, **kept))
        self._session.flush()

    def forget(self) -> None:
        """No plan is kept any more."""
        self._leave_trace("plan.forget", self._id)
        self._session.exec(delete(KeptPlan).where(col(KeptPlan.person_id) == self._id))
        self._session.flush()

    def without(self, barriers: Sequence[str]) -> None:
        """Forgets all that was decided about barriers noted by mistake."""
        named = col(PlanChoice.barrier).in_(barriers) | col(PlanChoice.first).in_(barriers)
        self._session.exec(delete(PlanChoice).where(col(PlanChoice.person_id) == self._id, named))
        kept = self._session.exec(select(KeptPlan).where(KeptPlan.person_id == self._id)).first()
        if kept is not None:
            kept.steps = [step for step in kept.steps if step["barrier"] not in barriers]
        self._session.flush()


def _contradicted(entry: ChoiceEntry) -> list[ColumnElement[bool]]:
    """What a choice takes the place of."""
    barrier, kind = col(PlanChoice.barrier) == entry.barrier, col(PlanChoice.kind)
    partner = col(PlanChoice.partner_id) == entry.partner_id
    if entry.kind is ChoiceKind.PINNED:
        return [barrier & (kind == ChoiceKind.PINNED), barrier & partner & (kind == ChoiceKind.REFUSED)]
    if entry.kind is ChoiceKind.REFUSED:
        return [barrier & partner & kind.in_([ChoiceKind.PINNED, ChoiceKind.REFUSED])]
    same = barrier & (col(PlanChoice.first) == entry.first)
    other_way = (col(PlanChoice.barrier) == entry.first) & (col(PlanChoice.first) == entry.barrier)
    return [(kind == ChoiceKind.AFTER) & (same | other_way)]
