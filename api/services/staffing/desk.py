"""What whoever coordinates a territory does with its months: pose, ask for an answer, pin, publish."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from api.errors import ForbiddenError, InvalidRequestError, NotFoundError
from api.i18n import say
from api.services.results import engine_version
from api.services.staffing.month import Month
from api.services.staffing.posing import PosedMonth, Poser
from api.services.staffing.scenarios import SCENARIO, Scenario, imagine
from api.services.staffing.storing import KeptAnswer, answer_from, problem_facts, problem_from
from matching.staffing import DOMAINS, Cell, Officer, StaffingProblem, slot
from matching.staffing import Chantier as ChantierToStaff
from network_data.asker import Asker
from network_data.repositories import NetworkRepository
from network_data.repositories.need_counts import NeedCounts
from network_data.repositories.staffing import StaffingRepository, allocations, new_run_id
from network_data.tables import Allocation, RunState, StaffingPin, StaffingRun, Territory
from network_data.trail import Recorder

EFFORT = 30.0
MOST_EFFORT = 120.0
LONGEST_WORD = 1_000


@dataclass(frozen=True, slots=True)
class ReadRun:
    """A run as it was kept: the month it was asked about, what it imagines, and the answer once there is one."""

    run: StaffingRun
    problem: StaffingProblem
    scenario: Scenario
    answer: KeptAnswer | None

    @property
    def imagined(self) -> StaffingProblem:
        """The month that the answer is about."""
        return imagine(self.problem, self.scenario)


class StaffingDesk:
    """The desk of ``asker`` at ``now``, within one transaction."""

    def __init__(self, asker: Asker, session: Session, now: datetime, trail: Recorder, today: date) -> None:
        self._asker = asker
        self._session = session
        self._now = now
        self.today = today
        self.staffing = StaffingRepository(asker, session, now, trail)
        self._counts = NeedCounts(asker, session, now, trail)

    def territory(self, slug: str | None = None) -> Territory:
        """The territory to share officers in; the asker's only one by default.

        Raises:
            ForbiddenError: the asker coordinates none.
            NotFoundError: it does not exist, or is not theirs.
            InvalidRequestError: they coordinate several and name none.
        """
        known = NetworkRepository(self._session).territories()
        own = [each for each in known if self.staffing.coordinates(each.slug)]
        if not own:
            raise ForbiddenError(say("Le partage des chargés de partenariat est pour la coordination."))
        if slug is None and len(own) > 1:
            raise InvalidRequestError(say("Précisez le territoire : {slugs}.", slugs=", ".join(t.slug for t in own)))
        found = next((each for each in own if slug in (None, each.slug)), None)
        if found is None:
            raise NotFoundError(say("Ce territoire n’existe pas, ou n’est pas le vôtre."))
        return found

    def pose(self, territory: Territory, month: Month, formula: Mapping[str, Any] | None = None) -> PosedMonth:
        """The month as it stands.

        Raises:
            InvalidRequestError: nobody is in post, or there is no chantier.
        """
        posed = Poser(self._session, self.staffing, self._counts, self.today).pose(territory, month, formula)
        if not posed.problem.officers or not posed.problem.chantiers:
            raise InvalidRequestError(say("Aucun poste ou aucun chantier ce mois-ci : il n’y a rien à partager."))
        return posed

    def ask(self, posed: PosedMonth, scenario: Scenario, effort: float = EFFORT) -> StaffingRun:
        """Keeps a question, to be answered by whoever computes it.

        Raises:
            NotFoundError, InvalidRequestError: as ``imagine``.
        """
        imagine(posed.problem, scenario)
        run = StaffingRun(
            id=new_run_id(),
            territory_slug=posed.territory.slug,
            asked_by=self._asker.id,
            asked_at=self._now,
            starts_on=posed.month.starts_on,
            scenario=scenario.facts(),
            problem=problem_facts(posed.problem),
            effort=effort,
            engine_version=engine_version(),
            heard_at=self._now,
        )
        self.staffing.keep(run)
        return run

    def find(self, run_id: str) -> ReadRun | None:
        """A run of the asker's territories, or None."""
        run = self.staffing.run(run_id)
        return None if run is None else read_run(run)

    def read(self, run_id: str) -> ReadRun:
        """A run of the asker's territories.

        Raises:
            NotFoundError: there is none.
        """
        found = self.find(run_id)
        if found is None:
            raise NotFoundError(say("Ce calcul n’est pas gardé, ou n’est pas de votre territoire."))
        return found

    def runs(self, territory: Territory, month: Month) -> list[ReadRun]:
        """The runs about a month, the latest first."""
        return [read_run(run) for run in self.staffing.runs(territory.slug, month.starts_on)]

    def stop(self, run_id: str) -> StaffingRun:
        """Has a computation stop."""
        run = self.read(run_id).run
        self.staffing.ask_to_stop(run)
        return run

    def stop_all(self, territory: Territory, month: Month) -> None:
        """Has every computation about a month stop."""
        for run in self.staffing.runs(territory.slug, month.starts_on):
            if run.state in (RunState.WAITING, RunState.RUNNING):
                self.staffing.ask_to_stop(run)

    def pin(self, posed: PosedMonth, cell: Cell) -> None:
        """Decides a half-day beforehand.

        Raises:
            NotFoundError: the post or the chantier is not of this month.
            InvalidRequestError: there is no such half-day, or no such domain.
        """
        officer = next((each for each in posed.problem.officers if each.id == cell.officer), None)
        chantier = next((each for each in posed.problem.chantiers if each.id == cell.chantier), None)
        if officer is None or chantier is None:
            raise NotFoundError(say("Ce poste ou ce chantier n’est pas de ce mois."))
        _check_pin(posed, cell, officer, chantier)
        self.staffing.pin(_pin_of(posed.month, cell))

    def unpin(self, posed: PosedMonth, officer: str, week: int, half_day: str) -> None:
        """Leaves a half-day free."""
        if officer in {each.id for each in posed.problem.officers}:
            cell = Cell(slot(week, half_day), officer, "", "")
            self.staffing.unpin(_pin_of(posed.month, cell))

    def publish(self, run_id: str, starts_on: date, word: str) -> Allocation:
        """Puts the month of a run in force from a Monday on, with a word to the teams.

        Raises:
            InvalidRequestError: the run has no month to publish, the day is no Monday, or the word is too long.
        """
        read = self.read(run_id)
        result = read.answer.result if read.answer else None
        if result is None or not result.cells or read.scenario.kind not in ("month", "away", "reshuffle"):
            raise InvalidRequestError(say("Ce calcul ne donne pas de mois à publier."))
        if starts_on.weekday():
            raise InvalidRequestError(say("Choisissez un lundi : un mois publié commence un lundi."))
        if len(word) > LONGEST_WORD:
            raise InvalidRequestError(
                say("Le mot aux équipes est trop long : {most} signes au plus.", most=LONGEST_WORD)
            )
        made = Allocation(
            territory_slug=read.run.territory_slug,
            starts_on=starts_on,
            weeks=read.problem.weeks,
            published_at=self._now,
            published_by=self._asker.id,
            word=word.strip(),
            cells=[[*each.slot, each.officer, each.chantier, each.domain] for each in result.cells],
            run_id=run_id,
        )
        self.staffing.publish(made)
        return made

    def history(self, territory: Territory) -> Sequence[Allocation]:
        """What was published, the latest to take effect first."""
        return allocations(self._session, territory.slug)


