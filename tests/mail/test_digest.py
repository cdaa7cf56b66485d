"""The day's digest: once a day for each reader who wants it, only when something is due, without a name."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session, select

from api.mail.bounces import bounce_of
from api.services.clocks import Clocks
from api.services.digests import write_digests
from api.services.mailing import note_bounce
from network_data.database import transaction
from network_data.repositories.digests import PURPOSE, OwnMail
from network_data.repositories.mail_addresses import MailAddresses, digest_of
from network_data.sealing import Sealer
from network_data.tables import Account, AccountMail, MailKind, OutgoingMail, PersonIdentity
from tests.api.referring import ENTRUSTED, OWN, Caller
from tests.mail.office import SECRETS, Office
from tests.mail.postbox import Postbox, text_of
from tests.mail.test_bounces import notice

MINE = "conseil@example.org"
MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC)


def wants(office: Office, account: str, email: str = MINE, *, digest: bool = True) -> None:
    """Gives the address of someone."""
    with transaction(office.app.state.engine, writes=True) as session:
        OwnMail(session, Sealer(SECRETS, PURPOSE), account).keep(email, digest=digest)


def digests(office: Office) -> list[tuple[str | None, str, dict[str, int]]]:
    """Every digest: whose, where it stands, what it counts."""
    with Session(office.app.state.engine) as session:
        rows = session.exec(select(OutgoingMail).where(OutgoingMail.kind == MailKind.DIGEST)).all()
        return [(row.account_id, row.state.value, row.details) for row in rows]


@pytest.fixture
def office(office: Office, advisor: Caller, box: Postbox) -> Office:
    """Someone has been waiting for a partner's answer for two days."""
    with transaction(office.app.state.engine, writes=True) as session:
        known = Sealer(SECRETS, "identity").seal({"first_name": "Zohra"})
        session.merge(PersonIdentity(person_id=OWN, sealed=known))
    advisor.sent()
    office.send(box)
    office.at = MONDAY + timedelta(days=2)
    return office


def run(office: Office) -> None:
    Clocks(office.app.state.engine, SECRETS).run(office.at, office.at.date())


def test_it_counts_by_kind_leads_to_the_page_names_nobody_and_comes_once_a_day(office: Office, box: Postbox) -> None:
    wants(office, "advisor")
    for _ in range(3):
        run(office)
        office.send(box)
        office.skip(hours=1)
    mine = [message for message in box.taken if message["To"] == MINE]
    (message,) = mine
    told = text_of(message)
    assert message["Subject"] == "À faire aujourd’hui : 1"
    assert "1 : Le partenaire n’a pas encore répondu" in told
    assert "https://maillage.example.org/a-faire" in told
    assert "/compte" in told
    for hidden in (OWN, "Zohra", ENTRUSTED, "Service", "Here"):
        assert hidden not in told
    office.skip(days=1)
    run(office)
    office.send(box)
    assert len([message for message in box.taken if message["To"] == MINE]) == 2


@pytest.mark.parametrize("why", ["no wish", "no address", "left", "address refused", "nothing due", "a role apart"])
def test_some_get_none(office: Office, advisor: Caller, why: str) -> None:
    who = "direction" if why == "a role apart" else "advisor"
    wants(office, who, digest=why != "no wish")
    with transaction(office.app.state.engine, writes=True) as session:
        if why == "no address":
            session.delete(session.get_one(AccountMail, "advisor"))
        if why == "left":
            session.get_one(Account, "advisor").left_at = office.at
        if why == "address refused":
            MailAddresses(session).mark(digest_of(MINE), "5.1.1", office.at)
    if why == "nothing due":
        (referral,) = advisor.get(f"/persons/{OWN}/referrals").json()["items"]
        advisor.move(referral["id"], "accepted")
    run(office)
    assert digests(office) == []


