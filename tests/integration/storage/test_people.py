"""The repository of people: an asker sees the people of their chantiers, and nobody else exists."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session

from network_data.asker import Asker, Role
from network_data.database import transaction
from network_data.repositories import PeopleRepository
from network_data.tables import HeldPaper, NeedState
from tests.integration.storage.records import DAY, chantier, need, person, referent, store, territory

EVERYONE = Asker.local()
OF_REJOUE = Asker(name="advisor", role=Role.LOCAL, chantiers=frozenset({"rejoue"}))
OF_NONE = Asker(name="newcomer", role=Role.LOCAL, chantiers=frozenset())


@contextmanager
def people_as(asker: Asker, engine: Engine) -> Iterator[PeopleRepository]:
    with Session(engine) as session:
        yield PeopleRepository(asker, session, DAY)


@pytest.fixture
def two_chantiers(engine: Engine) -> Engine:
    """Three people at Rejoué and one at Emmaüs, stored out of order."""
    store(engine, territory(), chantier("rejoue"), chantier("emmaus"))
    store(engine, person("P-0003"), person("P-0001"), person("P-0002", "emmaus"), person("P-0004"))
    return engine


def test_an_asker_sees_the_people_of_their_chantiers(two_chantiers: Engine) -> None:
    with people_as(OF_REJOUE, two_chantiers) as people:
        files, total = people.page(None, 0, 10)
    assert [file.person.id for file in files] == ["P-0001", "P-0003", "P-0004"]
    assert total == 3


def test_someone_elses_person_does_not_exist(two_chantiers: Engine) -> None:
    with people_as(OF_REJOUE, two_chantiers) as people:
        assert people.find("P-0002") is None
        assert people.find("P-9999") is None
        assert people.page("emmaus", 0, 10) == ([], 0)
        assert people.counts_by_chantier() == {"rejoue": 3}


def test_an_asker_without_a_chantier_sees_nobody(two_chantiers: Engine) -> None:
    with people_as(OF_NONE, two_chantiers) as people:
        assert people.page(None, 0, 10) == ([], 0)
        assert people.find("P-0001") is None
        assert people.counts_by_chantier() == {}


def test_the_local_asker_sees_every_chantier_and_may_look_at_one(two_chantiers: Engine) -> None:
    with people_as(EVERYONE, two_chantiers) as people:
        assert people.counts_by_chantier() == {"emmaus": 1, "rejoue": 3}
        assert people.page(None, 0, 10)[1] == 4
        files, total = people.page("emmaus", 0, 10)
    assert [file.person.id for file in files] == ["P-0002"]
    assert total == 1


def test_pages_follow_each_other_by_pseudonym_without_overlap_or_gap(two_chantiers: Engine) -> None:
    with people_as(EVERYONE, two_chantiers) as people:
        pages = [people.page(None, offset, 3) for offset in (0, 3, 6)]
    shown = [[file.person.id for file in files] for files, _ in pages]
    assert shown == [["P-0001", "P-0002", "P-0003"], ["P-0004"], []]
    assert {total for _, total in pages} == {4}


def test_a_file_holds_open_needs_papers_and_current_referents_and_no_one_elses(two_chantiers: Engine) -> None:
    yesterday, tomorrow = DAY - timedelta(days=1), DAY + timedelta(days=1)
    store(
        two_chantiers,
        need("logement", assessed_on=yesterday),
        need("identite"),
        need("domiciliation", state=NeedState.LIFTED, assessed_on=tomorrow),
        need("budget", "P-0003"),
        HeldPaper(person_id="P-0001", paper="cni"),
        HeldPaper(person_id="P-0003", paper="passeport"),
        referent(organisation="CSAPA", barrier="addictions", until=DAY),
        referent(organisation="Ancien", until=yesterday),
        referent(organisation="SPIP"),
        referent("P-0003", organisation="CCAS"),
    )
    with people_as(OF_REJOUE, two_chantiers) as people:
        file = people.find("P-0001")
        assert file is not None
        assert [each.barrier for each in file.needs] == ["logement", "identite"]
        assert [each.paper for each in file.papers] == ["cni"]
        assert [each.organisation for each in file.referents] == ["CSAPA", "SPIP"]
        assert file.last_assessed_on == DAY
        following = file.referent_of("addictions")
        assert following is not None
        assert following.organisation == "CSAPA"
        assert file.referent_of("identite") is None


@contextmanager
def counted_queries(engine: Engine) -> Iterator[list[str]]:
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("SELECT"):
            asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize("how_many", [1, 30])
def test_a_page_costs_five_queries_however_many_people_it_shows(engine: Engine, how_many: int) -> None:
    store(engine, territory(), chantier())
    for number in range(how_many):
        who = f"P-{number:04}"
        store(engine, person(who), need("identite", who), referent(who), HeldPaper(person_id=who, paper="cni"))
    with transaction(engine) as session, counted_queries(engine) as asked:
        files, _ = PeopleRepository(EVERYONE, session, DAY).page(None, 0, 50)
    assert all(file.needs and file.papers and file.referents for file in files)
    # One counts the people, one reads them, three read what is known of them.
    assert len(asked) == 5
