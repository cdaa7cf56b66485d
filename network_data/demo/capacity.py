"""Draws how full a service is, and when that was last asked."""

from collections.abc import Callable
from datetime import date, timedelta

from network_data.demo.draws import Draws
from network_data.demo.kinds import ServiceRecipe
from network_data.tables import Service


def fill(draws: Draws, today: date, recipe: ServiceRecipe, service: Service) -> None:
    """Writes capacity, waiting list and quota into ``service`` after the habits of ``recipe``."""
    _HABITS[recipe.capacity](draws, today, service)
    if recipe.waiting:
        service.waiting_days = draws.between(*recipe.waiting)
    if recipe.quota:
        service.quota_places = draws.between(*recipe.quota)
        service.quota_period = recipe.quota_period


def _unknown(draws: Draws, today: date, service: Service) -> None:
    if draws.chance(0.08):
        # Somebody asked once, long ago.
        _places(draws, today, service, open_range=(1, 6), asked=(400, 900))


def _large(draws: Draws, today: date, service: Service) -> None:
    _places(draws, today, service, open_range=(5, 15), asked=(2, 60))


def _tight(draws: Draws, today: date, service: Service) -> None:
    _places(draws, today, service, open_range=(0, 3), asked=(2, 120))


def _mostly_full(draws: Draws, today: date, service: Service) -> None:
    _places(draws, today, service, open_range=(0, 0), asked=(1, 200))
    if draws.chance(0.4):
        service.full_until = draws.day(today, (10, 60))


def _full(draws: Draws, today: date, service: Service) -> None:
    _places(draws, today, service, open_range=(0, 0), asked=(1, 20))
    service.full_until = draws.day(today, (60, 150))


def _listed(draws: Draws, today: date, service: Service) -> None:
    if draws.chance(0.5):
        _places(draws, today, service, open_range=(0, 1), asked=(5, 150))


def _places(
    draws: Draws, today: date, service: Service, *, open_range: tuple[int, int], asked: tuple[int, int]
) -> None:
    service.places_open = draws.between(*open_range)
    service.capacity_checked_on = today - timedelta(days=draws.between(*asked))


_HABITS: dict[str, Callable[[Draws, date, Service], None]] = {
    "inconnue": _unknown,
    "large": _large,
    "tendue": _tight,
    "complete": _mostly_full,
    "pleine": _full,
    "liste": _listed,
}
