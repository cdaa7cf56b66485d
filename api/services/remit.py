"""What an administrator rules: every role of the installation, or those held in their territories."""

from collections.abc import Iterable
from dataclasses import dataclass

from network_data.asker import Asker, Position, Role
from network_data.repositories import NetworkRepository
from network_data.tables import Chantier, Territory


@dataclass(frozen=True, slots=True)
class Remit:
    """The places whose roles someone gives and takes away."""

    everywhere: bool
    territories: frozenset[str] = frozenset()
    chantiers: frozenset[str] = frozenset()

    def covers(self, position: Position) -> bool:
        """Whether ``position`` is theirs to give. An auditor reads the trail of every territory: not within one."""
        if self.everywhere:
            return True
        if position.role is Role.AUDITOR:
            return False
        place = position.chantier or position.territory
        return place is not None and place in (self.chantiers if position.chantier else self.territories)

    def covers_all(self, positions: Iterable[Position]) -> bool:
        """Whether there are such positions and every one is theirs."""
        held = tuple(positions)
        return self.everywhere or (bool(held) and all(map(self.covers, held)))

    def covers_some(self, positions: Iterable[Position]) -> bool:
        """Whether at least one is theirs."""
        return self.everywhere or any(map(self.covers, positions))

    def covers_territory(self, territory: Territory) -> bool:
        """Whether the territory is theirs to rename and to fill with chantiers."""
        return self.everywhere or territory.slug in self.territories

    def covers_chantier(self, chantier: Chantier) -> bool:
        """Whether the chantier is theirs to rename and to close."""
        return self.everywhere or chantier.id in self.chantiers


def remit_of(asker: Asker, network: NetworkRepository) -> Remit:
    """What ``asker`` rules; nothing for whoever is no administrator, everything at the machine."""
    own = [position for position in asker.positions if position.role is Role.ADMINISTRATOR]
    if asker.holds(Role.LOCAL) or any(each.territory is None and each.chantier is None for each in own):
        return Remit(everywhere=True)
    territories = frozenset(asker.territories(Role.ADMINISTRATOR))
    within = {each.id for each in network.chantiers() if each.territory_slug in territories}
    return Remit(False, territories, frozenset(within | set(asker.chantiers(Role.ADMINISTRATOR))))
