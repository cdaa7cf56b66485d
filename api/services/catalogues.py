"""Compiles the stored network into a catalogue, once per network version, and shares it between requests."""

from collections.abc import Iterable
from threading import Lock
from typing import Any, NamedTuple

from sqlmodel import Session

from matching.catalogue import Catalogue, compile_catalogue
from matching.network import Capacity, Network, Partner, Service
from network_data.opening_hours import open_half_days
from network_data.repositories import NetworkRepository
from network_data.vocabulary import AccessPath


class Catalogues:
    """Holds the catalogue of the network's current version; swaps it whole when the network has changed."""

    def __init__(self) -> None:
        self._current: Catalogue | None = None
        self._compiling = Lock()

    def current(self, session: Session) -> Catalogue:
        """The catalogue of the network as ``session`` sees it. One primary-key look-up, unless it has changed."""
        repository = NetworkRepository(session)
        version = repository.version()
        if self._current is None or self._current.version != version:
            with self._compiling:
                if self._current is None or self._current.version != version:
                    self._current = compile_catalogue(load_network(repository))
        return self._current


def load_network(repository: NetworkRepository) -> Network:
    """The stored network as the engine's immutable facts."""
    inherited: dict[str, _Inherited] = {}
    partners: dict[str, Partner] = {}
    for row in repository.partner_columns():
        partner, handed_down = _partner(*row)
        partners[partner.id] = partner
        inherited[partner.id] = handed_down
    services = tuple(_service(inherited, **row._mapping) for row in repository.service_columns())
    return Network(repository.version(), partners, services)


class _Inherited(NamedTuple):
    """What is known of a partner and holds for its services."""

    opening_hours: str | None
    religious: bool | None


def _partner(*row: Any) -> tuple[Partner, _Inherited]:
    partner_id, name, networks, latitude, longitude, insee_code, hours, religious = row
    partner = Partner(partner_id, name, _tuple(networks) or (), latitude, longitude, insee_code)
    return partner, _Inherited(hours, religious)


def _service(inherited: dict[str, _Inherited], **row: Any) -> Service:
    """A service's facts; without hours of its own, its partner's apply (so says data·inclusion)."""
    from_partner = inherited[row["partner_id"]]
    return Service(
        id=row["id"],
        partner_id=row["partner_id"],
        name=row["name"],
        updated_on=row["updated_on"],
        description=row["description"],
        thematiques=_tuple(row["thematiques"]) or (),
        latitude=row["latitude"],
        longitude=row["longitude"],
        insee_code=row["insee_code"],
        zone=_tuple(row["eligibility_zone"]),
        publics=_tuple(row["publics"]),
        fees=row["fees"],
        reception_modes=_tuple(row["reception_modes"]),
        half_days=open_half_days(row["opening_hours"] or from_partner.opening_hours),
        mobilisation_modes=_tuple(row["mobilisation_modes"]),
        languages=_tuple(row["languages"]),
        interpreter=row["interpreter"],
        age_min=row["age_min"],
        age_max=row["age_max"],
        women_only=row["women_only"],
        step_free=row["step_free"],
        animals=row["animals"],
        mobile=row["mobile"],
        religious=from_partner.religious,
        required_papers=_tuple(row["required_papers"]),
        access_path=AccessPath(row["access_path"]),
        capacity=Capacity(row["places_open"], row["capacity_checked_on"], row["waiting_days"], row["full_until"]),
    )


def _tuple(values: Iterable[str] | None) -> tuple[str, ...] | None:
    return None if values is None else tuple(values)
