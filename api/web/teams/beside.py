"""What the page puts beside the month: today, an allocation by fit alone, and what continuity costs."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from api.services.staffing.desk import ReadRun
from api.services.staffing.posing import PosedMonth
from api.web.pictures.trade_off import TradeOffDot, trade_off_picture
from api.wording import staffing as words
from api.wording.speech import Speech
from matching.staffing import Cell, StaffingProblem, changes_between, figures_of

WHOLE = 100
"""Fit counts in hundredths of half-days."""


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A month in figures: the share of its needs that the worst chantier gets, half-days, and what moves."""

    name: str
    worst: str
    uncovered: int
    fit: int
    moved: int


@dataclass(frozen=True, slots=True)
class Curve:
    """The curve, drawn, and its figures for a table."""

    picture: Markup
    dots: tuple[TradeOffDot, ...]


def month_rows(posed: PosedMonth, proposed: ReadRun | None, runs: Sequence[ReadRun], speech: Speech) -> list[MonthRow]:
    """Today, the month proposed, and the last one by fit alone, as far as they are known."""
    problem = posed.problem
    rows = [_row("Aujourd’hui", problem, problem.running, speech)]
    if proposed and proposed.answer and proposed.answer.result.cells:
        rows.append(_row("Le mois proposé", proposed.problem, proposed.answer.result.cells, speech))
    by_fit = _last(runs, "fit")
    if by_fit and by_fit.answer and by_fit.answer.result.cells:
        rows.append(_row("À l’adéquation seule", by_fit.problem, by_fit.answer.result.cells, speech))
    return rows


def curve_of(runs: Sequence[ReadRun]) -> Curve | None:
    """The last curve; None before there is one."""
    run = _last(runs, "curve")
    if run is None or run.answer is None or not run.answer.curve:
        return None
    dots = tuple(TradeOffDot(each.continuity, each.fit / WHOLE, each.proven) for each in run.answer.curve)
    return Curve(trade_off_picture(dots), dots)


def _last(runs: Sequence[ReadRun], kind: str) -> ReadRun | None:
    return next((each for each in runs if each.scenario.kind == kind and each.answer), None)


def _row(name: str, problem: StaffingProblem, cells: Sequence[Cell], speech: Speech) -> MonthRow:
    figures = figures_of(problem, cells)
    return MonthRow(
        name,
        words.percent(speech, min(figures.coverage.values(), default=1.0)),
        figures.uncovered,
        round(figures.fit / WHOLE),
        changes_between(problem.running, cells).half_days_moved,
    )
