"""Months of officers as the API and the command line tell them: the contract's fields, then what explains them."""

from collections.abc import Iterable
from datetime import date

from pydantic import BaseModel, Field

from api.services.staffing.demand import formula_facts
from api.services.staffing.desk import ReadRun
from api.services.staffing.month import Month
from api.services.staffing.posing import PosedMonth
from api.wording import staffing as words
from api.wording.speech import Speech
from api.wording.staffing import Names
from matching.staffing import Comparison, Demand, StaffingResult, compare, figures_of


class LevelDocument(BaseModel):
    """A level of the order, solved; ``rank``: how many of the worst it adds up, 0 for a plain sum."""

    name: str
    rank: int
    value: int
    bound: int
    proven: bool


class CellDocument(BaseModel):
    """One officer in one chantier for one half-day; ``week`` counts from nought."""

    officer_id: str
    chantier_id: str
    domain: str
    half_day: str
    week: int
    date: date
    pinned: bool


class RelationDocument(BaseModel):
    """An officer who goes to a chantier."""

    officer_id: str
    chantier_id: str


class ChangesDocument(BaseModel):
    """What moves against the month that runs."""

    half_days_moved: int
    seats_moved: int
    new_relations: list[RelationDocument]
    ended_relations: list[RelationDocument]


class ConflictDocument(BaseModel):
    """A rule that cannot hold with the others, and what giving way would be, if it is of the least that would do."""

    code: str
    reason: str
    relax: str | None


class DemandLineDocument(BaseModel):
    """The working of one domain: needs by severity, open referrals, half-days before rounding."""

    domain: str
    needs: dict[int, int]
    referrals: int
    half_days: float
    rounded: int


class FormulaDocument(BaseModel):
    """The formula of demand; nobody has measured its defaults."""

    half_days: dict[str, float]
    severity: dict[str, float]
    ageing: float
    oldest_days: int
    referral: float


class ComparisonDocument(BaseModel):
    """The month imagined beside the month that runs; coverage of the worst chantier, half-days nobody gives."""

    sentence: str
    worst_before: float
    worst_after: float
    uncovered_before: int
    uncovered_after: int


class StaffingDocument(BaseModel):
    """A month shared between the chantiers, or why it cannot be."""

    result_id: str
    territory: str
    starts_on: date
    weeks: int
    status: str
    levels: list[LevelDocument]
    allocation: list[CellDocument]
    coverage: dict[str, float] = Field(description="Part des demi-journées demandées que reçoit chaque chantier.")
    load: dict[str, float] = Field(description="Part tenue de ce que chacun a à donner ; en rouge au-delà de 1,1.")
    domains: dict[str, float]
    changes: ChangesDocument
    conflicts: list[ConflictDocument]
    today: dict[str, float] = Field(description="La couverture de chaque chantier par le mois en cours.")
    replayable: bool
    seconds: float


class SolvedDocument(StaffingDocument):
    """The same with what was asked for, and how that was counted."""

    demand: dict[str, list[DemandLineDocument]]
    formula: FormulaDocument


class WhatIfDocument(StaffingDocument):
    """The same with what the scenario changes."""

    comparison: ComparisonDocument
    share_moved: float | None


def tell_solved(read: ReadRun, posed: PosedMonth, names: Names, speech: Speech) -> SolvedDocument:
    """An answered run beside the month it was posed from."""
    assert read.answer is not None
    return SolvedDocument(
        **_fields(read, read.answer.result, names, speech),
        demand={chantier: _lines(demand) for chantier, demand in posed.demands.items()},
        formula=FormulaDocument(**formula_facts(posed.formula)),
    )


def tell_what_if(read: ReadRun, names: Names, speech: Speech) -> WhatIfDocument:
    """An answered run beside the month that runs."""
    assert read.answer is not None
    found = comparison_of(read)
    return WhatIfDocument(
        **_fields(read, read.answer.result, names, speech),
        comparison=ComparisonDocument(
            sentence=words.gains_and_losses(speech, names, found),
            worst_before=found.worst[0],
            worst_after=found.worst[1],
            uncovered_before=found.uncovered[0],
            uncovered_after=found.uncovered[1],
        ),
        share_moved=read.answer.share_moved,
    )


def comparison_of(read: ReadRun) -> Comparison:
    """The month of a run against the month that runs."""
    cells = read.answer.result.cells if read.answer else ()
    return compare(read.problem, read.problem.running, read.imagined, cells)


def conflicts_of(result: StaffingResult, names: Names, speech: Speech) -> list[ConflictDocument]:
    """The rules that cannot hold together; then what else would have to give."""
    eased = {each.rule: each for each in result.relaxation}
    told = [
        ConflictDocument(
            code=each.reason,
            reason=words.conflict(speech, names, each),
            relax=words.relaxation(speech, names, eased.pop(each)) if each in eased else None,
        )
        for each in result.conflicts
    ]
    return told + [
        ConflictDocument(
            code=rule.reason, reason=words.conflict(speech, names, rule), relax=words.relaxation(speech, names, each)
        )
        for rule, each in eased.items()
    ]


def _fields(read: ReadRun, result: StaffingResult, names: Names, speech: Speech) -> dict[str, object]:
    run, month = read.run, Month(read.run.starts_on, read.problem.weeks)
    changes = result.changes
    return {
        "result_id": run.id,
        "territory": run.territory_slug,
        "starts_on": run.starts_on,
        "weeks": read.problem.weeks,
        "status": result.status.value,
        "levels": [LevelDocument.model_validate(each, from_attributes=True) for each in result.levels],
        "allocation": [
            CellDocument(
                officer_id=each.officer,
                chantier_id=each.chantier,
                domain=each.domain,
                half_day=each.slot.half_day,
                week=each.slot.week,
                date=month.day_of(each.slot),
                pinned=each in result.pinned,
            )
            for each in result.cells
        ],
        "coverage": dict(result.figures.coverage) if result.figures else {},
        "load": dict(result.figures.load) if result.figures else {},
        "domains": dict(result.figures.domains) if result.figures else {},
        "changes": ChangesDocument(
            half_days_moved=changes.half_days_moved if changes else 0,
            seats_moved=changes.seats_moved if changes else 0,
            new_relations=_relations(changes.new_relations if changes else ()),
            ended_relations=_relations(changes.ended_relations if changes else ()),
        ),
        "conflicts": conflicts_of(result, names, speech),
        "today": dict(figures_of(read.problem, read.problem.running).coverage),
        "replayable": result.replayable,
        "seconds": run.seconds or 0.0,
    }


def _relations(pairs: Iterable[tuple[str, str]]) -> list[RelationDocument]:
    return [RelationDocument(officer_id=officer, chantier_id=chantier) for officer, chantier in pairs]


def _lines(demand: Demand) -> list[DemandLineDocument]:
    return [
        DemandLineDocument(
            domain=each.domain,
            needs=dict(each.needs),
            referrals=each.referrals,
            half_days=round(each.half_days, 3),
            rounded=demand.half_days[each.domain],
        )
        for each in demand.lines
    ]
