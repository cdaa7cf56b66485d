"""Stage one as a CP-SAT model: whole half-days per officer, chantier and domain that a calendar can hold."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import NamedTuple

from ortools.sat.python import cp_model

from matching.staffing.accompaniments import by_need, least_kept, reserved
from matching.staffing.capacity import (
    Place,
    SlotClass,
    may_go,
    most_half_days,
    open_slots,
    present_slots,
    slot_classes,
)
from matching.staffing.measures import Counts, Key, by_pair, counted
from matching.staffing.problem import DOMAINS, Officer, StaffingProblem

MOST_LAID = 600
Variables = Sequence[cp_model.IntVar]


class Rule(NamedTuple):
    """One hard constraint by its kind and whom it is about: what an explanation of infeasible inputs names."""

    kind: str
    officer: str | None = None
    chantier: str | None = None
    domain: str | None = None


Enforce = Callable[[cp_model.Constraint, Rule], None]


def always(constraint: cp_model.Constraint, rule: Rule) -> None:
    """Leaves the constraint as it is."""


@dataclass(frozen=True, slots=True)
class CountsModel:
    """The model with its variables: half-days by key and by pair, which pairs are used, half-days by class of slots."""

    problem: StaffingProblem
    model: cp_model.CpModel
    pinned: Counts
    most: tuple[int, ...]
    half_days: dict[Key, cp_model.IntVar]
    pair: dict[Place, cp_model.IntVar]
    used: dict[Place, cp_model.IntVar]

    def of_officer(self, officer: int) -> Variables:
        """The half-days of an officer, by pair."""
        return [variable for (number, _), variable in self.pair.items() if number == officer]

    def served(self, chantier: int | None = None, domain: int | None = None) -> Variables:
        """The half-days given to a chantier, in a domain, or in a domain to a chantier."""
        return [
            variable
            for (_, at, of), variable in self.half_days.items()
            if chantier in {None, at} and domain in {None, of}
        ]

    def read(self, solver: cp_model.CpSolver) -> Counts:
        """The half-days of the solver's solution."""
        return {key: number for key, variable in self.half_days.items() if (number := solver.value(variable))}

    def hint(self, counts: Counts) -> dict[cp_model.IntVar, int]:
        """The counts as values of the variables that they decide."""
        pairs = by_pair(counts)
        values = {variable: counts.get(key, 0) for key, variable in self.half_days.items()}
        values.update({variable: pairs[place] for place, variable in self.pair.items()})
        values.update({variable: int(pairs[place] > 0) for place, variable in self.used.items()})
        return values


def is_large(problem: StaffingProblem) -> bool:
    """Whether laying half-days on slots would weigh down every level: it is then done once, at the end."""
    places = sum(may_go(problem, officer, chantier) for officer in problem.officers for chantier in problem.chantiers)
    return places * len(slot_classes(problem)) > MOST_LAID


def build(problem: StaffingProblem, enforce: Enforce = always, *, laid: bool = True) -> CountsModel:
    """The variables and the hard constraints; ``enforce`` may tie each constraint to a literal of its rule.

    Without ``laid`` only the totals of slots are looked at: such half-days may not fit a calendar.
    """
    model = cp_model.CpModel()
    pinned = counted(problem, problem.pins)
    most = tuple(_most(problem, officer, enforce) for officer in problem.officers)
    half_days = {
        key: model.new_int_var(0, max(most, pinned.get(key, 0)), "half_days{}.{}.{}".format(*key))
        for key, most in _possible(problem, pinned, most).items()
    }
    built = CountsModel(problem, model, pinned, most, half_days, {}, {})
    for place in sorted({key[:2] for key in half_days}):
        _add_pair(built, place)
    _limit_officers(built, enforce)
    _limit_chantiers(built, enforce)
    if laid:
        _lay_on_slots(built, enforce)
    else:
        _limit_totals(built)
    _keep_promises(built, enforce)
    _keep_accompaniments(built, enforce)
    return built


def _most(problem: StaffingProblem, officer: Officer, enforce: Enforce) -> int:
    """The most half-days of an officer; where rules may be lifted, all of the month."""
    return most_half_days(officer, problem) if enforce is always else problem.weeks * len(officer.works)


def _possible(problem: StaffingProblem, pinned: Counts, most_of: Sequence[int]) -> dict[Key, int]:
    """The keys that may hold half-days, with the most that makes sense."""
    found: dict[Key, int] = dict.fromkeys(pinned, 0)
    for number, officer in enumerate(problem.officers):
        most = most_of[number]
        for at, chantier in enumerate(problem.chantiers):
            if may_go(problem, officer, chantier):
                for of, domain in enumerate(DOMAINS):
                    asked = chantier.demand.get(domain, 0)
                    if most and asked and officer.skills.get(domain, 0):
                        found[number, at, of] = min(most, asked)
    return dict(sorted(found.items()))


def _add_pair(built: CountsModel, place: Place) -> None:
    parts = [variable for key, variable in built.half_days.items() if key[:2] == place]
    pinned = sum(number for key, number in built.pinned.items() if key[:2] == place)
    most = max(pinned, built.most[place[0]])
    total = built.model.new_int_var(0, most, "pair{}.{}".format(*place))
    used = built.model.new_bool_var("used{}.{}".format(*place))
    built.model.add(total == sum(parts))
    built.model.add(total <= most * used)
    built.model.add(total >= used)
    built.pair[place], built.used[place] = total, used


