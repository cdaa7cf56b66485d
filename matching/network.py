"""The network's side of a matching problem: partners and services as plain immutable facts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from matching.reading import Reading
from network_data.vocabulary import AccessPath, EndedBy


class Capacity(NamedTuple):
    """What is known of a service's places: how many are open, when that was asked, and the waiting list if any."""

    places_open: int | None = None
    checked_on: date | None = None
    waiting_days: int | None = None
    full_until: date | None = None


_UNKNOWN_CAPACITY = Capacity()


class Whereabouts(NamedTuple):
    """Where one goes for a service, as far as commune codes tell."""

    insee_code: str | None = None
    remote_only: bool = False
    mobile: bool = False


class Languages(NamedTuple):
    """How one is understood: languages spoken (ISO 639-3, complete when given), and whether an interpreter comes."""

    codes: tuple[str, ...] | None = None
    interpreter: bool | None = None


@dataclass(frozen=True, slots=True)
class Partner:
    """An organisation; ``networks`` are data·inclusion codes (reseaux_porteurs)."""

    id: str
    name: str
    networks: tuple[str, ...] = ()
    latitude: float | None = None
    longitude: float | None = None
    insee_code: str | None = None


@dataclass(frozen=True, slots=True)
class Service:
    """What a partner offers. None is unknown; ``half_days`` are bits of ``HALF_DAYS``.

    ``reading``: what its name and description say of each barrier (``matching.reading.read_text``).
    ``mobile``: has no fixed place. ``religious``: its partner says that it is linked to a religion.
    ``mobilisation_modes``: how one makes contact.
    """

    id: str
    partner_id: str
    name: str
    updated_on: date
    reading: Reading = ()
    thematiques: tuple[str, ...] = ()
    latitude: float | None = None
    longitude: float | None = None
    insee_code: str | None = None
    zone: tuple[str, ...] | None = None
    publics: tuple[str, ...] | None = None
    fees: str | None = None
    reception_modes: tuple[str, ...] | None = None
    mobilisation_modes: tuple[str, ...] | None = None
    half_days: int | None = None
    languages: tuple[str, ...] | None = None
    interpreter: bool | None = None
    age_min: int | None = None
    age_max: int | None = None
    women_only: bool | None = None
    step_free: bool | None = None
    animals: bool | None = None
    mobile: bool | None = None
    religious: bool | None = None
    required_papers: tuple[str, ...] | None = None
    access_path: AccessPath = AccessPath.UNKNOWN
    capacity: Capacity = _UNKNOWN_CAPACITY

    @property
    def remote_only(self) -> bool:
        """Whether the service is given from a distance and nowhere else."""
        return self.reception_modes == ("a-distance",)

    @property
    def whereabouts(self) -> Whereabouts:
        """Where one goes for it."""
        return Whereabouts(self.insee_code, self.remote_only, bool(self.mobile))

    @property
    def understood(self) -> Languages:
        """How one is understood there."""
        return Languages(self.languages, self.interpreter)


class PastRequest(NamedTuple):
    """One request made to a service for a barrier, and what came of it; never for whom.

    ``accepted``: whether the partner took it; None while undecided. ``started``: whether what was asked for began.
    """

    service_id: str
    barrier: str
    asked_on: date
    answered_on: date | None = None
    accepted: bool | None = None
    ended_on: date | None = None
    ended_by: EndedBy | None = None
    started: bool | None = None


@dataclass(frozen=True, slots=True)
class Network:
    """Partners by id, their services in ascending order of id, and the requests made to them."""

    version: str
    partners: Mapping[str, Partner]
    services: Sequence[Service]
    requests: Sequence[PastRequest] = ()
