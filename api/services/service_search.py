"""Finds services by words among those that answer one of some barriers."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from api.services.partner_search import PartnerQuery, PartnerSearch
from matching.catalogue import Catalogue
from matching.text import fold

MOST_PARTNERS, MOST_SERVICES = 20, 20
"""Found and shown: what one looks for by name stands among the first."""


@dataclass(frozen=True, slots=True)
class FoundService:
    """A service, its partner's name, and those of the barriers that it answers."""

    id: str
    name: str
    partner: str
    barriers: tuple[str, ...]


def find_services(
    search: PartnerSearch, catalogue: Catalogue, words: str, barriers: Sequence[str]
) -> tuple[FoundService, ...]:
    """The services of the partners that ``words`` find, those bearing one of the words in their name first.

    Nothing is found where nothing is asked. Cost: one search of partners, then their services alone.
    """
    if not words.strip() or not barriers:
        return ()
    partners = search.find(PartnerQuery(words)).partner_ids[:MOST_PARTNERS]
    order = {partner: place for place, partner in enumerate(partners)}
    numbers = [catalogue.partner_numbers[partner] for partner in order if partner in catalogue.partner_numbers]
    rows = np.concatenate([catalogue.index_of(barrier).rows for barrier in barriers])
    rows = np.unique(rows[np.isin(catalogue.columns.partner_id.codes[rows], numbers)])
    asked = set(fold(words).split())

    def place(row: int) -> tuple[int, int, int]:
        named = len(asked & set(fold(catalogue.columns.names.at(row)).split()))
        return -named, order[catalogue.columns.partner_id.at(row)], row

    return tuple(_told(catalogue, row, barriers) for row in sorted(rows.tolist(), key=place)[:MOST_SERVICES])


def _told(catalogue: Catalogue, row: int, barriers: Sequence[str]) -> FoundService:
    service = catalogue.services[row]
    return FoundService(
        id=service.id,
        name=service.name,
        partner=catalogue.network.partners[service.partner_id].name,
        barriers=tuple(barrier for barrier in barriers if catalogue.match_of(barrier, row) is not None),
    )
