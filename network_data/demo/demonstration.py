"""Puts the fictitious network and its people together, and loads them into a database."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from network_data.database import touch_network
from network_data.demo.access import Safekeeping, load_access
from network_data.demo.exits import build_exits
from network_data.demo.files import read
from network_data.demo.neighbourhood import Neighbourhood
from network_data.demo.partners import TERRITORY, build_partners
from network_data.demo.people import build_people
from network_data.demo.quotas import build_quotas
from network_data.demo.requests import build_requests
from network_data.demo.services import build_services
from network_data.demo.staffing import build_staffing
from network_data.tables import (
    Chantier,
    HeldPaper,
    Need,
    Partner,
    PastRequest,
    Person,
    Quota,
    Referent,
    Service,
    Territory,
)

SEED = 417


@dataclass(frozen=True, slots=True)
class Demonstration:
    """Every row of the demonstration, and the archetype each person was drawn from."""

    territory: Territory
    chantiers: list[Chantier]
    partners: list[Partner]
    services: list[Service]
    requests: list[PastRequest]
    quotas: list[Quota]
    persons: list[Person]
    needs: list[Need]
    papers: list[HeldPaper]
    referents: list[Referent]
    archetypes: dict[str, str]
    """Pseudonym to archetype: for whoever tells the story, never stored."""


def build_demonstration(today: date, seed: int = SEED) -> Demonstration:
    """The demonstration as it stands on ``today``: the same rows for the same day and seed, on any machine."""
    partners = build_partners(today, seed)
    chantiers = [Chantier(territory_slug=TERRITORY, **row) for row in read("chantiers")["chantier"]]
    services = [service for partner in partners for service in build_services(partner, today, seed)]
    people = build_people(today, seed, chantiers, Neighbourhood(partners))
    return Demonstration(
        territory=Territory(slug=TERRITORY, name="Paris (démonstration)", departments=["75"], is_demonstration=True),
        chantiers=chantiers,
        partners=[partner.row for partner in partners],
        services=services,
        requests=build_requests(services, today, seed),
        quotas=build_quotas(services, chantiers, today),
        persons=[person.row for person in people],
        needs=[need for person in people for need in person.needs],
        papers=[paper for person in people for paper in person.papers],
        referents=[referent for person in people for referent in person.referents],
        archetypes={person.row.id: person.archetype for person in people},
    )


def load_demonstration(session: Session, today: date, seed: int = SEED, safekeeping: Safekeeping | None = None) -> None:
    """Inserts the demonstration into a database that does not hold it yet; the caller commits.

    With ``safekeeping``, also who may sign in and what people are called; without, the network and the people alone.
    """
    built = build_demonstration(today, seed)
    stages = (
        [built.territory],
        built.chantiers,
        built.partners,
        built.services,
        [*built.requests, *built.quotas],
        built.persons,
        [*built.needs, *built.papers, *built.referents],
        *build_exits(built.persons, built.needs, today, seed),
        *build_staffing(today),
    )
    for rows in stages:
        session.add_all(rows)
        session.flush()
    if safekeeping is not None:
        load_access(session, today, safekeeping, seed)
    touch_network(session)
