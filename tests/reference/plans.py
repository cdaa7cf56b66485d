"""The best plan by trying every service for every need: decisions, numbers of faces and kept steps told plainly."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from math import isnan

from matching.candidates import Candidates, addressing, every_entry
from matching.network import Service
from matching.scoring import total
from matching.suggestions import judge
from network_data.vocabulary import gate_of


@dataclass(frozen=True, slots=True)
class Tried:
    """One way to give every need a service: by barrier, with what it is worth before and after new faces are paid."""

    services: Mapping[str, str]
    faces: int
    worth: float
    objective: float

    def staying(self, kept: Mapping[str, str]) -> int:
        """How many steps are those of ``kept``."""
        return sum(kept.get(barrier) == service for barrier, service in self.services.items())


def every_plan(candidates: Candidates) -> Iterator[Tried]:
    """Every choice that the decisions leave."""
    problem = candidates.problem
    barriers, able = [], []
    for number, need in enumerate(problem.profile.needs):
        options = [] if need.followed_by else list(_options(candidates, number))
        if options:
            barriers.append(need.barrier)
            able.append(options)
    for chosen in product(*able):
        partners = {partner for _service, partner, _worth in chosen} - problem.profile.known_partners
        worth = sum(each for _service, _partner, each in chosen)
        services = {barrier: service for barrier, (service, _, _) in zip(barriers, chosen, strict=True)}
        yield Tried(services, len(partners), worth, worth - problem.weights.plan.new_partner * len(partners))


def _options(candidates: Candidates, number: int) -> Iterator[tuple[str, str, float]]:
    """Service id, partner of its door, and worth."""
    problem, need = candidates.problem, candidates.problem.profile.needs[number]
    rows = [
        (int(candidates.eligible.row[at]), float(candidates.eligible.score[at]), float(candidates.eligible.km[at]))
        for at in range(len(candidates.eligible))
        if candidates.eligible.need[at] == number
    ]
    catalogue = problem.catalogue
    pin = problem.decisions.pins.get(need.barrier)
    refused = {partner for barrier, partner in problem.decisions.refused if barrier == need.barrier}

    def partners(row: int) -> set[str]:
        return {catalogue.services[row].partner_id, catalogue.door_of(row).partner_id}

    free = [each for each in rows if not partners(each[0]) & refused]
    if pin and pin.service_id is None:
        free = [each for each in rows if pin.partner_id in partners(each[0])] or free
    elif pin and pin.service_id is not None and pin.service_id in catalogue.row_of:
        free = list(_forced(candidates, need.barrier, catalogue.row_of[pin.service_id])) or free
    plan = problem.weights.plan
    weight = plan.of_need(need.severity, priority=need.priority)
    for row, score, km in free:
        service = catalogue.services[row]
        worth = weight * (score - plan.waiting_week * _weeks(candidates, service))
        yield service.id, catalogue.door_of(row).partner_id, worth - plan.travel_hour * _hours(candidates, service, km)


def _forced(candidates: Candidates, barrier: str, row: int) -> Iterator[tuple[int, float, float]]:
    """A pinned service, whether or not the person may use it."""
    problem = candidates.problem
    if problem.catalogue.match_of(barrier, row) is None:
        return
    number = [need.barrier for need in problem.profile.needs].index(barrier)
    pairs = addressing(problem, every_entry(problem))
    (at,) = [at for at in range(len(pairs)) if pairs.need[at] == number and pairs.row[at] == row]
    km = float(pairs.km[at])
    verdict = judge(candidates, barrier, row, km)
    yield row, total(verdict.components), km


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
