"""What the coordinator's page shows of a month: the grid, shares beside today's, what was imagined."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from api.services.staffing.computing import is_lost
from api.services.staffing.desk import ReadRun
from api.services.staffing.posing import PosedMonth
from api.v1.staffing_documents import comparison_of
from api.web.pictures.share_bars import ShareBar
from api.web.visit import Visit
from api.wording import staffing as words
from api.wording.speech import Speech
from api.wording.staffing import Names
from matching.staffing import Cell, Slot, figures_of
from matching.staffing.slots import WORKING_HALF_DAYS
from network_data.tables import RunState

TINTS = 8
"""Chantiers told apart by colour; letters tell them all."""
DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi")


@dataclass(frozen=True, slots=True)
class Held:
    """A half-day of the grid: where, for what; ``chantier`` is None for nowhere."""

    chantier: str | None = None
    letters: str = ""
    tint: int = 0
    domain: str = ""
    chantier_id: str = ""
    domain_code: str = ""
    pinned: bool = False
    new: bool = False
    away: bool = False


@dataclass(frozen=True, slots=True)
class Week:
    """A week of the grid: its Monday, and each officer's half-days with who they are and what they are called."""

    monday: date
    rows: tuple[tuple[str, str, tuple[Held, ...]], ...]


@dataclass(frozen=True, slots=True)
class ImaginedRow:
    """Something imagined: what, how far it is, and what it gives beside today."""

    run_id: str
    title: str
    state: str
    done: int
    total: int
    sentence: str = ""
    worst_before: str = ""
    worst_after: str = ""
    moved: int = 0
    share_moved: str | None = None

    @property
    def goes_on(self) -> bool:
        """Whether it is still computed."""
        return self.state in (RunState.WAITING, RunState.RUNNING)


def letters_of(chantiers: Mapping[str, str]) -> dict[str, str]:
    """Two letters for each chantier, three where two would be the same."""
    short = {each: each.replace("-", "")[:2].upper() for each in chantiers}
    twice = {letters for letters in short.values() if list(short.values()).count(letters) > 1}
    return {each: each.replace("-", "")[:3].upper() if letters in twice else letters for each, letters in short.items()}


def weeks_of(posed: PosedMonth, cells: Sequence[Cell], names: Names, speech: Speech) -> list[Week]:
    """The grid of some cells."""
    letters = letters_of({each.id: each.name for each in posed.chantiers})
    order = list(letters)
    by_place = {(cell.officer, cell.slot): cell for cell in cells}
    running = {(cell.officer, cell.chantier, cell.slot) for cell in posed.problem.running}
    pins = set(posed.problem.pins)
    absent = {each.id: each.away for each in posed.problem.officers}

    def held(officer: str, slot: Slot) -> Held:
        cell = by_place.get((officer, slot))
        if cell is None:
            return Held(away=slot in absent[officer])
        return Held(
            chantier=names.chantier(speech, cell.chantier),
            letters=letters.get(cell.chantier, "?"),
            tint=order.index(cell.chantier) % TINTS if cell.chantier in order else 0,
            domain=words.domain_name(speech, cell.domain),
            chantier_id=cell.chantier,
            domain_code=cell.domain,
            pinned=cell in pins,
            new=(officer, cell.chantier, slot) not in running,
        )

    return [
        Week(
            posed.month.starts_on + timedelta(weeks=week),
            tuple(
                (each.id, each.name, tuple(held(each.id, Slot(week, place)) for place in range(len(WORKING_HALF_DAYS))))
                for each in posed.posts
            ),
        )
        for week in range(posed.month.weeks)
    ]


def coverage_bars(posed: PosedMonth, cells: Sequence[Cell]) -> list[ShareBar]:
    """What each chantier gets of what it asks for, beside what it gets today."""
    before, after = figures_of(posed.problem, posed.problem.running).coverage, figures_of(posed.problem, cells).coverage
    return [ShareBar(each.name, after[each.id], before.get(each.id)) for each in posed.chantiers]


def load_bars(posed: PosedMonth, cells: Sequence[Cell]) -> list[ShareBar]:
    """What each officer holds of what they have to give, beside what they hold today."""
    before, after = figures_of(posed.problem, posed.problem.running).load, figures_of(posed.problem, cells).load
    return [ShareBar(each.name, after[each.id], before.get(each.id)) for each in posed.posts if each.id in after]


def imagined_row(visit: Visit, read: ReadRun, names: Names, speech: Speech) -> ImaginedRow:
    """A run in the table of what was imagined."""
    run = read.run
    state = RunState.FAILED if is_lost(run, visit.request.app.state.clock.now()) else run.state
    row = ImaginedRow(run.id, title_of(read, names, speech), state.value, run.done, run.total)
    if read.answer is None or not read.answer.result.cells:
        return row
    found = comparison_of(read)
    share = read.answer.share_moved
    return ImaginedRow(
        run.id,
        row.title,
        row.state,
        run.done,
        run.total,
        words.gains_and_losses(speech, names, found),
        words.percent(speech, found.worst[0]),
        words.percent(speech, found.worst[1]),
        found.changes.half_days_moved,
        None if share is None else words.percent(speech, share),
    )


def imagined_rows(visit: Visit, runs: Sequence[ReadRun], names: Names, speech: Speech) -> list[ImaginedRow]:
    """What was imagined, the latest of each; what was asked for at once by what it is called."""
    asked = [each for each in runs if each.scenario.kind not in ("month", "curve")]
    asked.sort(key=lambda each: title_of(each, names, speech))
    asked.sort(key=lambda each: each.run.asked_at, reverse=True)
    told = [imagined_row(visit, each, names, speech) for each in asked]
    return list({row.title: row for row in reversed(told)}.values())[::-1]


def title_of(read: ReadRun, names: Names, speech: Speech) -> str:
    """What a run imagines, in a few words."""
    asked = read.scenario
    weeks = speech.listed(str(week + 1) for week in asked.weeks)
    officer, chantier = names.officer(speech, asked.officer), names.chantier(speech, asked.chantier)
    domain = speech.within(words.domain_name(speech, asked.domain))
    titles = {
        "away": f"Absence de {officer}, semaines {weeks}, mois refait",
        "half-post": f"Un demi-poste de plus en {domain}",
        "officer": f"Un poste de plus en {domain}",
        "people": f"{asked.people} personnes de plus à {chantier}",
        "chantier": f"Un chantier de plus, de {asked.people} personnes",
        "reshuffle": f"Absence de {officer}, semaines {weeks}, en bougeant le moins possible",
        "month": "Le mois comme il est",
        "fit": "Le même mois à l’adéquation seule",
        "curve": "Continuité contre adéquation",
    }
    return titles[asked.kind]
