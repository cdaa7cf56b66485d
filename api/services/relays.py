"""Hands several people over at once from an advisor to a colleague, and tells which were taken over."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from api.i18n import say
from api.services.grants import Granting, RefusedGrantError
from network_data.repositories import PersonFile
from network_data.tables import Account, GrantKind

TOLD_FOR = timedelta(days=90)
"""As long after it was taken over, a hand-over is still told to whoever made it."""


@dataclass(frozen=True, slots=True)
class Handed:
    """Someone who was handed over: from or to ``account``, since when; ``taken_at``: None while it waits."""

    person_id: str
    account: Account
    since: datetime
    taken_at: datetime | None


@dataclass(frozen=True, slots=True)
class Relay:
    """What an advisor hands over to the colleagues of one chantier."""

    granting: Granting
    chantier_id: str

    def own(self) -> list[PersonFile]:
        """The people of the chantier whom the asker accompanies, by pseudonym."""
        held = self.granting.grants.of_account(self.granting.asker.id)
        own = {grant.person_id for grant in held if grant.kind is GrantKind.ACCOMPANIES}
        files = self.granting.people.find_each(sorted(own))
        return [file for _, file in sorted(files.items()) if file.person.chantier_id == self.chantier_id]

    def hand_over(self, people: Collection[str], to: str, days: int) -> None:
        """Hands all of these people over, or nobody; those whom ``to`` has from the asker already stay as they are.

        Raises:
            RefusedGrantError: nobody was chosen, one of them is not the asker's to hand over, or as
                ``Granting.hand_over``.
        """
        done = {each.person_id for each in self.handed() if each.account.id == to}
        left = set(people) - done
        if not people:
            raise RefusedGrantError(say("Choisissez au moins une personne."))
        files = {file.person.id: file for file in self.own()}
        if not left <= files.keys():
            raise RefusedGrantError(say("Vous n’accompagnez plus une des personnes choisies. Relisez la liste."))
        for person_id in sorted(left):
            self.granting.hand_over(files[person_id], to, days)

    def handed(self) -> list[Handed]:
        """Whom the asker handed over: those who wait first, then those taken over, of late."""
        found = [
            Handed(grant.person_id, account, grant.since, grant.taken_at)
            for grant, account in self.granting.grants.handed_by_me()
            if grant.taken_at is None or grant.taken_at > self.granting.now - TOLD_FOR
        ]
        return sorted(found, key=lambda each: each.taken_at is not None)

    def waiting(self) -> list[Handed]:
        """Whom a colleague handed over to the asker, who has not said yet that they take over."""
        return [
            Handed(grant.person_id, account, grant.since, grant.taken_at)
            for grant, account in self.granting.grants.handed_to_me()
        ]
