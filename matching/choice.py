"""The choice of a service for every need at once: posed as an assignment of needs to doors, and solved exactly."""

from dataclasses import dataclass, replace

import numpy as np

from matching.assignment import Assignment, AssignmentProblem, assign
from matching.candidates import Candidates, Pair
from matching.columns import Bools
from matching.front import Point, pareto_front
from matching.offers import Offers, best_offers


@dataclass(frozen=True, slots=True)
class Posed:
    """The assignment problem of a profile, and the offers it speaks of.

    ``doors``: the door of each row of the problem, ``new`` where it does not know the person; ``needs``: the profile's
    positions of its columns. Values hold the bonus of steps kept from before.
    """

    problem: AssignmentProblem
    new: Bools
    doors: tuple[int, ...]
    needs: tuple[int, ...]
    offers: Offers

    def front(self) -> tuple[Point, ...]:
        """From the fewest new faces to the best value."""
        return pareto_front(self.problem, self.new)

    def with_one_door(self, number: int, door: int, value: float) -> "Posed":
        """The same problem where one need (a profile's position) can go to one door alone, for ``value``."""
        restricted = self.problem.value.copy()
        column = self.needs.index(number)
        restricted[:, column] = -np.inf
        restricted[self.doors.index(door), column] = value
        return replace(self, problem=AssignmentProblem(restricted, self.problem.price))


@dataclass(frozen=True, slots=True)
class Choice:
    """A solution of a posed problem, with at most ``limit`` new partners if given.

    ``objective``: its value less the price of new partners, without the bonuses of steps kept.
    """

    posed: Posed
    limit: int | None
    assignment: Assignment
    objective: float

    @property
    def problem(self) -> AssignmentProblem:
        """The problem solved."""
        return self.posed.problem

    @property
    def needs(self) -> tuple[int, ...]:
        """The profile's positions of the needs chosen for."""
        return self.posed.needs

    @property
    def faces(self) -> int:
        """How many new partners it takes."""
        return len({row for row in self.assignment.partner if self.posed.new[row]})

    def chosen(self) -> dict[int, Pair]:
        """For each need of the plan, the service chosen."""
        doors = dict(zip(self.needs, (self.posed.doors[row] for row in self.assignment.partner), strict=True))
        pairs = self.posed.offers.pairs
        wanted = np.array([doors[need] for need in pairs.need.tolist()], dtype=np.int64) == pairs.door
        return {pair.need: pair for pair in pairs.pairs(np.flatnonzero(wanted))}


def pose(candidates: Candidates) -> Posed:
    """The problem of choosing a door for every need that can be covered and has no référent yet.

    Each step of a plan kept before that stays has a bonus (``[plan] move``).

    Raises:
        ValueError: decisions bind the choice, and candidates were left out that could matter then.
    """
    if candidates.problem.decisions.choose and not candidates.complete:
        raise ValueError("Take all candidates (find_candidates): the leading ones suffice where nothing was decided.")
    problem = candidates.problem
    offers = best_offers(candidates)
    needs = offers.needs
    doors, rows = np.unique(offers.pairs.door, return_inverse=True)
    value = np.full((len(doors), len(needs)), -np.inf)
    columns = np.searchsorted(np.array(needs, dtype=np.int64), offers.pairs.need)
    value[rows, columns] = offers.value + problem.weights.plan.move * offers.kept
    partners = [problem.catalogue.doors[door].partner_id for door in doors.tolist()]
    new = np.array([partner not in problem.profile.known_partners for partner in partners], dtype=np.bool_)
    price = np.where(new, problem.weights.plan.new_partner, 0.0)
    return Posed(AssignmentProblem(value, price), new, tuple(doors.tolist()), needs, offers)


def choose(candidates: Candidates) -> Choice:
    """The exact choice: what is worth most, with as few new partners as asked for or, failing that, as can be."""
    posed, limit = pose(candidates), candidates.problem.decisions.faces
    assignment = solve(posed, limit)
    if assignment is None:
        fewest = posed.front()[0]
        assignment = Assignment(fewest.partner, fewest.value, fewest.optimal)
    return _choice(posed, limit, assignment, candidates.problem.weights.plan.move)


def solve(posed: Posed, faces: int | None) -> Assignment | None:
    """The best assignment; with at most ``faces`` new partners if given, or None where so few cannot do.

    Within a number of faces they have no price: someone has said how many they can meet.

    Cost: 3^n elementary steps for n needs, n times that within a number of faces.
    """
    if faces is None:
        return assign(posed.problem)
    able = [point for point in posed.front() if point.faces <= faces]
    return Assignment(able[-1].partner, able[-1].value, able[-1].optimal) if able else None


def _choice(posed: Posed, limit: int | None, assignment: Assignment, bonus: float) -> Choice:
    value = sum(float(posed.problem.value[row, need]) for need, row in enumerate(assignment.partner))
    paid = sum(float(posed.problem.price[row]) for row in set(assignment.partner))
    choice = Choice(posed, limit, assignment, value - paid)
    return replace(choice, objective=choice.objective - bonus * _stays(choice))


def _stays(choice: Choice) -> int:
    pairs, kept = choice.posed.offers.pairs, choice.posed.offers.kept
    if not kept.any():
        return 0
    chosen = choice.chosen()
    return sum(chosen[pair.need].row == pair.row for pair in pairs.pairs(np.flatnonzero(kept)))
