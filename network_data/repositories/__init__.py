"""The only queries of the product: the network's, open to all, and people's, which take who is asking first."""

from network_data.repositories.network import NetworkRepository
from network_data.repositories.people import PeopleRepository
from network_data.repositories.person_file import PersonFile, View
from network_data.repositories.trail import TrailQuery, TrailRepository
from network_data.repositories.unusual_looks import MANY, UnusualLooks

__all__ = [
    "MANY",
    "NetworkRepository",
    "PeopleRepository",
    "PersonFile",
    "TrailQuery",
    "TrailRepository",
    "UnusualLooks",
    "View",
]
