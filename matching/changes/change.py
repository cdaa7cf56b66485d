"""Atomic changes to what is known of a person or of a service, as data: what each does, who makes it, how big it is.

No change touches what a person is: sex, origin, nationality, health, age but by a birthday to come. What is unknown of
them and may be true is a question; what is known not to be so stays so.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from matching.eligibility import Criterion, Status, assess
from matching.learning.estimates import NOTHING_LEARNED, Estimate
from matching.network import Service
from matching.profile import HeldPaper, Profile
from matching.scoring import Standing, score_components, settled_components, total
from matching.weights import Weights
from network_data.vocabulary import HALF_DAYS, PAPERS, AccessPath

_ALL_PAPERS = tuple(HeldPaper(code) for code in sorted(PAPERS))


@dataclass(frozen=True, slots=True)
class Change:
    """One change: its kind, a code, and what it is about (a paper, a half-day, kilometres, a day).

    An answer to a question bears the question's own code (``ask-...``) and means the answer that speaks for the
    service.
    """

    kind: str
    value: str | float | date | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """One person before one service: all that its criteria and score depend on. ``door``: the partner where one asks.

    ``strength``: how surely the service answers the barrier; ``strength_if_stated``: what it would be if
    the partner's record said so plainly. ``km`` is None when a place is unknown.
    ``learned``: what past requests let one expect, which no change here can change.
    """

    profile: Profile
    service: Service
    km: float | None
    door: str
    strength: float
    strength_if_stated: float
    learned: Estimate = NOTHING_LEARNED

    def criteria(self) -> tuple[Criterion, ...]:
        """Every criterion that arises."""
        return assess(self.profile, self.service, self.km, self.door)

    def components(self, criteria: tuple[Criterion, ...], weights: Weights) -> dict[str, float]:
        """What the score is made of."""
        known = self.door in self.profile.known_partners
        settled = settled_components(self.service, self.strength, self.learned, self.profile.on, weights)
        standing = Standing(self.service, settled, criteria, self.km, known)
        return score_components(self.profile, standing, weights)

    def score(self, weights: Weights) -> float | None:
        """The score, or None when a criterion excludes the service."""
        criteria = self.criteria()
        if any(criterion.status is Status.NOT_MET for criterion in criteria):
            return None
        return total(self.components(criteria, weights))


class Side(StrEnum):
    """Who makes a change: someone who asks, the person with the team, the partner, or nobody: a thing of the place."""

    QUESTION = "question"
    TEAM = "team"
    PARTNER = "partner"
    EXCEPTION = "exception"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of change: who makes it, its size, whether it concerns the person (hence every service), what it does."""

    side: Side
    size: int
    personal: bool
    effect: Callable[[Subject, Any], Subject]


def size(changes: Iterable[Change]) -> int:
    """The total size of ``changes``: ten questions weigh as much as one document."""
    return sum(KINDS[change.kind].size for change in changes)


def side_of(change: Change) -> Side:
    """Who makes a change."""
    return KINDS[change.kind].side


def ordered(changes: Iterable[Change]) -> tuple[Change, ...]:
    """The changes as they are applied and told: the person's first, then the smallest."""
    return tuple(sorted(changes, key=lambda one: (_PLACE_OF_KIND[one.kind], str(one.value))))


def apply(changes: Iterable[Change], subject: Subject) -> Subject:
    """The subject once ``changes`` have come about."""
    for change in ordered(changes):
        subject = KINDS[change.kind].effect(subject, change.value)
    return subject


def _person(subject: Subject, **facts: Any) -> Subject:
    return replace(subject, profile=replace(subject.profile, **facts))


def _service(subject: Subject, **facts: Any) -> Subject:
    return replace(subject, service=replace(subject.service, **facts))


def _person_becomes(**facts: Any) -> Callable[[Subject, Any], Subject]:
    return lambda subject, _value: _person(subject, **facts)


def _service_becomes(**facts: Any) -> Callable[[Subject, Any], Subject]:
    return lambda subject, _value: _service(subject, **facts)


def _belongs(subject: Subject, code: str) -> Subject:
    return _person(subject, publics={**subject.profile.publics, code: True})


def _holds_all(subject: Subject, _value: None) -> Subject:
    # "Yes, she has them" says nothing of other papers: every rival gets the benefit of that doubt.
    own = (HeldPaper(code) for code in subject.service.required_papers or ())
    return _person(subject, papers=(*own, *_ALL_PAPERS))


def _holds(subject: Subject, code: str) -> Subject:
    others = tuple(paper for paper in subject.profile.papers or () if paper.code != code)
    return _person(subject, papers=(*others, HeldPaper(code)))


def _frees(subject: Subject, code: str) -> Subject:
    return _person(subject, available=(subject.profile.available or frozenset()) | {code})


def _waits(subject: Subject, until: date) -> Subject:
    return _person(subject, on=max(until, subject.profile.on))


def _knows(subject: Subject, _value: None) -> Subject:
    return _person(subject, known_partners=subject.profile.known_partners | {subject.door})


