"""Gives keys to chantiers' software, and revokes them at once; each leaves a trace."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlmodel import Session

from api.errors import InvalidRequestError, NotFoundError
from api.i18n import say
from api.security.keys import KeyTerms, NewKey, Permission, make_key
from network_data.asker import Asker
from network_data.repositories.keys import KeyRepository
from network_data.tables import ApiKey, Chantier
from network_data.trail import Event, Recorder

LONGEST_NAME = 100
USUAL_DAYS = 365
"""A key that nobody renews stops by itself after a year, unless another day is chosen."""


@dataclass(frozen=True, slots=True)
class Wish:
    """The key that is asked for, as typed."""

    name: str
    chantier_id: str
    permissions: frozenset[str]
    last_day: date | None = None


class Keys:
    """The keys that ``asker`` administers, within the caller's transaction, which must have been opened to write."""

    def __init__(self, asker: Asker, session: Session, recorder: Recorder, now: datetime) -> None:
        self._asker = asker
        self._session = session
        self._recorder = recorder
        self._now = now
        self._stored = KeyRepository(asker, session)

    def all(self) -> Sequence[tuple[ApiKey, Chantier]]:
        """Every key with its chantier."""
        return self._stored.all()

    def chantiers(self) -> Sequence[Chantier]:
        """The chantiers that may be given a key."""
        return self._stored.chantiers()

    def make(self, wish: Wish) -> NewKey:
        """A new key; its secret is known now and never again.

        Raises:
            InvalidRequestError: something is missing from ``wish``, or cannot be.
        """
        made = make_key(self._session, self._terms(wish), self._now)
        details: dict[str, object] = {
            "key": made.id,
            "chantier": wish.chantier_id,
            "permissions": sorted(wish.permissions),
        }
        self._record("key.create", details)
        return made

    def revoke(self, key_id: str) -> ApiKey:
        """Ends a key at once; one that has ended already stays as it was.

        Raises:
            NotFoundError: there is no such key, or it is not theirs to revoke.
        """
        key = self._stored.find(key_id)
        if key is None:
            raise NotFoundError(say("Cette clé n’existe pas, ou n’est pas de celles que vous administrez."))
        if key.revoked_at is None:
            key.revoked_at = self._now
            self._record("key.revoke", {"key": key.id, "chantier": key.chantier_id})
        return key

    def _terms(self, wish: Wish) -> KeyTerms:
        name = wish.name.strip()
        if not name or len(name) > LONGEST_NAME:
            raise InvalidRequestError(
                say("Donnez à la clé un nom de 100 caractères au plus : quel logiciel s’en sert ?")
            )
        if wish.chantier_id not in {chantier.id for chantier in self.chantiers()}:
            raise InvalidRequestError(say("Choisissez un chantier de la liste."))
        if not wish.permissions or not wish.permissions <= set(Permission):
            raise InvalidRequestError(say("Choisissez au moins un droit : match, network ou persons."))
        return KeyTerms(name, wish.chantier_id, frozenset(map(Permission, wish.permissions)), self._end(wish.last_day))

    def _end(self, last_day: date | None) -> datetime:
        if last_day is None:
            return self._now + timedelta(days=USUAL_DAYS)
        if last_day < self._now.date():
            raise InvalidRequestError(say("Le dernier jour de la clé est déjà passé : choisissez-en un à venir."))
        return datetime.combine(last_day + timedelta(days=1), time(), UTC)

    def _record(self, action: str, details: dict[str, object]) -> None:
        self._recorder.record(Event(self._asker.id, action, address=self._asker.address, details=details), self._now)
