"""Chooses the territory that imported partners belong to, or creates the first one from the data."""

from collections import Counter
from collections.abc import Iterable

from sqlmodel import Session, select

from network_data.exchange.errors import TerritoryError
from network_data.tables import Territory

_NAMES = {"75": ("paris", "Paris")}


def existing_territory(session: Session, slug: str | None) -> str | None:
    """The slug to use, or None when there is no territory yet.

    Raises:
        TerritoryError: several territories and none named, or the one named does not exist.
    """
    known = sorted(session.exec(select(Territory.slug)).all())
    if not known:
        return None
    listed = ", ".join(known)
    if slug is None and len(known) > 1:
        raise TerritoryError(f"Plusieurs territoires existent : {listed}. Précisez lequel (--territory).")
    if slug is not None and slug not in known:
        raise TerritoryError(f"Le territoire « {slug} » n'existe pas. Territoires connus : {listed}.")
    return slug or known[0]


def create_territory(session: Session, slug: str | None, departments: Iterable[str | None]) -> str:
    """Creates the first territory, named after the département where most rows lie, and gives its slug."""
    counts = Counter(department for department in departments if department)
    departments_served = _served(counts)
    default_slug, name = _named(departments_served)
    territory = Territory(slug=slug or default_slug, name=name, departments=departments_served)
    session.add(territory)
    session.flush()
    return territory.slug


def _served(counts: Counter[str]) -> list[str]:
    """The département that most rows lie in; none when no département has most of them."""
    main = min(counts, key=lambda code: (-counts[code], code), default=None)
    return [main] if main is not None and 2 * counts[main] > counts.total() else []


def _named(departments: list[str]) -> tuple[str, str]:
    if not departments:
        return "territoire", "Territoire"
    (department,) = departments
    return _NAMES.get(department, (f"departement-{department.lower()}", f"Département {department}"))
