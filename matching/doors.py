"""Where one knocks: the partner itself, or the gate (SIAO, MDPH...) before what is not entered freely."""

from collections.abc import Iterable
from dataclasses import dataclass

from matching.geography import department_of
from matching.network import Network, Partner
from network_data.vocabulary import GATES, AccessPath, Gate, gate_of


@dataclass(frozen=True, slots=True)
class Door:
    """A place to ask at: ``gate`` is set when it stands before other partners' services.

    ``partner_id`` is a partner of the network, or the gate's own id where no partner of the network is that gate.
    """

    partner_id: str
    name: str
    gate: Gate | None = None


@dataclass(frozen=True, slots=True)
class Keepers:
    """The partners of the network that are one gate: the first by id, and the first of each département."""

    first: Partner | None
    of_department: dict[str, Partner]


def doors_of(network: Network) -> tuple[tuple[Door, ...], list[int]]:
    """All doors in ascending order of partner id, and for each service (by row) the position of its door."""
    keepers = keepers_of_gates(network)
    door_of_service = [
        door_of(network.partners[service.partner_id], service.access_path, service.insee_code, keepers)
        for service in network.services
    ]
    doors = distinct_doors(door_of_service)
    numbers = {door.partner_id: number for number, door in enumerate(doors)}
    return doors, [numbers[door.partner_id] for door in door_of_service]


def distinct_doors(doors: Iterable[Door]) -> tuple[Door, ...]:
    """The distinct doors in ascending order of partner id."""
    distinct: dict[str, Door] = {}
    for door in doors:
        # A partner that is a gate is the same door for its own services and for what lies behind it.
        if door.gate is not None or door.partner_id not in distinct:
            distinct[door.partner_id] = door
    return tuple(distinct[partner_id] for partner_id in sorted(distinct))


def keepers_of_gates(network: Network) -> dict[str, Keepers]:
    """Who in the network keeps each gate, by the gate's code."""
    return {gate.code: _keepers(network, gate) for gate in GATES.values()}


def door_of(partner: Partner, path: AccessPath, insee_code: str | None, keepers: dict[str, Keepers]) -> Door:
    """Where one asks for a service of ``partner`` entered by ``path`` in the commune ``insee_code``.

    A gate serves a département: the one of the service's own if there is one, else the first.
    """
    gate = gate_of(path)
    if gate is None or _keeps(partner, gate):
        return Door(partner.id, partner.name)
    keeper, code = keepers[gate.code].first, insee_code or partner.insee_code
    if keeper is None:
        return Door(gate.partner_id, gate.label, gate)
    if code is not None:
        keeper = keepers[gate.code].of_department.get(department_of(code), keeper)
    return Door(keeper.id, keeper.name, gate)


def _keeps(partner: Partner, gate: Gate) -> bool:
    return not set(partner.networks).isdisjoint(gate.networks)


def _keepers(network: Network, gate: Gate) -> Keepers:
    keeping = (partner for partner in network.partners.values() if partner.networks and _keeps(partner, gate))
    ordered = sorted(keeping, key=lambda partner: partner.id)
    of_department: dict[str, Partner] = {}
    for partner in ordered:
        if partner.insee_code:
            of_department.setdefault(department_of(partner.insee_code), partner)
    return Keepers(ordered[0] if ordered else None, of_department)
