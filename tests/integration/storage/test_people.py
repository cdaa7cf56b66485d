"""The repository of people: a grant, a territory or a key opens what it is for, and nobody else exists."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session, select

from network_data.asker import Asker, Position, Role
from network_data.repositories import PersonFile, View
from network_data.tables import AuditEntry, AuditSubject, Chantier, Grant, GrantKind, HeldPaper, NeedState, Territory
from tests.integration.storage.asking import NOON, account, asker, grant, people_as, store_advisor
from tests.integration.storage.records import DAY, chantier, need, partner, person, referent, store, territory

EVERYONE = Asker.local()
OFFICER = asker("nadia", Position(Role.OFFICER, territory="paris"))
COORDINATOR = asker("mireille", Position(Role.COORDINATOR, territory="paris"))
SOFTWARE = asker("key:rejoue", Position(Role.SOFTWARE, chantier="rejoue"))
SECRET_PLACE: dict[str, Any] = {"insee_code": "75119", "latitude": 48.88, "longitude": 2.38, "secret_address": True}


@pytest.fixture
def two_chantiers(engine: Engine) -> Engine:
    """Three people at Rejoué and one at Emmaüs, stored out of order."""
    store(engine, territory(), chantier("rejoue"), chantier("emmaus"))
    store(engine, person("P-0003"), person("P-0001"), person("P-0002", "emmaus"), person("P-0004"))
    return engine


def found(who: Asker, engine: Engine, person_id: str = "P-0001") -> PersonFile | None:
    with people_as(who, engine) as people:
        return people.find(person_id)


def opened(who: Asker, engine: Engine, person_id: str = "P-0001") -> PersonFile:
    file = found(who, engine, person_id)
    assert file is not None
    return file


def test_an_advisor_sees_those_they_accompany_and_no_one_else_of_their_chantier(two_chantiers: Engine) -> None:
    ines = store_advisor(two_chantiers, "ines", "P-0003", "P-0001")
    with people_as(ines, two_chantiers) as people:
        files, total = people.page(None, 0, 10)
        assert [file.person.id for file in files] == ["P-0001", "P-0003"]
        assert total == 2
        assert people.find("P-0004") is None
        assert people.counts_by_chantier() == {"rejoue": 2}


def test_someone_elses_person_does_not_exist(two_chantiers: Engine) -> None:
    ines = store_advisor(two_chantiers, "ines", "P-0001")
    with people_as(ines, two_chantiers) as people:
        assert people.find("P-0002") is None
        assert people.find("P-9999") is None
        assert people.page("emmaus", 0, 10) == ([], 0)


@pytest.mark.parametrize("role", [Role.ADVISOR, Role.DIRECTION, Role.SUPERVISOR])
def test_a_role_in_a_chantier_opens_nobody_by_itself(two_chantiers: Engine, role: Role) -> None:
    with people_as(asker("someone", Position(role, chantier="rejoue")), two_chantiers) as people:
        assert people.page(None, 0, 10) == ([], 0)
        assert people.find("P-0001") is None
        assert people.counts_by_chantier() == {}


@pytest.mark.parametrize("role", [Role.OFFICER, Role.ADMINISTRATOR, Role.AUDITOR])
def test_a_role_in_a_territory_opens_nobody_by_itself(two_chantiers: Engine, role: Role) -> None:
    with people_as(asker("someone", Position(role, territory="paris")), two_chantiers) as people:
        assert people.page(None, 0, 10) == ([], 0)
        assert people.find("P-0001") is None


@pytest.mark.parametrize(
    ("since", "until"),
    [(timedelta(hours=1), None), (timedelta(days=-2), timedelta()), (timedelta(days=-2), timedelta(days=-1))],
)
def test_a_grant_opens_nothing_before_it_begins_nor_once_it_has_ended(
    two_chantiers: Engine, since: timedelta, until: timedelta | None
) -> None:
    ines = store_advisor(two_chantiers, "ines")
    ends = None if until is None else NOON + until
    store(two_chantiers, grant("ines", "P-0001", since=NOON + since, until=ends))
    assert found(ines, two_chantiers) is None


@pytest.mark.parametrize("kind", [GrantKind.ACCOMPANIES, GrantKind.STANDS_IN, GrantKind.HANDS_OVER, GrantKind.OPENED])
def test_these_grants_open_the_whole_file(two_chantiers: Engine, kind: GrantKind) -> None:
    store(two_chantiers, need("addictions"), HeldPaper(person_id="P-0001", paper="cni"), account("ines"))
    store(two_chantiers, grant("ines", "P-0001", kind))
    file = opened(asker("ines"), two_chantiers)
    assert file.view is View.WHOLE
    assert [each.barrier for each in file.needs] == ["addictions"]
    assert [each.paper for each in file.papers] == ["cni"]


@pytest.mark.parametrize(
    ("kind", "knows"),
    [
        (GrantKind.ACCOMPANIES, True),
        (GrantKind.STANDS_IN, True),
        (GrantKind.HANDS_OVER, False),
        (GrantKind.OPENED, False),
    ],
)
def test_a_secret_place_is_for_those_who_accompany_the_person_now(engine: Engine, kind: GrantKind, knows: bool) -> None:
    store(engine, territory(), chantier(), person(**SECRET_PLACE), account("ines"), grant("ines", "P-0001", kind))
    place = opened(asker("ines"), engine).person
    assert (place.insee_code, place.latitude, place.longitude) == (("75119", 48.88, 2.38) if knows else (None,) * 3)
    assert place.secret_address


def test_an_officer_sees_the_needs_entrusted_and_nothing_else(two_chantiers: Engine) -> None:
    store(two_chantiers, need("logement-inadapte"), need("addictions"), need("identite"), account("nadia"))
    store(two_chantiers, HeldPaper(person_id="P-0001", paper="cni"))
    store(two_chantiers, referent(organisation="SIAO", barrier="logement-inadapte"), referent(organisation="CSAPA"))
    store(two_chantiers, grant("nadia", "P-0001", GrantKind.ENTRUSTED, barriers=["logement-inadapte"]))
    file = opened(OFFICER, two_chantiers)
    assert file.view is View.ENTRUSTED
    assert [each.barrier for each in file.needs] == ["logement-inadapte"]
    assert [each.organisation for each in file.referents] == ["SIAO"]
    assert file.papers == ()
    assert found(OFFICER, two_chantiers, "P-0003") is None


def test_an_officer_learns_nothing_of_where_or_how_the_person_lives(engine: Engine) -> None:
    told: dict[str, Any] = {
        "birth_year": 1979,
        "insee_code": "75119",
        "publics": {"femmes": True},
        "known_partners": ["p1"],
    }
    store(engine, territory(), chantier(), person(**told), need("identite"), account("nadia"))
    store(engine, grant("nadia", "P-0001", GrantKind.ENTRUSTED, barriers=["identite"]))
    kept = opened(OFFICER, engine).person
    assert (kept.birth_year, kept.insee_code, kept.publics, kept.known_partners) == (None, None, {}, [])


def test_a_partner_whose_name_tells_another_barrier_is_not_named(engine: Engine) -> None:
    store(engine, territory(), chantier(), person(), need("identite"), need("addictions"), account("nadia"))
    store(engine, partner("csapa", sensitive=True), partner("ccas"))
    store(
        engine, referent(barrier="identite", organisation="CSAPA du Canal", function="Éducatrice", partner_id="csapa")
    )
    store(engine, grant("nadia", "P-0001", GrantKind.ENTRUSTED, barriers=["identite"]))
    for who in (OFFICER, SOFTWARE):
        (shown,) = opened(who, engine).referents
        assert (shown.organisation, shown.function, shown.partner_id) == ("un partenaire", "", None)


def test_a_key_reads_its_chantier_without_what_is_sensitive_or_tells_of_it(two_chantiers: Engine) -> None:
    juridical = "personnes-en-situation-juridique-specifique"
    store(two_chantiers, person("P-0005", publics={juridical: True, "femmes": True}, known_partners=["csapa"]))
    store(two_chantiers, need("suivi-judiciaire", "P-0005"), need("identite", "P-0005"))
    store(two_chantiers, HeldPaper(person_id="P-0005", paper="casier-b3"), HeldPaper(person_id="P-0005", paper="cni"))
    store(two_chantiers, referent("P-0005", organisation="SPIP", barrier="suivi-judiciaire"))
    file = opened(SOFTWARE, two_chantiers, "P-0005")
    assert file.view is View.WITHOUT_SENSITIVE
    assert [each.barrier for each in file.needs] == ["identite"]
    assert [each.paper for each in file.papers] == ["cni"]
    assert (file.person.publics, file.person.known_partners, file.referents) == ({"femmes": True}, [], ())
    assert found(SOFTWARE, two_chantiers, "P-0002") is None


def test_a_telling_organisation_outside_the_network_is_not_named_to_whoever_does_not_know_the_barrier(
    two_chantiers: Engine,
) -> None:
    barriers = ("identite", "gestion-budget", "addictions")
    store(two_chantiers, person("P-0005"), *(need(barrier, "P-0005") for barrier in barriers), account("nadia"))
    store(two_chantiers, referent("P-0005", organisation="CSAPA Les Lilas", barrier="identite"))
    store(two_chantiers, referent("P-0005", organisation="AP-HP", function="Psychologue", barrier="gestion-budget"))
    store(two_chantiers, grant("nadia", "P-0005", GrantKind.ENTRUSTED, barriers=list(barriers)))
    names = {each.barrier: each.organisation for each in opened(SOFTWARE, two_chantiers, "P-0005").referents}
    assert names == {"identite": "un partenaire", "gestion-budget": "un partenaire"}
    # The officer was entrusted the addiction: the first name tells them nothing that they do not know.
    names = {each.barrier: each.organisation for each in opened(asker("nadia"), two_chantiers, "P-0005").referents}
    assert names == {"identite": "CSAPA Les Lilas", "gestion-budget": "un partenaire"}


def test_a_key_cannot_tell_whose_address_is_secret(two_chantiers: Engine) -> None:
    place: dict[str, Any] = {"insee_code": "75119", "latitude": 48.88, "longitude": 2.38, "languages": ["fr"]}
    store(two_chantiers, person("P-0005", **place), person("P-0006", **place, secret_address=True))
    open_, secret = (
        opened(SOFTWARE, two_chantiers, each).person.model_dump(exclude={"id"}) for each in ("P-0005", "P-0006")
    )
    assert open_ == secret
    assert (secret["insee_code"], secret["latitude"], secret["longitude"]) == (None, None, None)
    assert secret["languages"] == ["fr"]


def test_a_coordinator_counts_their_territory_and_opens_no_file(two_chantiers: Engine) -> None:
    store(two_chantiers, Territory(slug="lyon", name="Lyon"), Chantier(id="lyon", territory_slug="lyon", name="Lyon"))
    store(two_chantiers, person("P-0009", "lyon"), need("addictions"), need("identite"))
    with people_as(COORDINATOR, two_chantiers) as people:
        assert people.counts_by_chantier() == {"emmaus": 1, "rejoue": 3}
        files, total = people.page("rejoue", 0, 10)
        assert people.find("P-0001") is None
        assert people.page("lyon", 0, 10) == ([], 0)
    assert total == 3
    assert [(file.person.id, file.need_count) for file in files] == [("P-0001", 2), ("P-0003", 0), ("P-0004", 0)]
    assert {(file.view, file.needs, file.referents) for file in files} == {(View.COUNTED, (), ())}


def test_whoever_holds_the_machine_sees_every_chantier_and_may_look_at_one(two_chantiers: Engine) -> None:
    with people_as(EVERYONE, two_chantiers) as people:
        assert people.counts_by_chantier() == {"emmaus": 1, "rejoue": 3}
        assert people.page(None, 0, 10)[1] == 4
        files, total = people.page("emmaus", 0, 10)
    assert [file.person.id for file in files] == ["P-0002"]
    assert total == 1


def test_only_an_advisor_of_the_chantier_may_ask_to_open_a_colleagues_file(two_chantiers: Engine) -> None:
    ines = store_advisor(two_chantiers, "ines")
    with people_as(ines, two_chantiers) as people:
        assert people.chantier_of_colleague("P-0001") == "rejoue"
        assert people.chantier_of_colleague("P-0002") is None
        assert people.chantier_of_colleague("P-9999") is None
    for other in (OFFICER, COORDINATOR, SOFTWARE, asker("boss", Position(Role.DIRECTION, chantier="rejoue"))):
        with people_as(other, two_chantiers) as people:
            assert people.chantier_of_colleague("P-0001") is None


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
        need("acces-logement", assessed_on=yesterday),
        need("identite"),
        need("domiciliation", state=NeedState.LIFTED, assessed_on=tomorrow),
        need("gestion-budget", "P-0003"),
        HeldPaper(person_id="P-0001", paper="cni"),
        HeldPaper(person_id="P-0003", paper="passeport"),
        referent(organisation="CSAPA", barrier="addictions", until=DAY),
        referent(organisation="Ancien", until=yesterday),
        referent(organisation="SPIP"),
        referent("P-0003", organisation="CCAS"),
    )
    file = opened(store_advisor(two_chantiers, "ines", "P-0001"), two_chantiers)
    assert [each.barrier for each in file.needs] == ["acces-logement", "identite"]
    assert [each.paper for each in file.papers] == ["cni"]
    assert [each.organisation for each in file.referents] == ["CSAPA", "SPIP"]
    assert file.last_assessed_on == DAY
    following = file.referent_of("addictions")
    assert following is not None
    assert following.organisation == "CSAPA"
    assert file.referent_of("identite") is None


def test_every_look_leaves_a_trace_and_a_refused_one_does_not(two_chantiers: Engine) -> None:
    ines = store_advisor(two_chantiers, "ines", "P-0001")
    found(ines, two_chantiers)
    found(ines, two_chantiers, "P-0002")
    with Session(two_chantiers) as session:
        (entry,) = session.exec(select(AuditEntry)).all()
        subject = session.exec(select(AuditSubject)).one()
    assert (entry.actor, entry.action, entry.at, entry.subjects) == ("ines", "person.read", NOON, [subject.id])
    assert subject.person_id == "P-0001"


@contextmanager
def counted_queries(engine: Engine) -> Iterator[list[str]]:
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.startswith("SELECT") and "audit" not in statement and "advisory" not in statement:
            asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize("how_many", [1, 30])
def test_a_page_costs_eight_queries_however_many_people_it_shows(engine: Engine, how_many: int) -> None:
    store(engine, territory(), chantier(), account("ines"))
    for number in range(how_many):
        who = f"P-{number:04}"
        store(engine, person(who), need("identite", who), referent(who), HeldPaper(person_id=who, paper="cni"))
        store(engine, Grant(account_id="ines", person_id=who, kind=GrantKind.ACCOMPANIES, since=NOON))
    with people_as(asker("ines"), engine) as people, counted_queries(engine) as asked:
        files, _ = people.page(None, 0, 50)
    assert all(file.needs and file.papers and file.referents for file in files)
    # One counts the people, one reads them, one why they are seen, five what is known of them.
    assert len(asked) == 8
