"""Enters a person at a chantier, under a pseudonym that says nothing, accompanied by whoever enters them."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from api.errors import NotFoundError
from api.i18n import say
from network_data.asker import Asker
from network_data.repositories.grants import GrantRepository
from network_data.repositories.person_entry import PersonEntryRepository
from network_data.tables import Grant, GrantKind

TRIES_PER_LENGTH = 20
SHORTEST, LONGEST = 4, 12
"""Digits of a pseudonym: more of them once the short ones are mostly taken."""


def new_entry() -> str:
    """What a form carries so that, sent twice, it enters one person."""
    return secrets.token_urlsafe(16)


@dataclass(frozen=True, slots=True)
class Entering:
    """What ``asker`` enters at ``now``, for whoever then accompanies: themselves unless ``for_account`` is said."""

    asker: Asker
    entry: PersonEntryRepository
    grants: GrantRepository
    now: datetime
    for_account: str | None = None

    def enter(self, chantier_id: str, entry: str | None, arrived_on: date | None) -> str:
        """The pseudonym of the person entered now, or before by the same form.

        Raises:
            NotFoundError: the asker is no advisor of this chantier.
        """
        if not self.entry.may_enter(chantier_id):
            raise NotFoundError(say("Ce chantier n’existe pas."))
        for digits in range(SHORTEST, LONGEST):
            for _ in range(TRIES_PER_LENGTH):
                if entry is not None and (done := self.entry.entered_by(entry)):
                    return done[0]
                drawn = f"P-{1 + secrets.randbelow(10**digits - 1):0{digits}d}"
                if self.entry.enter(drawn, chantier_id, entry, arrived_on):
                    self._accompany(drawn)
                    return drawn
        raise AssertionError("Billions of pseudonyms cannot all be taken.")

    def _accompany(self, person_id: str) -> None:
        kind = GrantKind.ACCOMPANIES
        account = self.for_account or self.asker.id
        self.grants.give(Grant(account_id=account, person_id=person_id, kind=kind, since=self.now))
