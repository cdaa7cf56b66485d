"""Runs the clocks of referrals: what is due is written down once, and what has run out ends."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import Engine

from api.services.digests import write_digests
from network_data.asker import Asker, Position, Role
from network_data.database import transaction
from network_data.referrals.log import ENGINE
from network_data.repositories.due import DueReader, DueRepository, Waiting, expires
from network_data.repositories.referrals import NOTES, ReferralRepository
from network_data.repositories.webhook_queue import WebhookQueue
from network_data.sealing import Sealer
from network_data.trail import JoinedTrail, Trail

_ASKER = Asker(ENGINE, (Position(Role.LOCAL),))


@dataclass(frozen=True, slots=True)
class Done:
    """What a run did, counted by clock."""

    reminded: Mapping[str, int] = field(default_factory=dict)
    expired: Mapping[str, int] = field(default_factory=dict)
    digests: int = 0


class Clocks:
    """The clocks of one installation."""

    def __init__(self, engine: Engine, secrets: tuple[str, ...]) -> None:
        self._engine = engine
        self._secrets = secrets
        self._trail = Trail(engine, secrets)
        self._sealer = Sealer(secrets, NOTES)

    def run(self, now: datetime, today: date) -> Done:
        """Does all that is due by ``today``, person by person: a run that is stopped is taken up by the next.

        Several may run at once: each person is held while what is due of them is read again and written.
        """
        with transaction(self._engine) as session:
            found = DueReader(session, today).waiting()
        with transaction(self._engine, writes=True) as session:
            WebhookQueue(session, now).forget_old()
        people = dict.fromkeys(each.person_id for each in found)
        done = [each for person in people for each in self._follow(person, now, today)]
        return Done(
            reminded=Counter(each.due.clock for each in done if not expires(each)),
            expired=Counter(each.due.clock for each in done if expires(each)),
            digests=write_digests(self._engine, self._secrets, now),
        )

    def _follow(self, person_id: str, now: datetime, today: date) -> list[Waiting]:
        with transaction(self._engine, writes=True) as session:
            trail = JoinedTrail(self._trail, session)
            due = DueRepository(_ASKER, session, now, today, trail)
            waiting = due.waiting(person_id) if due.hold(person_id) else []
            due.remind(each for each in waiting if not expires(each))
            book = ReferralRepository(_ASKER, session, now, trail, self._sealer)
            for each in filter(expires, waiting):
                due.expire(book, each)
        return waiting
