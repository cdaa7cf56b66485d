"""Results kept for a stored person, changed around, and computed again."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from sqlalchemy import Engine
from sqlmodel import Session

from api.services import replaying
from api.services.catalogues import Catalogues
from api.services.match import Matcher
from api.services.people import person_file
from api.services.planning import Planned, planned
from api.services.profiles import profile_of
from api.services.replaying import Replay
from api.services.results import ResultKeeper
from network_data.asker import Asker
from network_data.database import touch_network, transaction
from network_data.repositories import PeopleRepository
from network_data.repositories.person_entry import PersonEntryRepository
from network_data.repositories.results import ResultRepository
from network_data.tables import Service
from network_data.trail import Trail
from tests.integration.storage.asking import NOON, SECRETS
from tests.integration.storage.records import DAY

CARE = ["sante--acces-aux-soins"]
WHO = "P-0001"


class Silent:
    """A recorder for what a test is not about."""

    def record(self, *_event: object) -> int:
        return 0


def keep(engine: Engine, who: Asker | None = None, days: int = 0, per_barrier: int = 5) -> str:
    """Proposes services and a plan as asked ``days`` later, and keeps them; their id."""
    seen_by = who or Asker.local()
    with transaction(engine, writes=True) as session:
        matcher = Matcher(session, Catalogues())
        file = person_file(PeopleRepository(seen_by, session, NOON, Silent()), WHO)
        problem = matcher.problem(profile_of(file, DAY + timedelta(days=days), per_barrier))
        return _keeper(session, seen_by, days).keep(WHO, problem, matcher.answer(problem)).result_id


def plan(engine: Engine, faces: int | None = None) -> Planned:
    """Shows the plan as its page does, and keeps its result."""
    with transaction(engine, writes=True) as session:
        file = person_file(PeopleRepository(Asker.local(), session, NOON, Silent()), WHO)
        return planned(Matcher(session, Catalogues()), _keeper(session, Asker.local(), 0), file, DAY, faces)


def _keeper(session: Session, who: Asker, minutes: int) -> ResultKeeper:
    results = ResultRepository(who, session, NOON + timedelta(minutes=minutes), Silent())

    @contextmanager
    def writing() -> Iterator[ResultRepository]:
        yield results

    return ResultKeeper(results, writing)


def replayed(engine: Engine, result_id: str, who: Asker | None = None) -> Replay:
    with transaction(engine) as session:
        results = ResultRepository(who or Asker.local(), session, NOON, Trail(engine, SECRETS))
        found = replaying.replay(results, Matcher(session, Catalogues()), result_id)
        session.expunge_all()
    return found


def change(engine: Engine, service_id: str, **facts: object) -> None:
    with transaction(engine, writes=True) as session:
        session.get_one(Service, service_id).sqlmodel_update(facts)
        touch_network(session)


def writer(session: Session) -> PersonEntryRepository:
    """Whoever holds the machine writes about the person."""
    return PersonEntryRepository(Asker.local(), session, NOON, Silent())
