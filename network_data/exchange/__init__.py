"""Formats in and out of the network: ``import_files`` brings files of partners and services in."""

from network_data.exchange.errors import ExchangeError, TerritoryError, UnusableFile
from network_data.exchange.formats import FORMATS
from network_data.exchange.importing import import_files
from network_data.exchange.report import Counts, Fault, ImportReport

__all__ = [
    "FORMATS",
    "Counts",
    "ExchangeError",
    "Fault",
    "ImportReport",
    "TerritoryError",
    "UnusableFile",
    "import_files",
]