@pytest.mark.parametrize(
    "at",
    [
        datetime(2026, 11, 28, 9, tzinfo=UTC),
        datetime(2026, 12, 25, 9, tzinfo=UTC),
        datetime(2026, 11, 25, 4, 59, tzinfo=UTC),
    ],
)
def test_nothing_leaves_on_a_week_end_a_holiday_or_at_night(office: Office, at: datetime) -> None:
    wants(office, "advisor")
    office.at = at
    run(office)
    assert digests(office) == []


def test_several_machines_that_write_it_at_once_write_one(office: Office) -> None:
    wants(office, "advisor")
    run(office)
    office.skip(days=1)
    with ThreadPoolExecutor(4) as machines:
        written = list(machines.map(lambda _: write_digests(office.app.state.engine, SECRETS, office.at), range(4)))
    assert sorted(written) == [0, 0, 0, 1]
    assert len(digests(office)) == 2


@pytest.mark.parametrize("how", ["at once", "by a notice"])
def test_an_address_that_its_server_refuses_gets_none_until_it_is_given_again(
    office: Office, advisor: Caller, box: Postbox, how: str
) -> None:
    wants(office, "advisor")
    run(office)
    if how == "at once":
        box.to_address = lambda _: "550 5.1.1 No such user"
    office.send(box)
    if how == "by a notice":
        bounce = bounce_of(notice(next(message["Message-ID"] for message in box.taken if message["To"] == MINE)))
        assert bounce is not None
        assert note_bounce(office.app.state.engine, SECRETS, bounce, office.at)
    assert [state for _, state, _ in digests(office)] == ["failed"]
    assert "Cette adresse ne fonctionne pas" in advisor.page("/compte").text
    office.skip(days=1)
    run(office)
    assert len(digests(office)) == 1
    advisor.submit("/compte/courriel", email=MINE, digest="oui")
    assert "Cette adresse ne fonctionne pas" not in advisor.page("/compte").text
    run(office)
    assert len(digests(office)) == 2


def test_who_stops_it_before_it_leaves_gets_none_and_yesterday_s_never_leaves(office: Office, box: Postbox) -> None:
    wants(office, "advisor")
    run(office)
    wants(office, "advisor", digest=False)
    office.send(box)
    assert [state for _, state, _ in digests(office)] == ["void"]
    wants(office, "advisor")
    office.skip(days=1)
    run(office)
    office.skip(days=1)
    office.send(box)
    assert [state for _, state, _ in digests(office)] == ["void", "void"]
    assert all(message["To"] != MINE for message in box.taken)


def test_officers_and_coordinators_are_told_how_many_requests_wait(office: Office, advisor: Caller) -> None:
    advisor.post("/requests", {"person_id": OWN, "barrier": ENTRUSTED, "question": "Où aller ?"})
    wants(office, "officer", "officer@example.org")
    wants(office, "coordinator", "coordinator@example.org")
    assert write_digests(office.app.state.engine, SECRETS, office.at) == 2
    assert {(who, counts.get("requests")) for who, _, counts in digests(office)} == {("officer", 1), ("coordinator", 1)}


def test_the_address_is_given_on_one_s_account_sealed_and_forgotten_when_emptied(
    office: Office, advisor: Caller
) -> None:
    assert advisor.submit("/compte/courriel", email="not one", digest="oui").status_code == 422
    assert advisor.submit("/compte/courriel", email=MINE, digest="oui").status_code == 303
    assert MINE in advisor.page("/compte").text
    with Session(office.app.state.engine) as session:
        row = session.get_one(AccountMail, "advisor")
        assert MINE.encode() not in row.email_sealed
        assert row.digest
    assert advisor.submit("/compte/courriel", email=MINE).status_code == 303
    with Session(office.app.state.engine) as session:
        assert not session.get_one(AccountMail, "advisor").digest
    assert advisor.submit("/compte/courriel", email="").status_code == 303
    with Session(office.app.state.engine) as session:
        assert session.get(AccountMail, "advisor") is None
