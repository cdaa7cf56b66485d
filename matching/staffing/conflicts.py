"""Explains a month that cannot be: the rules that exclude each other, and the least that would have to give.

The rules become assumptions of a model without objective; CP-SAT returns a set of them that cannot hold together, which
is then thinned rule by rule until each one left is needed.
"""

from ortools.sat.python import cp_model

from matching.staffing.budget import FOUND, Budget
from matching.staffing.conflict import Conflict, Relaxation
from matching.staffing.counts_model import CountsModel, Rule, build
from matching.staffing.problem import StaffingProblem

EFFORT = 5.0
MOST_EASED = 1_000
UNBOUNDED = 2**62
PRICES = {"pin": 1, "required": 2, "floor": 1, "load": 3, "sites": 3, "accompaniment": 5}
"""What giving way by one costs, of rules that are somebody's wish; what is (absences, openings, room) never gives."""


def explain(problem: StaffingProblem, budget: Budget) -> tuple[tuple[Conflict, ...], tuple[Relaxation, ...]]:
    """The conflict and its least relaxation."""
    rules: dict[Rule, cp_model.IntVar] = {}
    built = _assumed(problem, rules)
    core = _thinned(built, rules, _core(built, rules, list(rules), budget, needed=True), budget)
    return tuple(_conflict(rule) for rule in core), _least_relaxation(problem, budget)


def _conflict(rule: Rule) -> Conflict:
    return Conflict(rule.kind, rule.officer, rule.chantier, rule.domain)


def _assumed(problem: StaffingProblem, rules: dict[Rule, cp_model.IntVar]) -> CountsModel:
    made: list[tuple[cp_model.Constraint, Rule]] = []
    built = build(problem, lambda constraint, rule: made.append((constraint, rule)))
    for constraint, rule in made:
        if rule not in rules:
            rules[rule] = built.model.new_bool_var(str(len(rules)))
        constraint.only_enforce_if(rules[rule])
    return built


def _core(
    built: CountsModel,
    rules: dict[Rule, cp_model.IntVar],
    assumed: list[Rule],
    budget: Budget,
    *,
    needed: bool = False,
) -> list[Rule] | None:
    """Rules among those assumed that cannot hold together; None when they can, or nothing was found in time."""
    built.model.clear_assumptions()
    built.model.add_assumptions([rules[rule] for rule in assumed])
    solver, status = budget.solve(built.model, EFFORT, needed=needed)
    if status != cp_model.INFEASIBLE:
        return None
    found = set(solver.sufficient_assumptions_for_infeasibility())
    return [rule for rule in assumed if rules[rule].index in found]


def _thinned(
    built: CountsModel, rules: dict[Rule, cp_model.IntVar], core: list[Rule] | None, budget: Budget
) -> list[Rule]:
    """The core without the rules that it does not need, what is before what is wished."""
    kept = list(core or ())
    for rule in sorted(kept, key=lambda each: (each.kind in PRICES, str(each))):
        without = [each for each in kept if each != rule]
        smaller = _core(built, rules, without, budget)
        if smaller is not None:
            kept = smaller
    return kept


def _least_relaxation(problem: StaffingProblem, budget: Budget) -> tuple[Relaxation, ...]:
    """The cheapest giving way that makes the month possible."""
    slack: dict[Rule, cp_model.IntVar] = {}
    made: list[tuple[cp_model.Constraint, Rule]] = []
    built = build(problem, lambda constraint, rule: made.append((constraint, rule)))
    for constraint, rule in made:
        if rule.kind in PRICES:
            _soften(built, constraint, rule, slack)
    built.model.minimize(cp_model.LinearExpr.weighted_sum(list(slack.values()), [PRICES[rule.kind] for rule in slack]))
    solver, status = budget.solve(built.model, EFFORT, needed=True)
    if status not in FOUND:
        return ()
    given = ((rule, solver.value(variable)) for rule, variable in slack.items())
    return tuple(Relaxation(_conflict(rule), amount) for rule, amount in given if amount)


def _soften(
    built: CountsModel, constraint: cp_model.Constraint, rule: Rule, slack: dict[Rule, cp_model.IntVar]
) -> None:
    """Lets the constraint, one bound of a sum, be missed by what is paid for."""
    if rule not in slack:
        slack[rule] = built.model.new_int_var(0, MOST_EASED, f"slack{len(slack)}")
    linear = constraint.proto.linear
    if not len(linear.domain):  # a sum of nothing: it can only be dropped
        dropped = built.model.new_bool_var(f"dropped{len(slack)}")
        built.model.add(slack[rule] >= dropped)
        constraint.only_enforce_if(dropped.negated())
        return
    at_least = linear.domain[1] >= UNBOUNDED
    linear.vars.append(slack[rule].index)
    linear.coeffs.append(1 if at_least else -1)
