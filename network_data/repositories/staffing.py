"""Officers' posts, pins, months computed and published, on behalf of whoever coordinates a territory."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from secrets import token_hex

from sqlmodel import Session, col, delete, or_, select

from network_data.asker import Asker, Role
from network_data.tables import (
    Allocation,
    Chantier,
    ChantierHours,
    OfficerAbsence,
    OfficerPost,
    PairRule,
    RunState,
    StaffingPin,
    StaffingRun,
    StaffingTerms,
)
from network_data.trail import Event, Recorder

KEPT_RUNS = 60
"""Of a territory, the latest, besides those that were published."""


class StaffingRepository:
    """Reads and writes the staffing of a territory; the caller has found that it is the asker's to coordinate."""

    def __init__(self, asker: Asker, session: Session, now: datetime, trail: Recorder) -> None:
        self._asker = asker
        self._session = session
        self._now = now
        self._trail = trail

    def coordinates(self, territory_slug: str) -> bool:
        """Whether the asker shares the officers of a territory."""
        return territory_slug in self._asker.territories(Role.COORDINATOR) or self._asker.holds(Role.LOCAL)

    def posts(self, territory_slug: str, since: date, until: date) -> Sequence[OfficerPost]:
        """Those held at some time between two days, by name."""
        query = select(OfficerPost).where(
            OfficerPost.territory_slug == territory_slug,
            OfficerPost.since <= until,
            or_(col(OfficerPost.until).is_(None), col(OfficerPost.until) >= since),
        )
        return self._session.exec(query.order_by(col(OfficerPost.name), col(OfficerPost.id))).all()

    def absences(self, posts: Collection[str], since: date, until: date) -> Sequence[OfficerAbsence]:
        """The absences of some posts that touch the time between two days."""
        query = select(OfficerAbsence).where(
            col(OfficerAbsence.post_id).in_(sorted(posts)),
            OfficerAbsence.since <= until,
            OfficerAbsence.until >= since,
        )
        return self._session.exec(query.order_by(col(OfficerAbsence.id))).all()

    def hours(self, chantiers: Collection[str]) -> dict[str, ChantierHours]:
        """When chantiers receive officers; those that never said are not there."""
        query = select(ChantierHours).where(col(ChantierHours.chantier_id).in_(sorted(chantiers)))
        return {each.chantier_id: each for each in self._session.exec(query)}

    def rules(self, posts: Collection[str]) -> Sequence[PairRule]:
        """The pairs that must or must not be."""
        query = select(PairRule).where(col(PairRule.post_id).in_(sorted(posts)))
        return self._session.exec(query.order_by(col(PairRule.post_id), col(PairRule.chantier_id))).all()

    def terms(self, territory_slug: str) -> StaffingTerms | None:
        """What the territory set otherwise than by default."""
        return self._session.get(StaffingTerms, territory_slug)

    def pins(self, posts: Collection[str], starts_on: date) -> Sequence[StaffingPin]:
        """The pins of the month that starts on this Monday, in order of time."""
        query = select(StaffingPin).where(
            col(StaffingPin.post_id).in_(sorted(posts)), StaffingPin.starts_on == starts_on
        )
        return self._session.exec(query.order_by(col(StaffingPin.week), col(StaffingPin.id))).all()

    def pin(self, pin: StaffingPin) -> None:
        """Decides a half-day beforehand, in place of what was pinned there."""
        self._leave_trace("staffing.pin", post=pin.post_id)
        self._clear(pin)
        self._session.add(pin)
        self._session.flush()

    def unpin(self, pin: StaffingPin) -> None:
        """Leaves a half-day free again, pinned or not."""
        self._leave_trace("staffing.unpin", post=pin.post_id)
        self._clear(pin)

    def _clear(self, pin: StaffingPin) -> None:
        self._session.exec(
            delete(StaffingPin).where(
                col(StaffingPin.post_id) == pin.post_id,
                col(StaffingPin.starts_on) == pin.starts_on,
                col(StaffingPin.week) == pin.week,
                col(StaffingPin.half_day) == pin.half_day,
            )
        )

    def keep(self, run: StaffingRun) -> None:
        """Keeps a month that is computed or will be, and lets the oldest go."""
        self._leave_trace("staffing.run", territory=run.territory_slug, run=run.id)
        self._session.add(run)
        self._session.flush()
        published = select(Allocation.run_id).where(col(Allocation.run_id).is_not(None))
        others = select(StaffingRun.id).where(
            StaffingRun.territory_slug == run.territory_slug, col(StaffingRun.id).not_in(published)
        )
        latest = others.order_by(col(StaffingRun.asked_at).desc(), col(StaffingRun.id)).offset(KEPT_RUNS)
        gone = self._session.exec(latest).all()
        self._session.exec(delete(StaffingRun).where(col(StaffingRun.id).in_(gone)))

    def run(self, run_id: str) -> StaffingRun | None:
        """A run of a territory that the asker coordinates, or None."""
        found = self._session.get(StaffingRun, run_id)
        return found if found is not None and self.coordinates(found.territory_slug) else None

    def runs(self, territory_slug: str, starts_on: date) -> Sequence[StaffingRun]:
        """The runs of a month, the latest first."""
        query = select(StaffingRun).where(
            StaffingRun.territory_slug == territory_slug, StaffingRun.starts_on == starts_on
        )
        return self._session.exec(query.order_by(col(StaffingRun.asked_at).desc(), col(StaffingRun.id))).all()

    def ask_to_stop(self, run: StaffingRun) -> None:
        """Has a computation stop where it is."""
        run.stop_asked = True
        if run.state is RunState.WAITING:
            run.state = RunState.STOPPED
        self._session.add(run)
        self._session.flush()

    def publish(self, allocation: Allocation) -> None:
        """Puts a month in force."""
        allocation.published_at, allocation.published_by = self._now, self._asker.id
        self._leave_trace("staffing.publish", territory=allocation.territory_slug, starts=str(allocation.starts_on))
        self._session.add(allocation)
        self._session.flush()

    def _leave_trace(self, action: str, **details: str) -> None:
        self._trail.record(Event(self._asker.id, action, (), self._asker.address, details=details), self._now)


def new_run_id() -> str:
    """The id of a new run: nobody guesses it."""
    return token_hex(12)


def allocations(session: Session, territory_slug: str) -> Sequence[Allocation]:
    """What was published in a territory, the latest to take effect first."""
    query = select(Allocation).where(Allocation.territory_slug == territory_slug)
    latest = col(Allocation.starts_on).desc(), col(Allocation.published_at).desc(), col(Allocation.id).desc()
    return session.exec(query.order_by(*latest)).all()


def in_force(session: Session, territory_slug: str, day: date) -> Allocation | None:
    """The allocation that rules on ``day``: of those that have started, the last to start."""
    return next((each for each in allocations(session, territory_slug) if each.starts_on <= day), None)


def feed_owner(session: Session, feed: str) -> tuple[OfficerPost | None, Chantier | None]:
    """The post or the chantier whose calendar has this address; neither when it is nobody's."""
    if not feed:
        return None, None
    post = session.exec(select(OfficerPost).where(OfficerPost.feed == feed)).first()
    query = select(Chantier).where(Chantier.id == ChantierHours.chantier_id, ChantierHours.feed == feed)
    return post, None if post else session.exec(query).first()
