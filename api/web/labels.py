"""The French names of the codes of data·inclusion that only pages show."""

from enum import Enum
from types import MappingProxyType

from data_inclusion.schema.v1 import Frais, ModeAccueil


def _labels(kind: type[Enum]) -> dict[str, str]:
    return {member.value: member.label for member in kind}  # type: ignore[attr-defined]  # EnhancedEnum adds label


LABELS = MappingProxyType({"fees": _labels(Frais), "reception_modes": _labels(ModeAccueil)})
"""For each such field of a service, what its codes are called."""
