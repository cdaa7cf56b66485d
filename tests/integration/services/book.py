"""Stored referrals that tests move, and whose clocks they run."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from api.services.clocks import Clocks, Done
from api.services.preparing import recipient_of
from network_data.asker import Asker
from network_data.database import transaction
from network_data.repositories.referral_reach import Reach
from network_data.repositories.referrals import NOTES, Beginning, Line, ReferralRepository, states_of
from network_data.repositories.reminders import ReminderRepository
from network_data.sealing import Sealer
from network_data.tables import Partner, Reminder, Service
from network_data.vocabulary import ReferralKind, ReferralState
from tests.access.world import ENTRUSTED, PEOPLE
from tests.reference.year import noon

SECRETS = ("a secret of thirty-two characters or more",)


class Silent:
    """Keeps no trail: what is written there is tested elsewhere."""

    def record(self, *_: object) -> int:
        return 0


class Book:
    """Moves stored referrals, and runs their clocks."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.clocks = Clocks(engine, SECRETS)

    @contextmanager
    def open(self, day: date) -> Iterator[tuple[Session, ReferralRepository]]:
        """The referrals as whoever holds the machine moves them that day."""
        with transaction(self.engine, writes=True) as session:
            trail = Silent()
            yield session, ReferralRepository(Asker.local(), session, noon(day), trail, Sealer(SECRETS, NOTES))

    def begin(self, person: str, day: date, kind: str = "orientation", **said: Any) -> str:
        """A referral prepared that day; its id."""
        note = said.pop("note", None)
        with self.open(day) as (session, book):
            service = session.get_one(Service, "service")
            recipient = recipient_of(service, session.get_one(Partner, "partner"))
            beginning = Beginning(service, recipient, ReferralKind(kind), (ENTRUSTED,))
            line = Line(ReferralState.PREPARED, noon(day), None, None, note, said)
            return book.begin(Reach(person, PEOPLE[person], None, writes=True), beginning, line).referral.id

    def move(self, referral: str, day: date, to: str, **details: str) -> None:
        """Moves a referral that day."""
        with self.open(day) as (_, book):
            file = book.find_to_move(referral)
            assert file is not None
            book.move(file, Line(ReferralState(to), noon(day), details=details))

    def run(self, day: date) -> Done:
        """Does what is due."""
        return self.clocks.run(noon(day), day)

    def told(self) -> dict[tuple[str, int, str, int], date]:
        """The reminders about referrals: since when each was due."""
        with Session(self.engine) as session:
            rows = session.exec(select(Reminder).where(col(Reminder.referral_id).is_not(None))).all()
            found = {(row.referral_id or "", row.step, row.clock, row.occurrence): row.due_on for row in rows}
        assert len(found) == len(rows), "one was told twice"
        return found

    def states(self) -> dict[str, str]:
        """Where each referral stands."""
        with Session(self.engine) as session:
            return {referral.id: course.state.value for referral, course in states_of(session)}

    def to_do(self, account: str, day: date) -> list[str]:
        """The clocks of what someone is to do."""
        with transaction(self.engine, writes=True) as session:
            own = ReminderRepository(Asker(account, ()), session, noon(day), Silent())
            return [each.reminder.clock for each in own.to_do()]
