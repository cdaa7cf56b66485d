"""Which chantiers and territories exist for someone: where they work, and where people are whom they see."""

from collections.abc import Iterable, Mapping

from network_data.asker import Asker, Role
from network_data.tables import Chantier, Territory

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


def countable(asker: Asker, territories: Iterable[Territory]) -> list[Territory]:
    """The territories whose needs the asker may count: those of their coordinator and officers."""
    own = {slug for role in IN_TERRITORY for slug in asker.territories(role)}
    return [each for each in territories if asker.holds(Role.LOCAL) or each.slug in own]
