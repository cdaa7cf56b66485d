"""Draws the past requests of the demonstration: who answers fast, who rarely does, who has not been asked yet."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from network_data.demo.draws import Draws
from network_data.demo.planted import NEVER_ASKED, PLANTED_HABITS
from network_data.tables import PastRequest, Service
from network_data.vocabulary import BARRIERS, EndedBy, gate_of

_LONG_AGO = 540
_PER_BARRIER = (1, 6)
_OF_PLANTED = (5, 9)
_NEVER_ASKED = 0.2
_PERSON_WITHDREW = 0.08
_MISSED = 0.12
_STARTED = 0.75
_SILENCE_ENDS = 21
"""Days after which a request without an answer is closed."""


@dataclass(frozen=True, slots=True)
class _Habit:
    """How a partner answers: how often, within which days, and how often with a yes."""

    answers: float
    days: tuple[int, int]
    accepts: float


_HABITS = MappingProxyType(
    {
        "quick": _Habit(0.97, (0, 3), 0.85),
        "steady": _Habit(0.85, (2, 9), 0.8),
        "picky": _Habit(0.85, (3, 14), 0.4),
        "slow": _Habit(0.7, (10, 35), 0.7),
        "silent": _Habit(0.0, (0, 0), 0.0),
    }
)
_HOW_MANY = MappingProxyType({"quick": 6.0, "steady": 9.0, "picky": 2.0, "slow": 3.0, "silent": 1.0})
"""How many partners out of these, more or less, have each habit."""


def build_requests(services: Iterable[Service], today: date, seed: int) -> list[PastRequest]:
    """The requests made to ``services``, except through a gate, where nobody owes an answer."""
    return [
        request
        for service in services
        if gate_of(service.access_path) is None
        for request in _of_service(service, today, seed)
    ]


def _of_service(service: Service, today: date, seed: int) -> Iterator[PastRequest]:
    draws = Draws(seed, "requests", service.id)
    planted = service.partner_id in PLANTED_HABITS
    if service.partner_id == NEVER_ASKED or (draws.chance(_NEVER_ASKED) and not planted):
        return
    habit = _habit(service.partner_id, seed)
    for barrier in barriers_of(service):
        for _ in range(draws.between(*(_OF_PLANTED if planted else _PER_BARRIER))):
            yield _request(draws, today, habit, service.id, barrier)


def _habit(partner_id: str, seed: int) -> _Habit:
    """A partner has one habit, whatever it is asked."""
    (drawn,) = Draws(seed, "habit", partner_id).weighted(list(_HOW_MANY), list(_HOW_MANY.values()), 1)
    return _HABITS[PLANTED_HABITS.get(partner_id, drawn)]


def barriers_of(service: Service) -> list[str]:
    """The barriers that the service answers by its very thématiques or, where they have none, by its words."""
    thematiques, words = set(service.thematiques or ()), f"{service.name} {service.description}".lower()
    return [
        code
        for code, barrier in BARRIERS.items()
        if thematiques & set(barrier.thematiques)
        or (not barrier.thematiques and any(keyword in words for keyword in barrier.keywords))
    ]


def _request(draws: Draws, today: date, habit: _Habit, service_id: str, barrier: str) -> PastRequest:
    asked_on = draws.recent(today, _LONG_AGO)
    request = PastRequest(service_id=service_id, barrier=barrier, asked_on=asked_on)
    answered = asked_on + timedelta(days=draws.between(*habit.days))
    answers, withdrew = draws.chance(habit.answers), draws.chance(_PERSON_WITHDREW)
    if withdrew:
        _end(request, asked_on + timedelta(days=1), EndedBy.PERSON, today)
    elif answers and answered <= today:
        _answer(draws, today, habit, request, answered)
    elif not answers:
        _end(request, asked_on + timedelta(days=_SILENCE_ENDS), EndedBy.PARTNER, today)
    return request


def _answer(draws: Draws, today: date, habit: _Habit, request: PastRequest, on: date) -> None:
    request.answered_on, request.accepted = on, draws.chance(habit.accepts)
    if not request.accepted:
        _end(request, on, EndedBy.PARTNER, today)
    elif draws.chance(_MISSED):
        request.started = False
        _end(request, on + timedelta(days=10), EndedBy.ABSENCE, today)
    else:
        request.started = draws.chance(_STARTED)


def _end(request: PastRequest, on: date, by: EndedBy, today: date) -> None:
    if on <= today:
        request.ended_on, request.ended_by = on, by
