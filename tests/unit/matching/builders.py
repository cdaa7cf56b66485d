"""Small networks and profiles, built by hand with only what a test speaks of."""

from datetime import date
from typing import Any

from api.services.weighing import default_weights
from matching.catalogue import compile_catalogue
from matching.network import Network, Partner, Service
from matching.problem import Problem
from matching.profile import Location, Need, Profile
from matching.reading import read_text
from network_data.vocabulary import AccessPath

TODAY = date(2026, 11, 22)
BELLEVILLE = Location(48.8721, 2.3767, "75119")

ADDICTIONS = "sante--addictions"
HOUSING_TEMPORARY = "logement-hebergement--rechercher-une-solution-dhebergement-temporaire"
CARE = "sante--acces-aux-soins"


def partner(id_: str, **facts: Any) -> Partner:
    stated: dict[str, Any] = {"name": id_.title(), "latitude": 48.87, "longitude": 2.38, "insee_code": "75119"}
    return Partner(id_, **stated | facts)


def service(id_: str, *thematiques: str, description: str = "", **facts: Any) -> Service:
    """A service of the partner named before the dash in its id."""
    stated: dict[str, Any] = {
        "id": id_,
        "partner_id": id_.split("-", maxsplit=1)[0],
        "name": id_,
        "updated_on": TODAY,
        "thematiques": thematiques,
        "access_path": AccessPath.DIRECT,
        "reading": read_text(facts.get("name", id_), description),
    }
    return Service(**stated | facts)


def network(partners: list[Partner], services: list[Service]) -> Network:
    known = {one.id: one for one in partners}
    for one in services:
        known.setdefault(one.partner_id, partner(one.partner_id))
    return Network("test", known, tuple(sorted(services, key=lambda one: one.id)))


def person(*barriers: str, **facts: Any) -> Profile:
    stated: dict[str, Any] = {"location": BELLEVILLE}
    return Profile(tuple(Need(code) for code in barriers), TODAY, **stated | facts)


def problem(profile: Profile, services: list[Service], partners: list[Partner] | None = None) -> Problem:
    return Problem(profile, compile_catalogue(network(partners or [], services)), default_weights())
