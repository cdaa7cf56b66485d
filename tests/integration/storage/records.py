"""Plain builders of stored records, with only what a test does not care about filled in."""

from datetime import date
from typing import Any

from sqlalchemy import Engine
from sqlmodel import SQLModel

from network_data.database import transaction
from network_data.tables import Chantier, Need, Partner, Person, Referent, Service, Territory

DAY = date(2026, 3, 2)


def territory(slug: str = "paris") -> Territory:
    return Territory(slug=slug, name=slug.title(), departments=["75"])


def chantier(chantier_id: str = "rejoue") -> Chantier:
    return Chantier(id=chantier_id, territory_slug="paris", name=chantier_id.title())


def partner(partner_id: str = "p1", **known: Any) -> Partner:
    given: dict[str, Any] = {"territory_slug": "paris", "source": "test", "name": partner_id, "updated_on": DAY} | known
    return Partner(id=partner_id, **given)


def service(service_id: str = "s1", **known: Any) -> Service:
    given: dict[str, Any] = {
        "partner_id": "p1",
        "source": "test",
        "name": service_id,
        "description": "",
        "updated_on": DAY,
    } | known
    return Service(id=service_id, **given)


def person(person_id: str = "P-0001", chantier_id: str = "rejoue", **known: Any) -> Person:
    return Person(id=person_id, chantier_id=chantier_id, **known)


def need(barrier: str, person_id: str = "P-0001", **known: Any) -> Need:
    return Need(person_id=person_id, barrier=barrier, assessed_on=known.pop("assessed_on", DAY), **known)


def referent(person_id: str = "P-0001", **known: Any) -> Referent:
    return Referent(person_id=person_id, organisation=known.pop("organisation", "CCAS"), **known)


def store(engine: Engine, *records: SQLModel) -> None:
    """Stores records in the order given, each visible to the next."""
    with transaction(engine) as session:
        for record in records:
            session.add(record)
            session.flush()