def read_run(run: StaffingRun) -> ReadRun:
    """What was kept, read again."""
    answer = answer_from(run.answer) if run.answer is not None and run.state is RunState.DONE else None
    return ReadRun(run, problem_from(run.problem), SCENARIO.validate_python(run.scenario), answer)


def _check_pin(posed: PosedMonth, cell: Cell, officer: Officer, chantier: ChantierToStaff) -> None:
    if cell.domain not in DOMAINS or not officer.skills.get(cell.domain, 0):
        raise InvalidRequestError(say("Cette personne ne tient pas ce domaine : choisissez-en un autre."))
    if not 0 <= cell.slot.week < posed.month.weeks:
        raise InvalidRequestError(say("Dites quelles semaines du mois, à partir de la première."))
    if cell.slot.half_day not in officer.works or cell.slot in officer.away:
        raise InvalidRequestError(say("Cette personne n’est pas là cette demi-journée."))
    if cell.slot.half_day not in chantier.opening:
        raise InvalidRequestError(say("Ce chantier ne reçoit pas cette demi-journée."))


def _pin_of(month: Month, cell: Cell) -> StaffingPin:
    return StaffingPin(
        post_id=cell.officer,
        chantier_id=cell.chantier,
        starts_on=month.starts_on,
        week=cell.slot.week,
        half_day=cell.slot.half_day,
        domain=cell.domain,
    )