def _limit_officers(built: CountsModel, enforce: Enforce) -> None:
    for number, officer in enumerate(built.problem.officers):
        pairs = built.of_officer(number)
        if not pairs:
            continue
        most = most_half_days(officer, built.problem)
        enforce(built.model.add(sum(pairs) <= most), Rule("load", officer=officer.id))
        used = [variable for (who, _), variable in built.used.items() if who == number]
        if len(used) > officer.most_sites:
            enforce(built.model.add(sum(used) <= officer.most_sites), Rule("sites", officer=officer.id))


def _limit_chantiers(built: CountsModel, enforce: Enforce) -> None:
    for at, chantier in enumerate(built.problem.chantiers):
        for of, domain in enumerate(DOMAINS):
            served = built.served(at, of)
            if served:
                rule = Rule("demand", chantier=chantier.id, domain=domain)
                enforce(built.model.add(sum(served) <= chantier.demand.get(domain, 0)), rule)
        floor = ceil(built.problem.settings.floors.get(chantier.id, 0) * sum(chantier.demand.values()) / 100)
        if floor:
            enforce(built.model.add(sum(built.served(at)) >= floor), Rule("floor", chantier=chantier.id))


def _lay_on_slots(built: CountsModel, enforce: Enforce) -> None:
    """Every pair's half-days, apart from pins, find room in classes of slots: enough, as ``slot_classes`` says."""
    problem, model = built.problem, built.model
    classes = slot_classes(problem)
    laid = {
        (place, number): model.new_int_var(0, len(each.slots), f"laid{place[0]}.{place[1]}.{number}")
        for place in built.pair
        for number, each in enumerate(classes)
        if place[0] in each.officers and each.room[place[1]]
    }
    pinned = by_pair(built.pinned)
    for place, total in built.pair.items():
        parts = [laid[place, number] for number in range(len(classes)) if (place, number) in laid]
        officer, chantier = problem.officers[place[0]].id, problem.chantiers[place[1]].id
        enforce(model.add(total <= pinned[place] + cp_model.LinearExpr.sum(parts)), Rule("opening", officer, chantier))
    for number, each in enumerate(classes):
        _limit_class(built, each, {place: variable for (place, of), variable in laid.items() if of == number}, enforce)


def _limit_totals(built: CountsModel) -> None:
    problem = built.problem
    free = [present_slots(officer, problem.weeks) for officer in problem.officers]
    opened = [open_slots(chantier, problem.weeks) for chantier in problem.chantiers]
    for (who, at), total in built.pair.items():
        built.model.add(total <= len(free[who] & opened[at]))
    for who, slots in enumerate(free):
        built.model.add(cp_model.LinearExpr.sum(list(built.of_officer(who))) <= len(slots))
    for at, slots in enumerate(opened):
        room = len(slots) * problem.chantiers[at].room
        built.model.add(cp_model.LinearExpr.sum(list(built.served(at))) <= room)


def _limit_class(built: CountsModel, each: SlotClass, laid: dict[Place, cp_model.IntVar], enforce: Enforce) -> None:
    for number, officer in enumerate(built.problem.officers):
        mine = [variable for (who, _), variable in laid.items() if who == number]
        if len(mine) > 1:
            enforce(built.model.add(sum(mine) <= len(each.slots)), Rule("presence", officer=officer.id))
    for at, chantier in enumerate(built.problem.chantiers):
        here = [variable for (_, where), variable in laid.items() if where == at]
        if len(here) > each.room[at]:
            most = len(each.slots) * each.room[at]
            enforce(built.model.add(sum(here) <= most), Rule("room", chantier=chantier.id))


def _keep_promises(built: CountsModel, enforce: Enforce) -> None:
    for key, number in built.pinned.items():
        officer, chantier = built.problem.officers[key[0]].id, built.problem.chantiers[key[1]].id
        enforce(built.model.add(built.half_days[key] >= number), Rule("pin", officer, chantier, DOMAINS[key[2]]))
    numbers = {each.id: number for number, each in enumerate(built.problem.officers)}
    places = {each.id: number for number, each in enumerate(built.problem.chantiers)}
    for officer, chantier in sorted(built.problem.required):
        used = built.used.get((numbers[officer], places[chantier]))
        wanted = built.model.add((built.model.new_constant(0) if used is None else used) >= 1)
        enforce(wanted, Rule("required", officer, chantier))


def _keep_accompaniments(built: CountsModel, enforce: Enforce) -> None:
    problem, model = built.problem, built.model
    for key, least in least_kept(problem).items():
        if least:
            held = built.half_days.get(key, model.new_constant(0))
            officer, chantier = problem.officers[key[0]].id, problem.chantiers[key[1]].id
            enforce(model.add(held >= least), Rule("accompaniment", officer, chantier, DOMAINS[key[2]]))
    for (at, of), theirs in by_need(reserved(problem)).items():
        domain = DOMAINS[of]
        left = problem.chantiers[at].demand[domain] - sum(theirs.values())
        beyond = [
            variable
            for (who, where, on), variable in built.half_days.items()
            if (where, on) == (at, of) and who not in theirs
        ]
        for who, own in theirs.items():
            if (who, at, of) in built.half_days:
                beyond.append(model.new_int_var(0, left, f"beyond{who}.{at}.{of}"))
                model.add(built.half_days[who, at, of] <= own + beyond[-1])
        model.add(cp_model.LinearExpr.sum(beyond) <= left)
