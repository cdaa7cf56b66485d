"""The French names of data·inclusion's codes, for the pages that show them."""

from enum import Enum
from types import MappingProxyType

from data_inclusion.schema.v1 import (
    Frais,
    ModeAccueil,
    ModeMobilisation,
    PersonneMobilisatrice,
    ReseauPorteur,
    Thematique,
    TypeService,
)

from network_data.vocabulary import PAPERS, PUBLICS


def _labels(kind: type[Enum]) -> dict[str, str]:
    return {member.value: member.label for member in kind}  # type: ignore[attr-defined]  # EnhancedEnum adds label


LABELS = MappingProxyType(
    {
        "fees": _labels(Frais),
        "reception_modes": _labels(ModeAccueil),
        "mobilisation_modes": _labels(ModeMobilisation),
        "mobilisable_by": _labels(PersonneMobilisatrice),
        "networks": _labels(ReseauPorteur),
        "thematiques": _labels(Thematique),
        "type": _labels(TypeService),
        "publics": dict(PUBLICS),
        "papers": {code: paper.label for code, paper in PAPERS.items()},
    }
)
"""For each field of a partner or service, what its codes are called."""
