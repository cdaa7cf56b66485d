"""Answers a question about a month at once: posed in one transaction, computed in none, kept in a last one."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Engine

from api.services.staffing.computing import Computing
from api.services.staffing.desk import EFFORT, ReadRun, StaffingDesk
from api.services.staffing.month import Month
from api.services.staffing.posing import PosedMonth
from api.services.staffing.scenarios import Scenario
from network_data.asker import Asker
from network_data.database import transaction
from network_data.repositories import NetworkRepository
from network_data.trail import JoinedTrail, Trail


@dataclass(frozen=True, slots=True)
class MonthQuestion:
    """Which territory and month (the asker's only one, the next month), what to imagine, how long to search."""

    territory: str | None = None
    starts_on: date | None = None
    scenario: Scenario = field(default_factory=Scenario)
    effort: float = EFFORT
    formula: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class AnsweredMonth:
    """The run with its answer, the month it was posed from, and what chantiers are called."""

    read: ReadRun
    posed: PosedMonth
    chantiers: Mapping[str, str]

    @property
    def officers(self) -> dict[str, str]:
        """What officers are called."""
        return {each.id: each.name for each in self.posed.posts}


@dataclass(frozen=True, slots=True)
class Answering:
    """Answers ``asker`` at ``now``."""

    engine: Engine
    trail: Trail
    asker: Asker
    now: datetime
    today: date
    computing: Computing

    def answer(self, question: MonthQuestion) -> AnsweredMonth:
        """The answer, computed while the caller waits; nobody else's transaction does.

        Raises:
            ProblemError: as ``StaffingDesk`` does.
        """
        with self.desk(writes=True) as desk:
            territory = desk.territory(question.territory)
            month = Month.around(question.starts_on) if question.starts_on else Month.after(self.today)
            posed = desk.pose(territory, month, question.formula)
            run_id = desk.ask(posed, question.scenario, question.effort).id
        self.computing.compute(run_id)
        with transaction(self.engine) as session:
            desk = StaffingDesk(self.asker, session, self.now, self.trail, self.today)
            names = {each.id: each.name for each in NetworkRepository(session).chantiers()}
            read = desk.read(run_id)
            session.expunge_all()
        return AnsweredMonth(read, posed, names)

    @contextmanager
    def desk(self, *, writes: bool) -> Iterator[StaffingDesk]:
        """The asker's desk in a transaction of its own; what it read is traced even when it comes to nothing."""
        joined: JoinedTrail | None = None
        try:
            with transaction(self.engine, writes=writes) as session:
                joined = JoinedTrail(self.trail, session) if writes else None
                yield StaffingDesk(self.asker, session, self.now, joined or self.trail, self.today)
                session.flush()
                session.expunge_all()
        except BaseException:
            if joined is not None:
                joined.replay()
            raise
