"""The formats that can be imported, by their name on the command line."""

from collections.abc import Mapping
from types import MappingProxyType

from network_data.exchange.data_inclusion import DataInclusion
from network_data.exchange.finess import Finess
from network_data.exchange.rows import Format

FORMATS: Mapping[str, Format] = MappingProxyType({form.name: form for form in (DataInclusion(), Finess())})
