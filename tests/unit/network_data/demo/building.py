"""One demonstration for all these tests, and who answers what in it according to the engine's own channels."""

from collections import defaultdict
from datetime import date
from functools import cache

from matching import network
from matching.channels import channels_of
from matching.reading import read_text
from network_data.demo import Demonstration, build_demonstration
from network_data.tables import HeldPaper, Need, Partner, Person, Service

TODAY = date(2026, 11, 22)
SEEDS = (417, 1, 2026)


@cache
def demonstration(seed: int = 417) -> Demonstration:
    """The demonstration of ``TODAY``: read only."""
    return build_demonstration(TODAY, seed)


@cache
def answers(seed: int = 417) -> dict[str, list[Service]]:
    """The services that address each barrier."""
    built = demonstration(seed)
    partners = {
        partner.id: network.Partner(partner.id, partner.name, tuple(partner.networks or ()))
        for partner in built.partners
    }
    found: defaultdict[str, list[Service]] = defaultdict(list)
    for service in built.services:
        facts = network.Service(
            id=service.id,
            partner_id=service.partner_id,
            name=service.name,
            updated_on=service.updated_on,
            reading=read_text(service.name, service.description),
            thematiques=tuple(service.thematiques or ()),
            access_path=service.access_path,
        )
        for barrier in channels_of(facts, partners[service.partner_id]):
            found[barrier].append(service)
    return found


def partners_and_services(seed: int = 417) -> list[Partner | Service]:
    """Whatever of the network has a name and words of its own."""
    built = demonstration(seed)
    return [*built.partners, *built.services]


def person(pseudonym: str) -> Person:
    """The person of that pseudonym."""
    return next(row for row in demonstration().persons if row.id == pseudonym)


def needs_of(pseudonym: str, seed: int = 417) -> dict[str, Need]:
    """The needs of a person, by barrier."""
    return {need.barrier: need for need in demonstration(seed).needs if need.person_id == pseudonym}


def papers_of(pseudonym: str, seed: int = 417) -> dict[str, HeldPaper]:
    """The papers of a person, by code."""
    return {held.paper: held for held in demonstration(seed).papers if held.person_id == pseudonym}


def carriers(barrier: str, seed: int = 417) -> list[Person]:
    """The people who carry a barrier."""
    built = demonstration(seed)
    ids = {need.person_id for need in built.needs if need.barrier == barrier}
    return [row for row in built.persons if row.id in ids]
