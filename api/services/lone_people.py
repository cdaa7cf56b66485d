"""Gives people whom nobody accompanies any more to an advisor of their chantier, by whoever coordinates there."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from api.i18n import say
from api.services.grants import RefusedGrantError
from network_data.asker import Position, Role
from network_data.repositories.accounts import AccountRepository
from network_data.repositories.grants import GrantRepository
from network_data.repositories.lone import LonePeopleRepository
from network_data.tables import Account, Grant, GrantKind


@dataclass(frozen=True, slots=True)
class LonePeople:
    """Those of one territory; whoever gives them opens no file by that."""

    repository: LonePeopleRepository
    grants: GrantRepository
    accounts: AccountRepository
    territory_slug: str
    now: datetime

    def by_chantier(self) -> Mapping[str, Sequence[str]]:
        """Their pseudonyms."""
        return self.repository.of_territory(self.territory_slug)

    def advisors(self, chantier_id: str) -> Sequence[Account]:
        """Who may be given people of a chantier."""
        return self.accounts.holders(Position(Role.ADVISOR, chantier=chantier_id))

    def give(self, chantier_id: str, people: Collection[str], to: str) -> None:
        """From now on ``to`` accompanies all of these people, or nothing changes.

        Raises:
            RefusedGrantError: nobody was chosen, somebody accompanies one of them by now, or ``to`` is no advisor
                of the chantier.
        """
        if not people:
            raise RefusedGrantError(say("Choisissez au moins une personne."))
        self.repository.hold(people)
        if not set(people) <= set(self.by_chantier().get(chantier_id, ())):
            raise RefusedGrantError(say("Quelqu’un accompagne déjà une des personnes choisies. Relisez la liste."))
        if to not in {account.id for account in self.advisors(chantier_id)}:
            raise RefusedGrantError(say("Choisissez quelqu’un dans la liste."))
        for person_id in sorted(set(people)):
            self.grants.give(Grant(account_id=to, person_id=person_id, kind=GrantKind.ACCOMPANIES, since=self.now))
