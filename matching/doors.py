"""Where one knocks: the partner itself, or the gate (SIAO, MDPH...) before what is not entered freely."""

from dataclasses import dataclass

from matching.geography import department_of
from matching.network import Network, Partner, Service
from network_data.vocabulary import GATES, Gate, gate_of


@dataclass(frozen=True, slots=True)
class Door:
    """A place to ask at: ``gate`` is set when it stands before other partners' services.

    ``partner_id`` is a partner of the network, or the gate's own id where no partner of the network is that gate.
    """

    partner_id: str
    name: str
    gate: Gate | None = None


def doors_of(network: Network) -> tuple[tuple[Door, ...], list[int]]:
    """All doors in ascending order of partner id, and for each service (by row) the position of its door."""
    keepers = {gate.code: _keepers(network, gate) for gate in GATES.values()}
    door_of_service = [_door_of(network, service, keepers) for service in network.services]
    distinct: dict[str, Door] = {}
    for door in door_of_service:
        # A partner that is a gate is the same door for its own services and for what lies behind it.
        if door.gate is not None or door.partner_id not in distinct:
            distinct[door.partner_id] = door
    doors = tuple(distinct[partner_id] for partner_id in sorted(distinct))
    numbers = {door.partner_id: number for number, door in enumerate(doors)}
    return doors, [numbers[door.partner_id] for door in door_of_service]


def _door_of(network: Network, service: Service, keepers: dict[str, list[Partner]]) -> Door:
    partner = network.partners[service.partner_id]
    gate = gate_of(service.access_path)
    if gate is None or partner in keepers[gate.code]:
        return Door(partner.id, partner.name)
    if not keepers[gate.code]:
        return Door(gate.partner_id, gate.label, gate)
    keeper = _nearest_keeper(service, partner, keepers[gate.code])
    return Door(keeper.id, keeper.name, gate)


def _keepers(network: Network, gate: Gate) -> list[Partner]:
    bearing = [partner for partner in network.partners.values() if set(partner.networks) & set(gate.networks)]
    return sorted(bearing, key=lambda partner: partner.id)


def _nearest_keeper(service: Service, partner: Partner, keepers: list[Partner]) -> Partner:
    """A gate serves a département: the one of the service's own if there is one, else the first."""
    code = service.insee_code or partner.insee_code
    here = department_of(code) if code else None
    return next(
        (keeper for keeper in keepers if keeper.insee_code and department_of(keeper.insee_code) == here), keepers[0]
    )
