"""Between two sharings of places: the last one is not spent on whoever comes first, and nobody is forced."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlmodel import Session

from api.services.place_bids import PlaceWorth, TerritoryBids
from api.services.profiles import profile_of
from api.services.weighing import default_weights
from matching.candidates import find_candidates
from matching.problem import Problem
from network_data.asker import Asker, Position, Role
from network_data.database import transaction
from network_data.repositories import PeopleRepository
from network_data.repositories.shared_places_learnt import LearntSharing
from network_data.tables import Grant, GrantKind, Need, Person, Referent
from tests.access.world import HERE, NOW, OTHER, TODAY
from tests.api.referring import ENTRUSTED, Programme
from tests.api.test_cohort import Desk, solved

PEOPLE = 6
ADVISOR = Asker("advisor", (Position(Role.ADVISOR, chantier=HERE),))


class Sharing(Programme):
    """A programme where several people need the places of one service."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        for number in range(PEOPLE):
            self.someone(number)

    def carrying(self, severity: int) -> str:
        """One more person, whose need is as severe."""
        person = f"P-10{severity:02}"
        self.store(
            Person(id=person, chantier_id=HERE),
            Need(person_id=person, barrier=ENTRUSTED, severity=severity, assessed_on=TODAY),
            Grant(account_id="advisor", person_id=person, kind=GrantKind.ACCOMPANIES, since=NOW),
        )
        return person

    def share(self) -> None:
        """The coordinator shares the places, and a first reader has that learnt."""
        with self.asking("coordinator") as coordinator:
            solved(coordinator)
        assert self.bids() is None, "nobody waits for what is being learnt"

    def bids(self) -> TerritoryBids | None:
        """What places are worth today."""
        with Session(self.app.state.engine) as session:
            found: TerritoryBids | None = self.app.state.place_bids.of(session, "north", self.at)
        self.app.state.background.wait()
        return found

    def worth(self, person: str) -> PlaceWorth | None:
        """What a place is worth to someone."""
        state, found = self.app.state, self.bids()
        assert found is not None
        with transaction(state.engine) as session:
            file = PeopleRepository(ADVISOR, session, self.at, state.trail).find(person)
            assert file is not None
            problem = Problem(profile_of(file, TODAY), state.catalogues.current(session, TODAY), default_weights())
        return found.worth(find_candidates(problem), HERE, "service", [ENTRUSTED], holding=False)


@pytest.fixture
def programme(database_url: str) -> Iterator[Sharing]:
    made = Sharing(database_url)
    yield made
    made.close()


def test_a_light_need_is_told_that_the_last_place_will_serve_better_and_others_are_not(programme: Sharing) -> None:
    programme.quota(1)
    light, marked, severe = (programme.carrying(severity) for severity in (1, 2, 3))
    programme.share()
    told = programme.worth(light)
    assert told is not None
    assert (told.left, told.serves_better_later) == (1, True)
    assert programme.worth(severe) is None, "an urgent need never gives way"
    more = programme.worth(marked)
    assert more is not None
    assert more.worth > told.worth


def test_where_places_are_left_for_all_nobody_is_told_to_wait(programme: Sharing) -> None:
    programme.quota(10 * PEOPLE)
    light = programme.carrying(1)
    programme.share()
    told = programme.worth(light)
    assert told is not None
    assert (told.price, told.serves_better_later) == (0, False)


def test_what_was_agreed_or_shared_since_is_learnt_anew(programme: Sharing) -> None:
    programme.quota(1)
    light = programme.carrying(1)
    programme.share()
    dear = programme.worth(light)
    programme.quota(1, chantier_id="next-door", reserved=True)
    assert programme.bids() is None
    assert programme.bids() is not None
    assert dear is not None
    programme.at += timedelta(days=63)
    assert programme.bids() is None, "a sharing of two months ago says nothing of who asks now"


def test_the_coordinator_reads_what_a_place_is_worth(programme: Sharing) -> None:
    programme.quota(1)
    programme.carrying(1)
    programme.share()
    page = Desk(programme).read()
    panel = next(each for each in page.all("section") if each.attributes.get("aria-labelledby") == "d-ici-la")
    assert "« Service » (Partenaire) : il reste 1 place, pour" in panel.text
    assert all(f"P-{number:04}" not in panel.text for number in range(PEOPLE))


def test_whoever_looks_at_a_referral_before_it_is_sent_is_told_and_decides(programme: Sharing) -> None:
    programme.quota(1)
    light, severe = programme.carrying(1), programme.carrying(3)
    programme.share()
    with programme.asking("advisor") as advisor:
        kept = advisor.prepare(light, hold_days=3).json()["id"]
        said = advisor.page(f"/orientations/{kept}").text
        assert "Il reste 1 place d’ici le prochain partage" in said
        advisor.agree(light)
        advisor.move(kept, "cancelled")
        urgent = advisor.prepare(severe).json()["id"]
        assert "d’ici le prochain partage" not in advisor.page(f"/orientations/{urgent}").text


def test_those_who_ask_are_those_whose_needs_nobody_follows(programme: Sharing) -> None:
    programme.quota(1)
    someone = programme.carrying(2)
    everything = Referent(person_id=someone, organisation="Mission locale")
    programme.store(everything, Need(person_id=someone, barrier=OTHER, assessed_on=TODAY))
    with programme.asking("coordinator") as coordinator:
        told = solved(coordinator)
    shared = len(told["assignments"]) + len(told["waiting"]) + told["other_served"] + told["other_waiting"]
    with Session(programme.app.state.engine) as session:
        asking = LearntSharing(session).asking("north", TODAY)
    assert asking.waiting == shared
