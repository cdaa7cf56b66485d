"""Stage one as a model of its own for HiGHS through MathOpt, in a process that can be killed: it may overrun."""

import json
import pickle
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import astuple, dataclass
from datetime import timedelta
from math import floor
from pathlib import Path
from time import monotonic
from typing import Any

from ortools.math_opt.python import mathopt

from matching.staffing import DOMAINS, Accompaniment, Chantier, Officer, Slot, StaffingProblem
from matching.staffing.measures import ranks
from tests.reference.staffing import WHOLE, free, least_of, month_of, opened, to_give

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class HighsLevel:
    """One level as HiGHS left it."""

    name: str
    rank: int
    value: int
    bound: float


def by_highs(problem: StaffingProblem, seconds: float) -> list[HighsLevel] | None:
    """The levels solved within the time; None when it ran over by more than half and was killed."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "tests.reference.staffing_highs", str(seconds)],
            input=pickle.dumps(problem),
            stdout=subprocess.PIPE,
            cwd=ROOT,
            timeout=seconds * 1.5 + 10,
            check=True,
        )
    except subprocess.TimeoutExpired:
        return None
    return [HighsLevel(*row) for row in json.loads(done.stdout.splitlines()[-1])]  # HiGHS greets first


class _Model:
    """Every seat is a variable of its own: no classes of slots, nothing shared with the engine."""

    def __init__(self, problem: StaffingProblem, seconds: float) -> None:
        self.problem = problem
        self.model = mathopt.Model(name="staffing")
        self.until = monotonic() + seconds
        self.hours: dict[tuple[str, str, str], Any] = {}
        self.pairs: dict[tuple[str, str], Any] = defaultdict(int)
        self.used: dict[tuple[str, str], Any] = {}
        self.seats: dict[tuple[str, str], list[Any]] = defaultdict(list)
        self._officers()
        self._chantiers()
        self._promises()

    def _officers(self) -> None:
        model, problem = self.model, self.problem
        slots = [Slot(week, number) for week in range(problem.weeks) for number in range(14)]
        seated: dict[tuple[str, Slot], list[Any]] = defaultdict(list)
        for officer in problem.officers:
            most = to_give(officer, problem.weeks) * problem.settings.most_load // 100
            busy: dict[Slot, list[Any]] = defaultdict(list)
            for chantier in problem.chantiers:
                if officer.reaches is None or chantier.id in officer.reaches:
                    self._pair(officer, chantier, most)
                    for slot in slots:
                        if free(officer, slot) and opened(chantier, slot):
                            seat = model.add_binary_variable()
                            busy[slot].append(seat)
                            seated[chantier.id, slot].append(seat)
                            self.seats[officer.id, chantier.id].append(seat)
            for at_once in busy.values():
                model.add_linear_constraint(sum(at_once) <= 1)
            self._limits(officer, most)
        for chantier in problem.chantiers:
            for slot in slots:
                if seated[chantier.id, slot]:
                    model.add_linear_constraint(sum(seated[chantier.id, slot]) <= chantier.room)

    def _limits(self, officer: Officer, most: int) -> None:
        own = [place for place in self.used if place[0] == officer.id]
        for place in own:
            self.model.add_linear_constraint(self.pairs[place] - sum(self.seats[place]) == 0 * self.used[place])
        self.model.add_linear_constraint(sum(self.pairs[place] for place in own) <= most)
        self.model.add_linear_constraint(sum(self.used[place] for place in own) <= officer.most_sites)

    def _pair(self, officer: Officer, chantier: Chantier, most: int) -> None:
        place = (officer.id, chantier.id)
        parts = {
            domain: self.model.add_integer_variable(lb=0, ub=chantier.demand[domain])
            for domain in DOMAINS
            if officer.skills.get(domain) and chantier.demand.get(domain)
        }
        self.hours.update({(*place, domain): variable for domain, variable in parts.items()})
        self.used[place] = self.model.add_binary_variable()
        self.pairs[place] = sum(parts.values())
        self.model.add_linear_constraint(self.pairs[place] <= most * self.used[place])
        self.model.add_linear_constraint(self.pairs[place] >= self.used[place])

    def _chantiers(self) -> None:
        for chantier in self.problem.chantiers:
            for domain in DOMAINS:
                given = [self.hours[key] for key in self.hours if key[1:] == (chantier.id, domain)]
                if given:
                    self.model.add_linear_constraint(sum(given) <= chantier.demand[domain])

    def _promises(self) -> None:
        for pair in self.problem.required:
            self.model.add_linear_constraint(self.used[pair] == 1)
        for pair in self.problem.forbidden:
            self.model.add_linear_constraint(self.used[pair] == 0)
        for own in self.problem.accompaniments:
            self._keep(own)

    def _keep(self, own: Accompaniment) -> None:
        """The half-days stay with their officer as far as they are there, and are nobody else's."""
        key = (own.officer, own.chantier, own.domain)
        self.model.add_linear_constraint(self.hours[key] >= least_of(self.problem, own))
        asked = next(each.demand[own.domain] for each in self.problem.chantiers if each.id == own.chantier)
        others = [variable for name, variable in self.hours.items() if name[1:] == key[1:] and name[0] != own.officer]
        if others:
            self.model.add_linear_constraint(sum(others) <= asked - own.half_days)

    def given(self, axis: int, name: str) -> Any:
        return sum(variable for key, variable in self.hours.items() if key[axis] == name)

    def best(self, level: str, rank: int, what: Any) -> tuple[int, float]:
        """Maximises and returns value and bound; raises when there is no answer in time."""
        self.model.maximize(what)
        left = max(0.5, self.until - monotonic())
        found = mathopt.solve(
            self.model,
            mathopt.SolverType.HIGHS,
            params=mathopt.SolveParameters(
                random_seed=1, relative_gap_tolerance=0.0, time_limit=timedelta(seconds=left)
            ),
        )
        if not found.has_primal_feasible_solution():
            raise TimeoutError(f"nothing found at {level} {rank}")
        return round(found.objective_value()), found.best_objective_bound()

    def worst(self, shares: Iterable[tuple[int, Any]], rank: int) -> Any:
        """An expression that is at most, and at its best equal to, the sum of the ``rank`` smallest shares."""
        threshold = self.model.add_variable()
        under = []
        for whole, given in shares:
            under.append(self.model.add_variable(lb=0))
            self.model.add_linear_constraint(given * round(WHOLE / whole) + under[-1] >= threshold)
        return rank * threshold - sum(under)

    def levels(self, sizes: Callable[[int], Sequence[int]]) -> Iterator[HighsLevel]:
        """Each level in order, strictly kept within itself and by its tolerance afterwards."""
        allowed = self.problem.settings.tolerances
        for name, shares in self._shared():
            kept = []
            for rank in sizes(len(shares)):
                what = self.worst(shares, rank)
                value, bound = self.best(name, rank, what)
                yield HighsLevel(name, rank, value, bound)
                tolerance = getattr(allowed, name)
                kept.append((self.model.add_linear_constraint(what >= value - 0.5), value, tolerance))
            for constraint, value, tolerance in kept:
                constraint.lower_bound = value - floor(value * tolerance / 100) - 0.5
        for name, what in self._plain():
            value, bound = self.best(name, 0, what)
            yield HighsLevel(name, 0, value, bound)
            self.model.add_linear_constraint(what >= value - floor(abs(value) * getattr(allowed, name) / 100) - 0.5)

    def _shared(self) -> list[tuple[str, list[tuple[int, Any]]]]:
        problem = self.problem
        everyone = [(to_give(each, problem.weeks), self.given(0, each.id)) for each in problem.officers]
        places = [(sum(each.demand.values()), self.given(1, each.id)) for each in problem.chantiers]
        domains = [
            (sum(each.demand.get(name, 0) for each in problem.chantiers), self.given(2, name)) for name in DOMAINS
        ]
        return [
            (name, [share for share in shares if share[0]])
            for name, shares in (("coverage", places), ("load", everyone), ("domains", domains))
        ]

    def _plain(self) -> Iterator[tuple[str, Any]]:
        skills = {each.id: each.skills for each in self.problem.officers}
        yield "fit", sum(skills[key[0]][key[2]] * variable for key, variable in self.hours.items())
        kept: Any = 0
        running: Mapping[tuple[str, str], int] = defaultdict(int)
        for (who, at, _), number in month_of(self.problem.running).items():
            running[who, at] += number  # type: ignore[index]
        for place, number in running.items():
            if place in self.used:
                same = self.model.add_variable(lb=0, ub=number)
                self.model.add_linear_constraint(same <= self.pairs[place])
                kept += same + self.problem.settings.relation * self.used[place]
        if self.problem.running:
            yield "continuity", kept
        yield "sites", -1 * sum(self.used.values())


def main() -> None:
    """Reads a problem, writes its levels as they come."""
    problem = pickle.loads(sys.stdin.buffer.read())
    found: list[HighsLevel] = []
    with suppress(TimeoutError):
        found.extend(_Model(problem, float(sys.argv[1])).levels(ranks))
    print(json.dumps([astuple(level) for level in found]))


if __name__ == "__main__":
    main()
