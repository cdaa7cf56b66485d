"""Stage two as a CP-SAT model: the half-days of stage one laid on the month, each officer in one place at a time."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, takewhile

from ortools.sat.python import cp_model

from matching.staffing.capacity import Place, slot_classes
from matching.staffing.lexicographic import Goal, Hints
from matching.staffing.problem import Cell, StaffingProblem
from matching.staffing.slots import Slot

Seat = tuple[int, int, Slot]
"""An officer's number and a chantier's, and when."""
Seats = frozenset[Seat]


@dataclass(frozen=True, slots=True)
class CalendarModel:
    """One literal for each seat that could be taken; pins are ``seated`` already, ``left`` are the others by pair."""

    problem: StaffingProblem
    model: cp_model.CpModel
    taken: dict[Seat, cp_model.IntVar]
    seated: Seats
    left: Mapping[Place, int]

    def read(self, solver: cp_model.CpSolver) -> Seats:
        """The seats of the solver's solution, pins included."""
        return self.seated | {seat for seat, variable in self.taken.items() if solver.boolean_value(variable)}

    def hint(self, answer: Seats) -> Hints:
        """The seats as values of their literals."""
        return {variable: int(seat in answer) for seat, variable in self.taken.items()}


def build_calendar(problem: StaffingProblem, half_days: Mapping[Place, int]) -> CalendarModel:
    """The model of all calendars with these half-days per pair."""
    model = cp_model.CpModel()
    seated = pinned_seats(problem)
    pinned = Counter(seat[:2] for seat in seated)
    left = {place: number - pinned[place] for place, number in half_days.items()}
    built = CalendarModel(problem, model, {}, seated, left)
    for each in slot_classes(problem):
        for slot in each.slots:
            _open_slot(built, slot, [place for place in half_days if place[0] in each.officers], each.room)
    literals: dict[Place, list[cp_model.IntVar]] = defaultdict(list)
    for (who, at, _), variable in built.taken.items():
        literals[who, at].append(variable)
    for place, number in left.items():
        model.add(cp_model.LinearExpr.sum(literals[place]) == number)
    return built


def _open_slot(built: CalendarModel, slot: Slot, places: Sequence[Place], room: Sequence[int]) -> None:
    of_officer: dict[int, list[cp_model.IntVar]] = defaultdict(list)
    of_chantier: dict[int, list[cp_model.IntVar]] = defaultdict(list)
    for who, at in places:
        if room[at]:
            literal = built.model.new_bool_var(f"taken{who}.{at}.{slot.week}.{slot.position}")
            built.taken[who, at, slot] = literal
            of_officer[who].append(literal)
            of_chantier[at].append(literal)
    for literals in of_officer.values():
        built.model.add_at_most_one(literals)
    for at, literals in of_chantier.items():
        if len(literals) > room[at]:
            built.model.add(cp_model.LinearExpr.sum(literals) <= room[at])


def calendar_goals(built: CalendarModel) -> Iterator[Goal[Seats]]:
    """Seats kept from the running calendar, then little travel within a day, then the same half-days every week."""
    yield _kept(built)
    yield _travel(built)
    yield _rhythm(built)


CALENDAR_LEVELS = 3


def _kept(built: CalendarModel) -> Goal[Seats]:
    running = running_seats(built.problem)
    same = [variable for seat, variable in built.taken.items() if seat in running]
    pinned = len(running & built.seated)

    def value(answer: Seats) -> int:
        return len(answer & running)

    tolerance = built.problem.settings.tolerances.kept
    return Goal("kept", 0, tolerance, cp_model.LinearExpr.sum(same) + pinned, value, _nothing, len(same) + pinned)


def _travel(built: CalendarModel) -> Goal[Seats]:
    """Minutes from the morning's chantier to the afternoon's, added up and counted down."""
    days: dict[tuple[int, tuple[int, int]], list[Seat]] = defaultdict(list)
    for seat in sorted({*built.taken, *built.seated}):
        days[seat[0], seat[2].day].append(seat)
    minutes = {}
    for day, seats in days.items():
        ways = [(one, other, between) for one in seats for other in seats if (between := _minutes(built, one, other))]
        if ways:
            most = max(between for _, _, between in ways)
            minutes[day] = built.model.new_int_var(0, most, f"minutes{day}")
            for one, other, between in ways:
                both = cp_model.LinearExpr.sum([_literal(built, one), _literal(built, other)])
                built.model.add(minutes[day] >= between * (both - 1))

    def hint(answer: Seats) -> Hints:
        return {variable: _day_minutes(built, answer, days[day]) for day, variable in minutes.items()}

    def value(answer: Seats) -> int:
        return -sum(_day_minutes(built, answer, days[day]) for day in minutes)

    return Goal("travel", 0, 0.0, -cp_model.LinearExpr.sum(list(minutes.values())), value, hint, 0)


