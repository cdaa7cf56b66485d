"""A sender that is killed (SIGKILL) loses nothing; only between the server's 250 and our commit is one sent twice."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from threading import Event

from sqlalchemy import Engine
from sqlmodel import select

from network_data.database import transaction
from network_data.repositories.retries import CLAIM_LASTS
from network_data.tables import OutgoingMail
from tests.api.referring import Caller
from tests.mail.office import Office
from tests.mail.postbox import postbox


@contextmanager
def sending(office: Office, url: str, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """A sender in a process of its own; killed at the end of the block, whatever it does then."""
    words = [sys.executable, "-m", "tests.mail.sender", url, str(port), office.at.isoformat()]
    process = subprocess.Popen(words, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@contextmanager
def nothing_settled(engine: Engine) -> Iterator[None]:
    """Keeps the messages' rows from being changed: whoever would settle one waits."""
    with transaction(engine, writes=True) as session:
        session.exec(select(OutgoingMail).with_for_update()).all()
        yield


def test_killed_before_the_server_has_taken_it_it_is_sent_once(
    office: Office, advisor: Caller, database_url: str
) -> None:
    advisor.sent()
    come, go = Event(), Event()

    def hang(_: EmailMessage) -> str:
        come.set()
        assert go.wait(30)
        return "451 4.3.0 Never said to anyone"

    with postbox(to_message=hang) as slow:
        with sending(office, database_url, slow.port):
            assert come.wait(30)
        go.set()
    with postbox() as box:
        office.send(box)
        assert box.taken == [], "it may still be on its way: nobody else touches it"
        office.at += CLAIM_LASTS
        office.send(box)
        office.send(box)
        assert len(box.taken) == 1
    assert office.letters() == [("request", "sent")]


def test_killed_between_the_server_s_yes_and_our_commit_it_is_sent_again_under_the_same_id(
    office: Office, advisor: Caller, database_url: str
) -> None:
    advisor.sent()
    engine, answered = office.app.state.engine, Event()
    holding = nothing_settled(engine)

    def hold(_: EmailMessage) -> str:
        holding.__enter__()
        answered.set()
        return "250 OK"

    with postbox(to_message=hold) as box:
        with sending(office, database_url, box.port) as process:
            assert answered.wait(30)
            assert process.poll() is None
        holding.__exit__(None, None, None)
        assert office.letters() == [("request", "waiting")]
        box.to_message = lambda _: "250 OK"
        office.at += CLAIM_LASTS
        office.send(box)
        office.send(box)
        first, second = box.taken
    assert first["Message-ID"] == second["Message-ID"]
    assert first.as_bytes() == second.as_bytes()
    assert office.letters() == [("request", "sent")]


def test_what_may_have_arrived_before_the_sender_died_is_taken_back_even_where_it_lost_its_reason_first(
    office: Office, advisor: Caller, database_url: str
) -> None:
    referral, answered = advisor.sent(), Event()
    holding = nothing_settled(office.app.state.engine)

    def hold(_: EmailMessage) -> str:
        holding.__enter__()
        answered.set()
        return "250 OK"

    with postbox(to_message=hold) as box:
        with sending(office, database_url, box.port):
            assert answered.wait(30)
        holding.__exit__(None, None, None)
        box.to_message = lambda _: "250 OK"
        assert advisor.move(referral, "accepted", details={"contact": "call"}).status_code == 200
        office.at += CLAIM_LASTS
        office.send(box)
        assert office.letters() == [("request", "void")], "nothing is asked any more"
        assert advisor.move(referral, "cancelled").status_code == 200
        office.send(box)
        assert len(box.taken) == 2
    assert sorted(office.letters()) == [("request", "void"), ("withdrawn", "sent")]


def test_killed_among_many_none_is_lost_and_one_at_most_is_doubled(
    office: Office, advisor: Caller, database_url: str
) -> None:
    for number in range(1, 6):
        advisor.sent(office.someone(number))
    third = Event()

    def note(_: EmailMessage) -> str:
        if len(box.taken) == 2:
            third.set()
        return "250 OK"

    with postbox(to_message=note) as box:
        with sending(office, database_url, box.port):
            assert third.wait(30)
        office.at += CLAIM_LASTS
        office.send(box)
        assert len(set(box.ids)) == 5
        assert len(box.ids) <= 6
    assert office.letters() == 5 * [("request", "sent")]
