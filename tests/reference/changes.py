"""The slow way to the smallest change: every subset of those on offer, and a change made to the network itself."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import chain, combinations
from math import asin, atan2, degrees

from matching.candidates import find_candidates
from matching.catalogue import compile_catalogue
from matching.changes import Change, Field, Subject, apply, size
from matching.changes.field import ALONE_AT_DOOR
from matching.changes.remedies import answers, remedies
from matching.changes.service_moves import Moves
from matching.eligibility import Status
from matching.geography import EARTH_KM
from matching.network import Capacity, Network, Service
from matching.problem import Problem
from matching.reading import Grade, Mention
from network_data.vocabulary import BARRIERS

Changes = frozenset[Change]


def subsets(pool: list[Change]) -> Iterator[Changes]:
    return (frozenset(some) for some in chain.from_iterable(combinations(pool, n) for n in range(len(pool) + 1)))


def pool_of(field: Field, most: int) -> list[Change] | None:
    """Every change there is for this subject, now or once something else has changed; None beyond ``most``."""
    subject, shares_door = field.subject(), field.shares_door()
    pool: set[Change] = set()
    while True:
        found = set(pool)
        for changes in subsets(sorted(pool, key=str)):
            found |= _offered(apply(changes, subject), shares_door=shares_door)
            if len(found) > most:
                return None
        if found == pool:
            return sorted(pool, key=str)
        pool = found


def _offered(subject: Subject, *, shares_door: bool) -> set[Change]:
    found: set[Change] = set()
    for criterion in subject.criteria():
        if criterion.status is not Status.MET:
            settle = remedies if criterion.status is Status.NOT_MET else answers
            found.update(*settle(criterion, subject))
    moves = Moves.of(subject, shares_door=shares_door)
    found.update(moves.others)
    if subject.door not in subject.profile.known_partners:
        found.add(Change("partner-knows"))
    if moves.metres is not None:
        found.add(Change("nearer", 0.0))
    return {Change("nearer", 0.0) if change.kind == "nearer" else change for change in found}


def smallest_size(field: Field, pool: list[Change], at_most: int | None) -> int | None:
    """The size of the smallest subset that makes the service eligible or, with ``at_most``, ranks it so."""
    subject = field.subject()

    def flips(changes: Changes) -> bool:
        changed = apply(changes, subject)
        if at_most is None:
            return all(criterion.status is not Status.NOT_MET for criterion in changed.criteria())
        rank = field.rank(changes, changed)
        return rank is not None and rank <= at_most

    return min((size(changes) for changes in subsets(pool) if flips(changes)), default=None)


def applied(problem: Problem, service_id: str, barrier: str, changes: Changes) -> Problem:
    """The problem with the changes made to the profile and to the network, compiled anew."""
    network, profile = problem.catalogue.network, problem.profile
    row = problem.catalogue.row_of[service_id]
    door = problem.catalogue.door_of(row).partner_id
    before = Subject(profile, network.services[row], None, door, 0.0, 0.0)
    after = apply((change for change in changes if change.kind != "nearer"), before)
    service = after.service
    for change in changes:
        if change.kind == "nearer":
            service = _moved(problem, service, float(str(change.value)))
        if change.kind == "record-states-barrier":
            service = _stating(service, barrier)
    full = _others_at_door(problem, row) if ALONE_AT_DOOR in changes else {}
    if service == network.services[row] and not full:
        return Problem(after.profile, problem.catalogue, problem.weights)
    services = tuple(service if one.id == service_id else full.get(one.id, one) for one in network.services)
    changed = Network(network.version, network.partners, services, network.requests)
    return Problem(after.profile, compile_catalogue(changed), problem.weights)


def _others_at_door(problem: Problem, row: int) -> dict[str, Service]:
    """The other services of the same door, full for ever."""
    catalogue = problem.catalogue
    others = [
        catalogue.services[at] for at in range(len(catalogue.services)) if catalogue.door[at] == catalogue.door[row]
    ]
    return {one.id: replace(one, capacity=Capacity(full_until=date.max)) for one in others}


def _moved(problem: Problem, service: Service, km: float) -> Service:
    """The service a little less than ``km`` north or south of the person."""
    here = problem.catalogue.place_of(problem.profile)
    assert here is not None
    latitude, longitude = degrees(asin(here[2])), degrees(atan2(here[1], here[0]))
    return replace(service, latitude=latitude + degrees(km / EARTH_KM), longitude=longitude)


def _stating(service: Service, barrier: str) -> Service:
    known = BARRIERS[barrier]
    thematiques = (*known.thematiques[:1], *known.fallback_thematiques[:1])
    return replace(
        service,
        thematiques=thematiques,
        reading=(Mention(barrier, Grade.CENTRAL, known.label),),
    )


def rank_of(problem: Problem, service_id: str, barrier: str) -> int | None:
    """The rank of a service for a barrier, as people see it; None when it is not there at all."""
    candidates = find_candidates(problem)
    number = [need.barrier for need in problem.profile.needs].index(barrier)
    rows = [int(candidates.best.row[at]) for at in candidates.of_need(number)]
    row = problem.catalogue.row_of[service_id]
    return rows.index(row) + 1 if row in rows else None
