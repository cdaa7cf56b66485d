"""Who may open whose file to whom: what is asked is checked, given, traced, and ends when it should."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from api.errors import ForbiddenError, NotFoundError
from api.services.accounts import Accounts
from api.services.grants import Granting, RefusedGrantError, Trust
from network_data.asker import Asker, Position, Role
from network_data.database import transaction
from network_data.repositories import NetworkRepository, PeopleRepository, PersonFile
from network_data.repositories.accounts import AccountRepository
from network_data.repositories.grants import GrantRepository
from network_data.tables import Account, AuditEntry, GrantKind, WebSession
from network_data.trail import JoinedTrail, Trail
from tests.integration.storage.asking import (
    NOON,
    SECRETS,
    account,
    asker,
    grant,
    holds,
    identities_as,
    people_as,
    store_advisor,
)
from tests.integration.storage.records import DAY, chantier, need, person, store, territory

INES, KARIM = asker("ines"), asker("karim")
NADIA = asker("nadia", Position(Role.OFFICER, territory="paris"))
LOCAL = Asker.local()
A_REASON = "Sa conseillère est absente, il faut appeler l'hébergement."
Act = Callable[[Granting, PersonFile], None]


@pytest.fixture
def programme(engine: Engine) -> Engine:
    """Inès accompanies P-0001 at Rejoué, with her colleague Karim; Nadia is the officer, Zoé works elsewhere."""
    store(engine, territory(), chantier("rejoue"), chantier("emmaus"), person(), person("P-0002", "emmaus"))
    store(engine, need("identite"), need("addictions"))
    store_advisor(engine, "ines", "P-0001")
    store_advisor(engine, "karim")
    store_advisor(engine, "zoe", "P-0002", chantier="emmaus")
    store(engine, account("nadia"), holds("nadia", Role.OFFICER, territory="paris"))
    return engine


@contextmanager
def granting(who: Asker, engine: Engine, now: datetime = NOON) -> Iterator[Granting]:
    with transaction(engine, writes=True) as session:
        trail = JoinedTrail(Trail(engine, SECRETS), session)
        yield Granting(
            who,
            PeopleRepository(who, session, now, trail),
            GrantRepository(who, session, now, trail),
            AccountRepository(session, now),
            NetworkRepository(session),
            now,
        )


def act(who: Asker, engine: Engine, what: Act) -> None:
    """Does ``what`` to P-0001 as ``who``."""
    with granting(who, engine) as given:
        file = given.people.find("P-0001")
        assert file is not None
        what(given, file)


def sees(who: Asker, engine: Engine, now: datetime = NOON, person_id: str = "P-0001") -> list[str] | None:
    """The barriers that ``who`` sees of someone; None when they do not see them at all."""
    with people_as(who, engine, now) as people:
        file = people.find(person_id)
    return None if file is None else [each.barrier for each in file.needs]


def entries(engine: Engine, action: str) -> list[AuditEntry]:
    with Session(engine) as session:
        return list(session.exec(select(AuditEntry).where(AuditEntry.action == action)))


def trust(*barriers: str, to: str = "nadia", days: int = 90, agreed: bool = True) -> Act:
    return lambda given, file: given.entrust(file, Trust(to, barriers, DAY + timedelta(days=days), agreed))


def test_whoever_takes_over_accompanies_and_the_former_keeps_an_access_for_thirty_days(programme: Engine) -> None:
    assert sees(KARIM, programme) is None
    act(INES, programme, lambda given, file: given.hand_over(file, "karim"))
    assert sees(KARIM, programme) == ["identite", "addictions"]
    assert sees(INES, programme, NOON + timedelta(days=29)) == ["identite", "addictions"]
    assert sees(INES, programme, NOON + timedelta(days=30)) is None
    assert sees(KARIM, programme, NOON + timedelta(days=400)) is not None


def test_a_hand_over_without_transition_closes_the_file_at_once(programme: Engine) -> None:
    act(INES, programme, lambda given, file: given.hand_over(file, "karim", 0))
    assert sees(INES, programme) is None


def test_after_a_hand_over_the_former_no_longer_shares_the_file(programme: Engine) -> None:
    act(INES, programme, lambda given, file: given.hand_over(file, "karim"))
    with pytest.raises(ForbiddenError):
        act(INES, programme, lambda given, file: given.hand_over(file, "karim"))


def test_a_colleague_stands_in_until_the_end_of_the_day_said(programme: Engine) -> None:
    act(INES, programme, lambda given, file: given.stand_in(file, "karim", DAY + timedelta(days=2)))
    assert sees(KARIM, programme, NOON + timedelta(days=2, hours=11)) is not None
    assert sees(KARIM, programme, NOON + timedelta(days=2, hours=12)) is None
    assert sees(INES, programme) is not None


def test_an_officer_sees_the_barriers_entrusted_until_the_end_of_the_day_said(programme: Engine) -> None:
    act(INES, programme, trust("identite", days=10))
    assert sees(NADIA, programme) == ["identite"]
    assert sees(NADIA, programme, NOON + timedelta(days=11)) is None


def test_entrusting_again_replaces_what_was_entrusted(programme: Engine) -> None:
    act(INES, programme, trust("identite", "addictions"))
    act(INES, programme, trust("identite", agreed=False))
    assert sees(NADIA, programme) == ["identite"]
    with identities_as(NADIA, programme) as (people, identities):
        file = people.find("P-0001")
        assert file is not None
        assert identities.of([file]) == {}


def test_what_was_entrusted_can_be_taken_back_at_once(programme: Engine) -> None:
    act(INES, programme, trust("identite"))

    def take_back(given: Granting, file: PersonFile) -> None:
        (held,) = [one for one, _ in given.grants.on_person(file.person.id) if one.kind is GrantKind.ENTRUSTED]
        given.take_back(file, held.id or 0)

    act(INES, programme, take_back)
    assert sees(NADIA, programme) is None


def test_nobody_takes_back_an_access_that_is_not_on_the_person(programme: Engine) -> None:
    with Session(programme) as session:
        (zoes,) = GrantRepository(LOCAL, session, NOON, Trail(programme, SECRETS)).of_account("zoe")
        number = zoes.id or 0
    with pytest.raises(NotFoundError):
        act(INES, programme, lambda given, file: given.take_back(file, number))
    assert sees(asker("zoe"), programme, person_id="P-0002") is not None


@pytest.mark.parametrize(
    "refused",
    [
        lambda given, file: given.hand_over(file, "zoe"),
        lambda given, file: given.hand_over(file, "nadia"),
        lambda given, file: given.hand_over(file, "ines"),
        lambda given, file: given.hand_over(file, "nobody"),
        lambda given, file: given.hand_over(file, "karim", -1),
        lambda given, file: given.hand_over(file, "karim", 367),
        lambda given, file: given.stand_in(file, "zoe", DAY),
        lambda given, file: given.stand_in(file, "karim", DAY - timedelta(days=1)),
        lambda given, file: given.stand_in(file, "karim", DAY + timedelta(days=400)),
        trust("identite", to="karim"),
        trust("identite", days=-1),
        trust("domiciliation"),
        trust("identite", "domiciliation"),
        trust(),
    ],
)
def test_what_cannot_be_given_is_refused_and_changes_nothing(programme: Engine, refused: Act) -> None:
    with pytest.raises(RefusedGrantError):
        act(INES, programme, refused)
    assert [sees(who, programme) for who in (KARIM, NADIA, asker("zoe"))] == [None, None, None]
    assert sees(INES, programme) is not None
    assert entries(programme, "grant.give") == []


@pytest.mark.parametrize("kind", [GrantKind.STANDS_IN, GrantKind.HANDS_OVER, GrantKind.OPENED])
def test_only_whoever_accompanies_opens_the_file_to_others(programme: Engine, kind: GrantKind) -> None:
    store(programme, grant("karim", "P-0001", kind))
    for refused in (trust("identite"), lambda given, file: given.stand_in(file, "ines", DAY)):
        with pytest.raises(ForbiddenError):
            act(KARIM, programme, refused)
    assert sees(NADIA, programme) is None


def open_file(who: Asker, engine: Engine, person_id: str = "P-0001", reason: str = A_REASON) -> None:
    with granting(who, engine) as given:
        given.open_for_a_reason(person_id, reason)


def test_a_colleagues_file_opens_for_four_hours_with_a_reason_that_stays(programme: Engine) -> None:
    open_file(KARIM, programme)
    assert sees(KARIM, programme, NOON + timedelta(hours=3, minutes=59)) == ["identite", "addictions"]
    assert sees(KARIM, programme, NOON + timedelta(hours=4)) is None
    (entry,) = entries(programme, "grant.give")
    assert (entry.actor, entry.reason, entry.details["kind"]) == ("karim", A_REASON, "opened")


@pytest.mark.parametrize("reason", ["", "   ", "urgent", " a b c d e "])
def test_a_file_does_not_open_without_a_reason_that_says_something(programme: Engine, reason: str) -> None:
    with pytest.raises(RefusedGrantError):
        open_file(KARIM, programme, reason=reason)
    assert sees(KARIM, programme) is None


@pytest.mark.parametrize(
    "who",
    [
        asker("zoe", Position(Role.ADVISOR, chantier="emmaus")),
        NADIA,
        asker("boss", Position(Role.DIRECTION, chantier="rejoue")),
        asker("root", Position(Role.ADMINISTRATOR)),
    ],
    ids=["other chantier", "officer", "direction", "administrator"],
)
def test_no_one_else_opens_a_file_and_it_is_told_like_an_unknown_person(programme: Engine, who: Asker) -> None:
    told = []
    for person_id in ("P-0001", "P-9999"):
        with pytest.raises(NotFoundError) as refused:
            open_file(who, programme, person_id)
        told.append(refused.value.detail)
    assert told[0] == told[1]


def test_the_list_of_those_who_see_a_person_is_for_whoever_accompanies_them(programme: Engine) -> None:
    act(INES, programme, trust("identite"))
    with granting(INES, programme) as given:
        assert [who.name for _, who in given.grants.on_person("P-0001")] == ["Ines", "Nadia"]
    for other in (KARIM, NADIA):
        with granting(other, programme) as given:
            assert given.grants.on_person("P-0001") == ()


def test_every_change_of_access_is_traced_with_the_person_by_their_erasable_key(programme: Engine) -> None:
    act(INES, programme, lambda given, file: given.hand_over(file, "karim"))
    ended, given_now = entries(programme, "grant.end"), entries(programme, "grant.give")
    assert [(entry.actor, entry.details["account"], entry.details["kind"]) for entry in (*ended, *given_now)] == [
        ("ines", "ines", "accompanies"),
        ("ines", "karim", "accompanies"),
        ("ines", "ines", "hands_over"),
    ]
    assert all(len(entry.subjects) == 1 and "P-0001" not in entry.subjects for entry in (*ended, *given_now))


def leave(engine: Engine, login: str) -> list[str]:
    with transaction(engine, writes=True) as session:
        accounts = Accounts(LOCAL, session, NOON, JoinedTrail(Trail(engine, SECRETS), session))
        return accounts.leave(accounts.find(login))


def test_someone_whom_nobody_accompanies_is_given_to_an_advisor_at_the_machine(programme: Engine) -> None:
    leave(programme, "ines")
    act(LOCAL, programme, lambda given, file: given.accompany(file, "karim"))
    assert sees(KARIM, programme, NOON + timedelta(days=400)) == ["identite", "addictions"]


def test_nobody_gives_someone_to_an_advisor_from_elsewhere_than_the_machine(programme: Engine) -> None:
    with pytest.raises(ForbiddenError):
        act(INES, programme, lambda given, file: given.accompany(file, "karim"))
    with pytest.raises(RefusedGrantError):
        act(LOCAL, programme, lambda given, file: given.accompany(file, "zoe"))
    assert [sees(who, programme) for who in (KARIM, asker("zoe"))] == [None, None]


def test_nothing_opens_any_more_to_someone_who_leaves(programme: Engine) -> None:
    store(programme, WebSession(id="browser", account_id="ines", created_at=NOON, seen_at=NOON))
    act(INES, programme, lambda given, file: given.stand_in(file, "karim", DAY + timedelta(days=5)))
    assert leave(programme, "ines") == ["P-0001"]
    assert sees(INES, programme) is None
    assert sees(KARIM, programme) is not None
    with Session(programme) as session:
        accounts = AccountRepository(session, NOON)
        assert accounts.by_login("ines") is None
        assert accounts.session_with_account("browser") is None
        assert session.get_one(Account, "ines").left_at == NOON
    assert [entry.details for entry in entries(programme, "account.leave")] == [{"account": "ines"}]


def test_nobody_is_left_alone_by_someone_who_handed_over_before_leaving(programme: Engine) -> None:
    act(INES, programme, lambda given, file: given.hand_over(file, "karim"))
    assert leave(programme, "ines") == []
    assert sees(INES, programme) is None
    assert sees(KARIM, programme) is not None