def _literal(built: CalendarModel, seat: Seat) -> cp_model.LinearExprT:
    return 1 if seat in built.seated else built.taken[seat]


def _minutes(built: CalendarModel, one: Seat, other: Seat) -> int:
    """Minutes from a seat of a morning to one of the afternoon; nought for any other two."""
    if one[2].position % 2 or other[2].position != one[2].position + 1:
        return 0
    return built.problem.minutes(built.problem.chantiers[one[1]].id, built.problem.chantiers[other[1]].id)


def _day_minutes(built: CalendarModel, answer: Seats, seats: Sequence[Seat]) -> int:
    held = [seat for seat in seats if seat in answer]
    return sum(_minutes(built, one, other) for one in held for other in held)


def _rhythm(built: CalendarModel) -> Goal[Seats]:
    """How many different half-days of the week each pair has, added up and counted down."""
    weeks: dict[tuple[int, int, int], list[cp_model.IntVar]] = defaultdict(list)
    for (who, at, slot), variable in built.taken.items():
        weeks[who, at, slot.position].append(variable)
    habits = {key: built.model.new_bool_var(f"habit{key}") for key in weeks}
    for key, literals in weeks.items():
        for literal in literals:
            built.model.add_implication(literal, habits[key])
    _need_habits(built, weeks, habits)

    def held(answer: Seats) -> set[tuple[int, int, int]]:
        return {(who, at, slot.position) for who, at, slot in answer - built.seated}

    def hint(answer: Seats) -> Hints:
        had = held(answer)
        return {variable: int(key in had) for key, variable in habits.items()}

    fewest = -cp_model.LinearExpr.sum(list(habits.values()))
    return Goal("rhythm", 0, 0.0, fewest, lambda answer: -len(held(answer)), hint, 0)


def _need_habits(
    built: CalendarModel,
    weeks: Mapping[tuple[int, int, int], Sequence[cp_model.IntVar]],
    habits: Mapping[tuple[int, int, int], cp_model.IntVar],
) -> None:
    """Says what follows anyway, and is what proves the level: a half-day of the week holds one seat a week at most."""
    most: dict[Place, dict[cp_model.IntVar, int]] = defaultdict(dict)
    for (who, at, position), literals in weeks.items():
        habit = habits[who, at, position]
        most[who, at][habit] = len(literals)
        built.model.add(cp_model.LinearExpr.sum(list(literals)) <= len(literals) * habit)
    for place, sizes in most.items():
        fewest = _fewest(sizes.values(), built.left[place])
        built.model.add(cp_model.LinearExpr.sum(list(sizes)) >= fewest)


def _fewest(sizes: Iterable[int], number: int) -> int:
    """How many of the sizes, the largest first, hold the number."""
    together = accumulate(sorted(sizes, reverse=True), initial=0)
    return sum(1 for _ in takewhile(lambda held: held < number, together))


def _nothing(answer: Seats) -> Hints:
    return {}


def pinned_seats(problem: StaffingProblem) -> Seats:
    """The seats that are decided beforehand."""
    return _seats_of(problem, problem.pins)


def running_seats(problem: StaffingProblem) -> Seats:
    """The seats of the running allocation whose officer and chantier are in the problem."""
    return _seats_of(problem, problem.running)


def _seats_of(problem: StaffingProblem, cells: Sequence[Cell]) -> Seats:
    officers = {each.id: number for number, each in enumerate(problem.officers)}
    chantiers = {each.id: number for number, each in enumerate(problem.chantiers)}
    return frozenset(
        (officers[cell.officer], chantiers[cell.chantier], cell.slot)
        for cell in cells
        if cell.officer in officers and cell.chantier in chantiers
    )


def standing_seats(built: CalendarModel) -> Seats | None:
    """The running seats, pins among them, when they are a calendar that breaks no rule."""
    seats = running_seats(built.problem)
    places = Counter((who, slot) for who, _, slot in seats)
    seated = Counter((at, slot) for _, at, slot in seats)
    possible = built.seated <= seats <= built.seated | built.taken.keys()
    alone = max(places.values(), default=0) <= 1
    rooms = all(number <= built.problem.chantiers[at].room for (at, _), number in seated.items())
    return seats if possible and alone and rooms else None
