"""People's names and contact details, sealed, for those alone who accompany them or to whom they agreed."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from sqlmodel import Session, col, or_, select

from network_data.asker import Asker, Role
from network_data.repositories.person_file import PersonFile
from network_data.sealing import Sealer
from network_data.tables import Grant, GrantKind, PersonIdentity
from network_data.trail import Event, Recorder

PURPOSE = "identity"
"""What names are sealed for: no other record opens with the same key."""
NEAR_KINDS = frozenset({GrantKind.ACCOMPANIES, GrantKind.STANDS_IN})
NAMED_KINDS = NEAR_KINDS | {GrantKind.HANDS_OVER}
"""Whoever opens a file for a reason and a few hours reads the plan; the name stays with those who accompany."""


@dataclass(frozen=True, slots=True)
class Identity:
    """What names a person and reaches them; None is unknown, or not the asker's to know."""

    first_name: str | None = None
    last_name: str | None = None
    phone: str | None = None
    email: str | None = None
    address: str | None = None

    @property
    def name(self) -> str:
        """The names known."""
        return " ".join(part for part in (self.first_name, self.last_name) if part)


class IdentityRepository:
    """Opens the identities that are ``asker``'s to know at ``now``; leaves a trace before it does.

    Never to a key, never to the machine: a name is read by a person who answers for it.
    """

    def __init__(self, asker: Asker, session: Session, now: datetime, trail: Recorder, sealer: Sealer) -> None:
        self._asker = asker
        self._session = session
        self._now = now
        self._trail = trail
        self._sealer = sealer

    def of(self, files: Sequence[PersonFile]) -> dict[str, Identity]:
        """The identities of people whose files the asker has opened, as far as they may know them."""
        kinds = self._kinds([file.person.id for file in files])
        if not kinds:
            return {}
        self._leave_trace("identity.read", sorted(kinds))
        query = select(PersonIdentity).where(col(PersonIdentity.person_id).in_(sorted(kinds)))
        sealed = {row.person_id: row.sealed for row in self._session.exec(query)}
        return {
            file.person.id: self._shown(file, sealed[file.person.id], kinds[file.person.id])
            for file in files
            if file.person.id in sealed and file.person.id in kinds
        }

    def write(self, person_id: str, identity: Identity) -> bool:
        """Seals what is known of a person; False, and nothing changes, for whoever does not accompany them."""
        near = NEAR_KINDS & self._kinds([person_id]).get(person_id, set())
        if not near and not self._asker.holds(Role.LOCAL):
            return False
        self._leave_trace("identity.write", [person_id])
        self._session.merge(PersonIdentity(person_id=person_id, sealed=self._sealer.seal(asdict(identity))))
        return True

    def _shown(self, file: PersonFile, sealed: bytes, kinds: set[GrantKind]) -> Identity:
        known = Identity(**self._sealer.open(sealed))
        if kinds.isdisjoint(NAMED_KINDS):
            return Identity(first_name=known.first_name, phone=known.phone)
        hidden = file.person.secret_address and kinds.isdisjoint(NEAR_KINDS)
        return replace(known, address=None) if hidden else known

    def _kinds(self, people: Sequence[str]) -> dict[str, set[GrantKind]]:
        """By what grants each identity opens to the asker; those that do not open are left out."""
        query = select(Grant).where(
            Grant.account_id == self._asker.id,
            col(Grant.person_id).in_(people),
            Grant.since <= self._now,
            or_(col(Grant.until).is_(None), col(Grant.until) > self._now),
        )
        found: dict[str, set[GrantKind]] = defaultdict(set)
        for grant in self._session.exec(query):
            agreed = grant.kind is GrantKind.ENTRUSTED and grant.identity_agreed
            if agreed or grant.kind in NAMED_KINDS:
                found[grant.person_id].add(grant.kind)
        return dict(found)

    def _leave_trace(self, action: str, people: Sequence[str]) -> None:
        self._trail.record(Event(self._asker.id, action, people, self._asker.address), self._now)


def reseal_identities(session: Session, sealer: Sealer) -> int:
    """Seals every identity again under the first key, without reading it; how many there are."""
    rows = session.exec(select(PersonIdentity).order_by(col(PersonIdentity.person_id))).all()
    for row in rows:
        row.sealed = sealer.reseal(row.sealed)
    return len(rows)
