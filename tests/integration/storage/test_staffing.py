"""Posts, pins and published months, on both databases."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from api.services.staffing.month import Month
from api.services.staffing.posing import running_cells
from matching.staffing import slot
from network_data.asker import Asker, Position, Role
from network_data.database import transaction
from network_data.demo import load_demonstration
from network_data.demo.partners import TERRITORY
from network_data.repositories.need_counts import NeedCounts
from network_data.repositories.staffing import StaffingRepository, feed_owner, in_force
from network_data.tables import Allocation, ChantierHours, Need, NeedState, OfficerPost, StaffingPin

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
TODAY = NOW.date()
MONDAY = date(2026, 11, 23)
COORDINATOR = Asker("coordinator", (Position(Role.COORDINATOR, TERRITORY),))
OFFICER = Asker("officer", (Position(Role.OFFICER, TERRITORY),))


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with transaction(engine, writes=True) as session:
        load_demonstration(session, TODAY)
    with transaction(engine) as session:
        yield session


class Silent:
    """Hears of every trace and keeps it nowhere."""

    def record(self, event: object, at: datetime) -> int:
        return 1


def pin(chantier: str, domain: str) -> StaffingPin:
    return StaffingPin(
        post_id="poste-sante", starts_on=MONDAY, week=0, half_day="mon-am", chantier_id=chantier, domain=domain
    )


def repository(session: Session, asker: Asker = COORDINATOR) -> StaffingRepository:
    return StaffingRepository(asker, session, NOW, Silent())


def test_only_the_coordinator_counts_needs_and_each_open_need_once(session: Session) -> None:
    needs, people = NeedCounts(COORDINATOR, session, NOW, Silent()).of(TERRITORY)
    assert len(needs) == len(session.exec(select(Need.id).where(Need.state == NeedState.OPEN)).all())
    assert sum(people.values()) == 200
    assert NeedCounts(OFFICER, session, NOW, Silent()).of(TERRITORY) == ([], {})
    assert repository(session).coordinates(TERRITORY)
    assert not repository(session, OFFICER).coordinates(TERRITORY)


def test_a_pin_takes_the_place_of_another_and_goes(session: Session) -> None:
    staffing = repository(session)
    for chantier in ("rejoue", "prelude"):
        staffing.pin(pin(chantier, "sante"))
    assert [each.chantier_id for each in staffing.pins(["poste-sante"], MONDAY)] == ["prelude"]
    staffing.unpin(pin("", ""))
    assert staffing.pins(["poste-sante"], MONDAY) == []


def test_what_is_published_rules_from_its_monday_and_comes_round_again(session: Session) -> None:
    before = in_force(session, TERRITORY, MONDAY)
    assert before is not None
    made = Allocation(
        territory_slug=TERRITORY,
        starts_on=MONDAY + timedelta(weeks=1),
        weeks=2,
        published_at=NOW,
        published_by="",
        cells=[[1, 0, "poste-sante", "rejoue", "sante"]],
    )
    repository(session).publish(made)
    assert in_force(session, TERRITORY, MONDAY) == before
    assert in_force(session, TERRITORY, made.starts_on) == made
    cells = running_cells(made, Month(made.starts_on, 4))
    assert [cell.slot for cell in cells] == [slot(1, "mon-am"), slot(3, "mon-am")]
    later = running_cells(made, Month(made.starts_on + timedelta(weeks=1), 4))
    assert [cell.slot.week for cell in later] == [0, 2]


def test_a_calendars_address_leads_to_its_owner_alone(session: Session) -> None:
    post = session.get_one(OfficerPost, "poste-sante")
    hours = session.get_one(ChantierHours, "rejoue")
    assert feed_owner(session, post.feed) == (post, None)
    found = feed_owner(session, hours.feed)[1]
    assert found is not None
    assert found.id == "rejoue"
    assert feed_owner(session, "") == feed_owner(session, "guessed") == (None, None)


def test_a_month_holds_the_days_that_it_is_asked_for() -> None:
    month = Month.after(TODAY)
    assert month.starts_on == MONDAY
    found = list(month.between(date(2026, 11, 20), date(2026, 11, 24)))
    assert found == [slot(0, each) for each in ("mon-am", "mon-pm", "tue-am", "tue-pm")]
    assert month.day_of(slot(2, "fri-pm")) == date(2026, 12, 11)
