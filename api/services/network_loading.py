"""Reads the stored network into the engine's columns, without building an object per service.

Values come from the database as text and each distinct one is decoded once: 300,000 services share a few thousand
zones, publics and hours.
"""

import json
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

import numpy as np
from sqlmodel import Session

from api.services.readings import Texts, readings_of
from matching.columns import ABSENT, Encoded, Floats, Ints, ServiceTable, combined, whole_numbers
from matching.learning.requests import MEMORY_DAYS
from matching.network import Languages, Network, Partner, PastRequest
from network_data.opening_hours import open_half_days
from network_data.repositories import NetworkRepository
from network_data.repositories.track_records import TrackRecords
from network_data.vocabulary import AccessPath

StoredColumns = dict[str, Sequence[Any]]
"""Columns of a table by name, lists and days as the text they are stored as."""


def load_network(
    repository: NetworkRepository, only: Collection[str] | None = None, requests: Sequence[PastRequest] = ()
) -> Network:
    """The stored network as the engine's immutable facts, with the ``requests`` made to it.

    ``only``: these partners and their services alone.

    Cost: proportional to the services, a few microseconds each, plus reading the words of those not read before.
    """
    known = repository.partner_columns(only)
    return Network(
        version=repository.version(),
        partners=_partners(known),
        services=_services(repository.service_columns(only), known),
        requests=requests,
    )


def load_requests(session: Session, on: date) -> list[PastRequest]:
    """What partners did with the requests made to them before ``on``: referrals, and requests noted before those."""
    noted = NetworkRepository(session).past_requests(MEMORY_DAYS)
    return [PastRequest(*row) for row in (*noted, *TrackRecords(session).asked(on, MEMORY_DAYS))]


def _partners(columns: StoredColumns) -> dict[str, Partner]:
    networks = Encoded.decoded(columns["networks"], lambda text: _codes(text) or ())
    of_partner = (networks.values[code] for code in networks.codes.tolist())
    places = (columns[name] for name in ("latitude", "longitude", "insee_code"))
    return {
        facts[0]: Partner(*facts) for facts in zip(columns["id"], columns["name"], of_partner, *places, strict=True)
    }


def _services(columns: StoredColumns, partners: StoredColumns) -> ServiceTable:
    partner_ids = columns["partner_id"]
    partner_hours = dict(zip(partners["id"], partners["opening_hours"], strict=True))
    religious = dict(zip(partners["id"], partners["religious"], strict=True))
    # Without hours of its own, a service keeps its partner's: so says data·inclusion.
    hours = [own or partner_hours[partner] for own, partner in zip(columns["opening_hours"], partner_ids, strict=True)]
    half_days = Encoded.decoded(hours, open_half_days)
    spoken = Encoded.decoded(columns["languages"], _codes)
    return ServiceTable(
        ids=tuple(columns["id"]),
        names=Encoded.of(columns["name"]),
        partner_id=Encoded.of(partner_ids),
        thematiques=Encoded.decoded(columns["thematiques"], lambda text: _codes(text) or ()),
        reading=readings_of(
            Texts(columns["name"], columns["description"], columns["words_digest"], columns["words_reading"])
        ),
        zone=Encoded.decoded(columns["eligibility_zone"], _codes),
        publics=Encoded.decoded(columns["publics"], _codes),
        ages=Encoded.of(list(zip(columns["age_min"], columns["age_max"], strict=True))),
        women_only=Encoded.of(columns["women_only"]),
        fees=Encoded.of(columns["fees"]),
        reception=Encoded.decoded(columns["reception_modes"], _codes),
        mobilisation=Encoded.decoded(columns["mobilisation_modes"], _codes),
        step_free=Encoded.of(columns["step_free"]),
        animals=Encoded.of(columns["animals"]),
        mobile=Encoded.of(columns["mobile"]),
        religious=Encoded.of([religious[partner] for partner in partner_ids]),
        languages=combined((spoken, Encoded.of(columns["interpreter"])), Languages),
        papers=Encoded.decoded(columns["required_papers"], _codes),
        access_path=Encoded.decoded(columns["access_path"], AccessPath),
        insee_code=Encoded.of(columns["insee_code"]),
        half_days=half_days.numbers(lambda mask: ABSENT if mask is None else mask),
        places_open=whole_numbers(columns["places_open"]),
        checked_on=_days(columns["capacity_checked_on"]),
        waiting_days=whole_numbers(columns["waiting_days"]),
        full_until=_days(columns["full_until"]),
        updated_on=_days(columns["updated_on"]),
        latitude=_degrees(columns["latitude"]),
        longitude=_degrees(columns["longitude"]),
    )


def _codes(text: str | None) -> tuple[str, ...] | None:
    return None if text is None else tuple(json.loads(text))


def _days(column: Sequence[str | None]) -> Ints:
    days = Encoded.of(column)
    return days.numbers(lambda text: ABSENT if text is None else date.fromisoformat(text).toordinal())


def _degrees(column: Sequence[float | None]) -> Floats:
    return np.array(column, dtype=np.float64)