def _opens(subject: Subject, code: str) -> Subject:
    return _service(subject, half_days=(subject.service.half_days or 0) | 1 << HALF_DAYS.index(code))


def _has_a_place(subject: Subject, _value: None) -> Subject:
    open_now = subject.service.capacity._replace(places_open=1, checked_on=subject.profile.on, full_until=None)
    return _service(subject, capacity=open_now)


def _tells_of_a_place(subject: Subject, _value: None) -> Subject:
    told = subject.service.capacity._replace(places_open=1, checked_on=subject.profile.on)
    return _service(subject, capacity=told)


def _updates(subject: Subject, _value: None) -> Subject:
    return _service(subject, updated_on=max(subject.profile.on, subject.service.updated_on))


def _states_the_barrier(subject: Subject, _value: None) -> Subject:
    return replace(subject, strength=max(subject.strength, subject.strength_if_stated))


def _comes_nearer(subject: Subject, km: float) -> Subject:
    return replace(subject, km=km)


def _ask(effect: Callable[[Subject, Any], Subject], *, personal: bool = False) -> Kind:
    return Kind(Side.QUESTION, 1, personal, effect)


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        # Waiting first: what else is done is done on that day.
        "wait-until": Kind(Side.TEAM, 40, True, _waits),
        "ask-person-can-pay": _ask(_person_becomes(can_pay=True), personal=True),
        "ask-person-remote": _ask(_person_becomes(remote_ok=True), personal=True),
        "ask-person-woman": _ask(lambda subject, _value: _belongs(subject, "femmes"), personal=True),
        "ask-person-publics": _ask(_belongs, personal=True),
        "ask-person-papers": _ask(_holds_all, personal=True),
        "ask-service-zone": _ask(_service_becomes(zone=("france",))),
        "ask-service-publics": _ask(_service_becomes(publics=("tous-publics",))),
        "ask-service-women-only": _ask(_service_becomes(women_only=True)),
        "ask-service-fees": _ask(_service_becomes(fees="gratuit")),
        "ask-service-step-free": _ask(_service_becomes(step_free=True)),
        "ask-service-languages": _ask(_service_becomes(interpreter=True)),
        "ask-service-hours": _ask(_opens),
        "ask-service-contact": _ask(_service_becomes(mobilisation_modes=("se-presenter",))),
        "ask-service-animals": _ask(_service_becomes(animals=True)),
        "ask-service-religious": _ask(_service_becomes(religious=False)),
        "ask-access": _ask(_service_becomes(access_path=AccessPath.DIRECT)),
        "ask-capacity": _ask(_tells_of_a_place),
        "hold-paper": Kind(Side.TEAM, 10, True, _holds),
        "accept-remote": Kind(Side.TEAM, 15, True, _person_becomes(remote_ok=True)),
        "get-phone": Kind(Side.TEAM, 15, True, _person_becomes(phone=True)),
        "leave-animal": Kind(Side.TEAM, 15, True, _person_becomes(with_animal=False)),
        "free-half-day": Kind(Side.TEAM, 20, True, _frees),
        "find-funding": Kind(Side.TEAM, 25, True, _person_becomes(can_pay=True)),
        "go-as-far-as": Kind(Side.TEAM, 30, True, lambda subject, km: _person(subject, max_distance_km=km)),
        "bring-interpreter": Kind(Side.TEAM, 30, False, _service_becomes(interpreter=True)),
        "partner-updates-record": Kind(Side.PARTNER, 60, False, _updates),
        "partner-knows": Kind(Side.TEAM, 90, True, _knows),
        "record-states-barrier": Kind(Side.PARTNER, 80, False, _states_the_barrier),
        "place-opens": Kind(Side.PARTNER, 100, False, _has_a_place),
        "no-other-at-door": Kind(Side.PARTNER, 100, False, lambda subject, _value: subject),
        "service-opens": Kind(Side.PARTNER, 100, False, _opens),
        "service-receives-remotely": Kind(Side.PARTNER, 100, False, _service_becomes(reception_modes=("a-distance",))),
        "service-receives-on-site": Kind(
            Side.PARTNER, 100, False, _service_becomes(reception_modes=("en-presentiel",))
        ),
        "service-step-free": Kind(Side.PARTNER, 100, False, _service_becomes(step_free=True)),
        "service-women-only": Kind(Side.PARTNER, 100, False, _service_becomes(women_only=True)),
        "exception-zone": Kind(Side.EXCEPTION, 400, False, _service_becomes(zone=("france",))),
        "exception-publics": Kind(Side.EXCEPTION, 400, False, _service_becomes(publics=("tous-publics",))),
        "exception-age": Kind(Side.EXCEPTION, 400, False, _service_becomes(age_min=None, age_max=None)),
        "nearer": Kind(Side.PLACE, 1000, False, _comes_nearer),
    }
)
"""Every kind of change. A question answered weighs 1, a document 10, a half-day 20, going farther 30, waiting 40, what
the partner must do 60 to 100, an exception to its own rules 400, a place elsewhere 1000."""

_PLACE_OF_KIND = {kind: place for place, kind in enumerate(sorted(KINDS, key=lambda one: not KINDS[one].personal))}
