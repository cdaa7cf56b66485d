"""The best assignment of needs to partners twice over: by trying everything, and by a CP-SAT model of its own."""

from itertools import product
from math import inf, isnan

from ortools.sat.python import cp_model

from matching.assignment import AssignmentProblem
from matching.candidates import Candidates
from matching.network import Service
from network_data.vocabulary import gate_of

SCALE = 10**9


def brute_force(problem: AssignmentProblem) -> float:
    """The highest value over every way to give each need one partner that can take it."""
    partners, needs = problem.value.shape
    able = [[row for row in range(partners) if problem.value[row, need] > -inf] for need in range(needs)]
    return max(
        sum(float(problem.value[row, need]) for need, row in enumerate(chosen))
        - sum(float(problem.price[row]) for row in set(chosen))
        for chosen in product(*able)
    )


def over_all_services(candidates: Candidates) -> float:
    """The highest value over every way to give each need without référent one of all its eligible services."""
    problem, plan = candidates.problem, candidates.problem.weights.plan
    needs = {number: need for number, need in enumerate(problem.profile.needs) if not need.followed_by}
    able: dict[int, list[tuple[str, float]]] = {}
    for at in range(len(candidates.eligible)):
        pair = candidates.eligible.at(at)
        if pair.need in needs:
            service = problem.catalogue.services[pair.row]
            weight = plan.of_need(needs[pair.need].severity, priority=needs[pair.need].priority)
            worth = weight * (pair.score - plan.waiting_week * _weeks(candidates, service))
            worth -= plan.travel_hour * _hours(candidates, service, pair.km)
            able.setdefault(pair.need, []).append((problem.catalogue.door_of(pair.row).partner_id, worth))
    return max(
        sum(worth for _partner, worth in chosen)
        - plan.new_partner * len({partner for partner, _worth in chosen} - problem.profile.known_partners)
        for chosen in product(*able.values())
    )


def _hours(candidates: Candidates, service: Service, km: float) -> float:
    """Hours to a service, read from the rule as it is told and not from the columns."""
    travel, profile = candidates.problem.weights.travel, candidates.problem.profile
    modes = service.reception_modes or ()
    if isnan(km) or gate_of(service.access_path) or modes == ("a-distance",):
        return 0.0
    if profile.remote_ok and "a-distance" in modes:
        return 0.0
    on_foot = km * travel.walking_detour / travel.walking_kmh
    return min(on_foot, travel.transit_fixed_hours + km * travel.transit_detour / travel.transit_kmh)


def _weeks(candidates: Candidates, service: Service) -> float:
    capacity = service.capacity
    if capacity.places_open != 0 or capacity.waiting_days is None or capacity.checked_on is None:
        return 0.0
    return capacity.waiting_days / 7 if (candidates.problem.profile.on - capacity.checked_on).days <= 30 else 0.0


def by_cp_sat(problem: AssignmentProblem) -> float:
    """The same optimum as a facility-location model, exact to 1e-9 per term."""
    partners, needs = problem.value.shape
    model = cp_model.CpModel()
    opened = {row: model.new_bool_var(f"open{row}") for row in range(partners)}
    served: dict[tuple[int, int], cp_model.IntVar] = {}
    for need in range(needs):
        for row in range(partners):
            if problem.value[row, need] > -inf:
                served[row, need] = model.new_bool_var(f"serve{row}.{need}")
                model.add(served[row, need] <= opened[row])
        model.add(sum(variable for (_, of), variable in served.items() if of == need) == 1)
    model.maximize(
        sum(round(float(problem.value[pair]) * SCALE) * variable for pair, variable in served.items())
        - sum(round(float(problem.price[row]) * SCALE) * variable for row, variable in opened.items())
    )
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    assert solver.solve(model) == cp_model.OPTIMAL
    return solver.objective_value / SCALE
