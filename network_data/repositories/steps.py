"""Steps beside people, on behalf of whoever asks: read, added, ended."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from secrets import token_hex

from sqlmodel import Session, col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from network_data.asker import Asker
from network_data.repositories.people import NEAR_KINDS
from network_data.repositories.referral_reach import Reach, Reaches
from network_data.sealing import Sealer
from network_data.tables import FollowStep, Grant, StepBy, StepKind, StepState
from network_data.trail import Event, Recorder

PURPOSE = "follow-step"
"""What the words of steps are sealed for."""


@dataclass(frozen=True, slots=True)
class StepEntry:
    """A step as it was decided; the columns of ``FollowStep`` say what each is."""

    kind: StepKind
    by: StepBy
    what: str
    who: str = ""
    barrier: str | None = None
    due_on: date | None = None
    hour: str | None = None
    papers: tuple[str, ...] = ()
    referral_id: str | None = None


@dataclass(frozen=True, slots=True)
class SeenStep:
    """A step with its words, where they are the asker's to read; None otherwise."""

    step: FollowStep
    what: str | None
    who: str | None


class StepRepository:
    """Steps as ``asker`` may know them at ``now``; leaves a trace before it looks or writes.

    Whoever sees the whole person sees all of theirs; an officer those on the needs entrusted, and of their words the
    officer's own; software none.
    """

    def __init__(self, asker: Asker, session: Session, now: datetime, trail: Recorder, sealer: Sealer) -> None:
        self._asker = asker
        self._session = session
        self._now = now
        self._trail = trail
        self._sealer = sealer
        self.reaches = Reaches(asker, session, now, trail)

    def of_person(self, reach: Reach) -> list[SeenStep]:
        """Of one person: those open, the soonest first, then those ended, the latest first."""
        self._leave_trace("step.list", [reach.person_id])
        query = select(FollowStep).where(FollowStep.person_id == reach.person_id)
        steps = [each for each in self._session.exec(query) if self._shows(reach, each)]
        return [self._seen(each, whole=reach.whole) for each in sorted(steps, key=_order)]

    def own_open(self) -> list[SeenStep]:
        """Those open of the people whom the asker accompanies now, the soonest first."""
        near = col(FollowStep.person_id).in_(self._near())
        query = select(FollowStep).where(near, FollowStep.state == StepState.OPEN)
        steps = sorted(self._session.exec(query), key=_order)
        if steps:
            self._leave_trace("step.list", sorted({each.person_id for each in steps}))
        return [self._seen(each, whole=True) for each in steps]

    def find(self, step_id: str) -> tuple[SeenStep, Reach] | None:
        """A step that the asker may know of, with how far they reach the person; None for anyone else."""
        query = select(FollowStep.person_id).where(FollowStep.id == step_id)
        person_id = self._session.exec(query).first()
        if person_id is None:
            return None
        self.reaches.hold([person_id])
        reach = self.reaches.of(person_id)
        known = self.of_person(reach) if reach else []
        found = next((each for each in known if each.step.id == step_id), None)
        return (found, reach) if found and reach else None

    def of_meeting(self, meeting_id: str) -> list[SeenStep]:
        """Those decided at a meeting, of the people whom the asker accompanies now, as they were decided."""
        near = col(FollowStep.person_id).in_(self._near())
        query = select(FollowStep).where(FollowStep.meeting_id == meeting_id, near)
        steps = self._session.exec(query.order_by(col(FollowStep.made_at), col(FollowStep.id))).all()
        if steps:
            self._leave_trace("step.list", sorted({each.person_id for each in steps}))
        return [self._seen(each, whole=True) for each in steps]

    def add(self, reach: Reach, entry: StepEntry, meeting_id: str | None = None) -> FollowStep:
        """Adds a step, decided at a meeting or not; the caller has checked that the asker may."""
        self._leave_trace("step.write", [reach.person_id])
        step = FollowStep(
            id=token_hex(12),
            person_id=reach.person_id,
            barrier=entry.barrier,
            kind=entry.kind,
            by=entry.by,
            due_on=entry.due_on,
            hour=entry.hour,
            papers=sorted(entry.papers),
            referral_id=entry.referral_id,
            meeting_id=meeting_id,
            words_sealed=self._sealer.seal({"what": entry.what, "who": entry.who}),
            made_by=self._asker.id,
            made_at=self._now,
        )
        self._session.add(step)
        self._session.flush()
        return step

    def end(self, step: FollowStep, state: StepState) -> None:
        """Says that a step is done or dropped, or is open again."""
        self._leave_trace("step.write", [step.person_id])
        step.state = state
        step.ended_at, step.ended_by = (None, None) if state is StepState.OPEN else (self._now, self._asker.id)
        self._session.add(step)
        self._session.flush()

    def put_on(self, step: FollowStep, due_on: date | None, hour: str | None) -> None:
        """Gives a step another day and hour, or none."""
        self._leave_trace("step.write", [step.person_id])
        step.due_on, step.hour = due_on, hour
        self._session.add(step)
        self._session.flush()

    def _shows(self, reach: Reach, step: FollowStep) -> bool:
        """Software sees what it wrote itself, and no more: what others do tells of needs that it does not know."""
        if reach.whole:
            return True
        covered = step.barrier is not None and reach.covers([step.barrier])
        return covered and (not reach.discreet or step.made_by == self._asker.id)

    def _near(self) -> SelectOfScalar[str]:
        return select(Grant.person_id).where(
            Grant.account_id == self._asker.id,
            col(Grant.kind).in_(sorted(NEAR_KINDS)),
            Grant.since <= self._now,
            or_(col(Grant.until).is_(None), col(Grant.until) > self._now),
        )

    def _seen(self, step: FollowStep, *, whole: bool) -> SeenStep:
        if not whole and step.made_by != self._asker.id:
            return SeenStep(step, None, None)
        words = self._sealer.open(step.words_sealed)
        return SeenStep(step, words["what"], words["who"])

    def _leave_trace(self, action: str, people: Iterable[str]) -> None:
        self._trail.record(Event(self._asker.id, action, sorted(people), self._asker.address), self._now)


def reseal_steps(session: Session, sealer: Sealer) -> int:
    """Seals the words of every step again under the first key, without reading them; how many there are."""
    rows = session.exec(select(FollowStep).order_by(col(FollowStep.id))).all()
    for row in rows:
        row.words_sealed = sealer.reseal(row.words_sealed)
    return len(rows)


def _order(step: FollowStep) -> tuple[bool, float, str, str]:
    """Open ones first by their day; ended ones by when they ended, the latest first."""
    if step.ended_at is not None:
        return True, -step.ended_at.timestamp(), "", step.id
    return False, float((step.due_on or date.max).toordinal()), step.hour or "", step.id
