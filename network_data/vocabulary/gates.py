"""How a service is entered, and the gates that stand before those that are not entered freely."""

from enum import StrEnum
from types import MappingProxyType

from network_data.vocabulary.loading import Entry, rows


class AccessPath(StrEnum):
    """The way into a service: near is not reachable."""

    DIRECT = "direct"
    SECTOR = "sector"
    """By home address (adult CMP)."""
    SIAO = "siao"
    CDAPH = "cdaph"
    """Through the MDPH's commission."""
    MEDICAL = "medical"
    COMMISSION = "commission"
    PRESCRIBER = "prescriber"
    """By an accredited prescriber, which an advisor may be."""
    UNKNOWN = "unknown"


class Gate(Entry):
    """Where one applies for the services of an access path.

    ``networks``: a partner of the network bearing one of them *is* the gate; without one, the gate has no address.
    """

    code: str
    access_path: AccessPath
    label: str
    networks: tuple[str, ...] = ()
    how: str

    @property
    def partner_id(self) -> str:
        """The id under which the gate stands as a partner where no partner of the network is that gate."""
        return f"gate--{self.code}"


GATES = MappingProxyType({row["code"]: Gate.model_validate(row) for row in rows("gates", "gate")})
_GATE_OF_PATH = {gate.access_path: gate for gate in GATES.values()}


def gate_of(access_path: AccessPath) -> Gate | None:
    """The gate before services entered by ``access_path``, or None where one may ask directly."""
    return _GATE_OF_PATH.get(access_path)
