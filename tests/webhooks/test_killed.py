"""A sender that is killed (SIGKILL) loses nothing; what may have been taken is sent again under the same id."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event

from sqlmodel import select

from network_data.database import transaction
from network_data.repositories.retries import CLAIM_LASTS
from network_data.tables import WebhookDelivery
from tests.api.referring import Caller
from tests.webhooks.house import House
from tests.webhooks.receiver import Receiver, Taken


@contextmanager
def sending(house: House, url: str) -> Iterator[subprocess.Popen[bytes]]:
    """A sender in a process of its own; killed at the end of the block, whatever it does then."""
    words = [sys.executable, "-m", "tests.webhooks.sender", url, house.at.isoformat()]
    process = subprocess.Popen(words, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def test_killed_before_the_software_answered_it_is_sent_again_once_the_claim_has_run_out(
    house: House, advisor: Caller, software: Receiver, database_url: str
) -> None:
    house.register(house.key(), software.url)
    advisor.prepare()
    come, go = Event(), Event()

    def hang(_: Taken) -> int:
        come.set()
        assert go.wait(30)
        return 500

    software.answer = hang
    with sending(house, database_url):
        assert come.wait(30)
    go.set()
    software.answer = lambda _: 204
    assert house.send() == {}, "it may still be on its way: nobody else touches it"
    house.at += CLAIM_LASTS
    assert house.send() == {"204": 1}
    assert len({(taken.id, taken.body) for taken in software.taken}) == 1
    assert house.deliveries() == [("referral.changed", "delivered", "204")]


def test_killed_between_its_yes_and_our_commit_it_is_sent_again_under_the_same_id(
    house: House, advisor: Caller, software: Receiver, database_url: str
) -> None:
    house.register(house.key(), software.url)
    advisor.prepare()
    answered, go = Event(), Event()

    def hold(_: Taken) -> int:
        # Whoever would settle the delivery waits from here on.
        with transaction(house.app.state.engine, writes=True) as session:
            session.exec(select(WebhookDelivery).with_for_update()).all()
            answered.set()
            assert go.wait(30)
        return 204

    def yes_then_hold(taken: Taken) -> int:
        holder.submit(hold, taken)
        assert answered.wait(30)
        return 204

    with ThreadPoolExecutor(1) as holder:
        software.answer = yes_then_hold
        with sending(house, database_url) as process:
            assert answered.wait(30)
            assert process.poll() is None
        go.set()
    assert house.deliveries() == [("referral.changed", "waiting", None)]
    software.answer = lambda _: 204
    house.at += CLAIM_LASTS
    assert house.send() == {"204": 1}
    assert house.send() == {}
    first, second = software.taken
    assert (first.id, first.body) == (second.id, second.body)


def test_several_senders_at_once_send_each_once(house: House, advisor: Caller, software: Receiver) -> None:
    house.register(house.key(), software.url)
    for number in range(1, 6):
        advisor.prepare(house.someone(number))
    with ThreadPoolExecutor(4) as senders:
        met = list(senders.map(lambda _: house.send(), range(4)))
    assert sum(each.get("204", 0) for each in met) == 5
    assert len(software.taken) == len({taken.id for taken in software.taken}) == 5
