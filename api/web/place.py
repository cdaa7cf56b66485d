"""Where a page stands: its territory and chantier, and whether what it shows is fictitious."""

from dataclasses import dataclass

from network_data.repositories import NetworkRepository
from network_data.tables import Chantier


@dataclass(frozen=True, slots=True)
class Place:
    """What the header and the footer of a page say."""

    territory: str | None = None
    chantier: Chantier | None = None
    is_demonstration: bool = False


def place_of(network: NetworkRepository, chantier: Chantier | None = None) -> Place:
    """The place of a page about ``chantier``, or about the whole installation."""
    territories = network.territories()
    own = [each for each in territories if chantier is None or each.slug == chantier.territory_slug]
    return Place(
        territory=", ".join(territory.name for territory in own) or None,
        chantier=chantier,
        is_demonstration=any(territory.is_demonstration for territory in own),
    )
