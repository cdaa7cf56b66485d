"""Builds the partners of the demonstration from their kinds."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from network_data.demo.draws import Draws
from network_data.demo.files import read
from network_data.demo.kinds import Kind, PartnerEntry, kinds
from network_data.demo.places import Place, draw_place
from network_data.tables import Partner

TERRITORY = "paris-demo"
SOURCE = "demo"
_STALE = 0.1
_WITHOUT_POSITION = 0.05
_PHONE = "+33 1 99 00"
"""The range that France reserves for fiction."""


@dataclass(frozen=True, slots=True)
class BuiltPartner:
    """A partner with what its services, and the people who know it, need of its making."""

    row: Partner
    kind: Kind
    entry: PartnerEntry
    rank: int
    """Its position among the partners of its kind."""
    place: Place | None
    step_free: bool | None


def build_partners(today: date, seed: int) -> list[BuiltPartner]:
    """Every partner of the demonstration, kind after kind."""
    numbers = _phone_numbers(seed)
    return [
        _build(Draws(seed, "partner", entry.name), today, kind, rank, next(numbers))
        for kind in kinds()
        for rank, entry in enumerate(kind.partners)
    ]


def slug_of(name: str) -> str:
    """``name`` in lower-case ASCII words joined by hyphens, without what stands in brackets."""
    outside = re.sub(r"\(.*?\)", "", name.lower()).replace("œ", "oe")
    plain = unicodedata.normalize("NFKD", outside).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain))


def draw_update(draws: Draws, today: date) -> date:
    """When a record was last checked: often this year, sometimes more than two years ago."""
    if draws.chance(_STALE):
        return today - timedelta(days=draws.between(740, 1500))
    return draws.recent(today, 420)


def _phone_numbers(seed: int) -> Iterator[str]:
    for number in Draws(seed, "phones").some(range(10_000), 1_000):
        yield f"{_PHONE} {number // 100:02d} {number % 100:02d}"


def _build(draws: Draws, today: date, kind: Kind, rank: int, phone: str) -> BuiltPartner:
    entry = kind.partners[rank]
    place = draw_place(draws, entry.at) if entry.at else None
    row = _row(draws, today, kind, rank, place)
    row.phone = phone
    return BuiltPartner(row, kind, entry, rank, place, draws.known(0.7))


def _row(draws: Draws, today: date, kind: Kind, rank: int, place: Place | None) -> Partner:
    entry = kind.partners[rank]
    slug = slug_of(entry.name)
    row = Partner(
        id=f"demo--{slug}",
        territory_slug=TERRITORY,
        source=SOURCE,
        name=entry.name,
        description=_description(kind, rank, place),
        updated_on=draw_update(draws, today),
        website=f"https://{slug}.example.org/" if draws.chance(0.7) else None,
        email=f"contact.{slug}@example.org",
        opening_hours=draws.pick(read("hours")[entry.hours or kind.hours]),
        networks=list(kind.networks) or None,
        sensitive=kind.sensitive,
    )
    if place is not None:
        locate(row, place, with_position=not draws.chance(_WITHOUT_POSITION))
    return row


def locate(row: Partner, place: Place, *, with_position: bool) -> None:
    """Writes ``place`` into ``row``."""
    row.address, row.address_complement = place.address, place.complement
    row.postcode, row.city, row.insee_code = place.commune.postcode, place.commune.name, place.commune.insee
    if with_position:
        row.latitude, row.longitude = place.latitude, place.longitude


def _description(kind: Kind, rank: int, place: Place | None) -> str:
    text = kind.descriptions[rank % len(kind.descriptions)]
    note = kind.partners[rank].note
    whole = f"{text} {note}" if note else text
    return whole.replace("{du}", place.surroundings) if place else whole
