"""SQLModel tables: the one definition of every stored record."""

from network_data.tables.base import METADATA
from network_data.tables.network import Chantier, NetworkVersion, Partner, Service, Territory
from network_data.tables.people import HeldPaper, Need, NeedState, Person, Referent

__all__ = [
    "METADATA",
    "Chantier",
    "HeldPaper",
    "Need",
    "NeedState",
    "NetworkVersion",
    "Partner",
    "Person",
    "Referent",
    "Service",
    "Territory",
]
