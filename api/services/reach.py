"""Which chantiers exist for someone: those where they work, those of their territory, those of people they see."""

from collections.abc import Iterable, Mapping

from network_data.asker import Asker, Role
from network_data.tables import Chantier

IN_CHANTIER = (Role.ADVISOR, Role.DIRECTION, Role.SUPERVISOR)
IN_TERRITORY = (Role.OFFICER, Role.COORDINATOR)


def within_reach(asker: Asker, chantiers: Iterable[Chantier], people: Mapping[str, int]) -> list[Chantier]:
    """Those among ``chantiers`` that the asker may open; ``people`` counts whom they may see in each."""
    own = {chantier for role in IN_CHANTIER for chantier in asker.chantiers(role)}
    territories = {territory for role in IN_TERRITORY for territory in asker.territories(role)}
    everywhere = asker.holds(Role.LOCAL)
    return [
        each
        for each in chantiers
        if everywhere or each.id in own or each.territory_slug in territories or people.get(each.id)
    ]
