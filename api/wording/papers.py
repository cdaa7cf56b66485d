"""What happened to papers, in French words."""

from collections.abc import Mapping
from types import MappingProxyType

from api.i18n import N_
from network_data.tables import PaperChangeKind

HAPPENED: Mapping[str, str] = MappingProxyType(
    {
        PaperChangeKind.HELD.value: N_("en main"),
        PaperChangeKind.REQUESTED.value: N_("demandé"),
        PaperChangeKind.LOST.value: N_("perdu ou volé"),
        PaperChangeKind.WITHDRAWN.value: N_("retiré : noté par erreur, ou plus à elle"),
        PaperChangeKind.DROPPED.value: N_("n’est plus demandé"),
    }
)
"""By kind of change."""
