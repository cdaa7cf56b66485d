"""The slow way to the smallest change: every subset of those on offer, and a change made to the network itself."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, combinations
from math import asin, atan2, degrees

from matching.catalogue import compile_catalogue
from matching.changes import Change, Field, Subject, apply, size
from matching.changes.remedies import answers, remedies
from matching.changes.service_moves import Moves
from matching.eligibility import Status
from matching.geography import EARTH_KM
from matching.network import Network, Service
from matching.problem import Problem
from network_data.vocabulary import BARRIERS

Changes = frozenset[Change]


def subsets(pool: list[Change]) -> Iterator[Changes]:
    return (frozenset(some) for some in chain.from_iterable(combinations(pool, n) for n in range(len(pool) + 1)))


def pool_of(subject: Subject, most: int) -> list[Change] | None:
    """Every change there is for this subject, now or once something else has changed; None beyond ``most``."""
    pool: set[Change] = set()
    while True:
        found = set(pool)
        for changes in subsets(sorted(pool, key=str)):
            found |= _offered(apply(changes, subject))
            if len(found) > most:
                return None
        if found == pool:
            return sorted(pool, key=str)
        pool = found


def _offered(subject: Subject) -> set[Change]:
    found: set[Change] = set()
    for criterion in subject.criteria():
        if criterion.status is not Status.MET:
            settle = remedies if criterion.status is Status.NOT_MET else answers
            found.update(*settle(criterion, subject))
    moves = Moves.of(subject)
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
    services = tuple(service if one.id == service_id else one for one in network.services)
    changed = Network(network.version, network.partners, services)
    return Problem(after.profile, compile_catalogue(changed), problem.weights)


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
        thematiques=(*service.thematiques, *thematiques),
        keywords=tuple(sorted({*service.keywords, *known.keywords})),
    )
