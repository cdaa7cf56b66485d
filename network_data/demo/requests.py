"""Draws what was noted of requests before there were referrals: who answers fast, who rarely, who was not asked."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from network_data.demo.draws import Draws
from network_data.demo.habits import Habit, habit_of
from network_data.demo.planted import NEVER_ASKED, PLANTED_HABITS
from network_data.tables import PastRequest, Service
from network_data.vocabulary import BARRIERS, EndedBy, gate_of

_SPAN = 360
_BEFORE_REFERRALS = timedelta(days=366)
"""Since then requests are referrals (``network_data.demo.history``)."""
_PER_BARRIER = (1, 6)
_OF_PLANTED = (5, 9)
_NEVER_ASKED = 0.2
_PERSON_WITHDREW = 0.08
_MISSED = 0.12
_STARTED = 0.75
_SILENCE_ENDS = 21
"""Days after which a request without an answer is closed."""


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
    habit = habit_of(service.partner_id, seed)
    for barrier in barriers_of(service):
        for _ in range(draws.between(*(_OF_PLANTED if planted else _PER_BARRIER))):
            yield _request(draws, today, habit, service.id, barrier)


def barriers_of(service: Service) -> list[str]:
    """The barriers that the service answers by its very thématiques or, where they have none, by its words."""
    thematiques, words = set(service.thematiques or ()), f"{service.name} {service.description}".lower()
    return [
        code
        for code, barrier in BARRIERS.items()
        if thematiques & set(barrier.thematiques)
        or (not barrier.thematiques and any(keyword in words for keyword in barrier.keywords))
    ]


def _request(draws: Draws, today: date, habit: Habit, service_id: str, barrier: str) -> PastRequest:
    asked_on = draws.recent(today - _BEFORE_REFERRALS, _SPAN)
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


def _answer(draws: Draws, today: date, habit: Habit, request: PastRequest, on: date) -> None:
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
