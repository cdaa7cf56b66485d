"""A server is killed (SIGKILL) ten times under load: no answer that was given is lost, no message, none done twice."""

import threading
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from itertools import count

from sqlmodel import Session, col, select

from network_data.repositories.retries import CLAIM_LASTS
from network_data.tables import MailState, OutgoingMail, Referral, ReferralEvent
from network_data.trail import Trail
from tests.access.world import credential
from tests.api.referring import ENTRUSTED
from tests.api.served.client import Client
from tests.api.served.server import Served, kill
from tests.mail.office import SECRETS, Office
from tests.mail.postbox import Postbox, postbox

CLIENTS, KILLS, PLACES = 8, 10, 3
BETWEEN_KILLS = 8
"""Answers that are waited for before the next one: the server is at work by then."""
WAYS = (("sent", "accepted", "cancelled"), ("sent", "cancelled"), ("sent", "accepted"), ("sent",))


class Crowd:
    """Clients who refer, send and cancel on the same few places until they are told to stop."""

    def __init__(self, port: int, headers: dict[str, str], people: Sequence[str]) -> None:
        self._port, self._headers = port, headers
        self._told, self._enough = threading.Condition(), threading.Event()
        self.answered = 0
        self.told: dict[str, list[str]] = {}
        """By referral, the states that the server said it came to."""
        self.refused = Counter[tuple[int, str]]()
        self._clients = [threading.Thread(target=self._ask, args=(person,)) for person in people]
        for client in self._clients:
            client.start()

    def wait(self, answers: int) -> None:
        """Returns once so many more were given."""
        with self._told:
            wanted = self.answered + answers
            assert self._told.wait_for(lambda: self.answered >= wanted, 120), "nobody is answered any more"

    def stop(self) -> None:
        """Lets everybody finish what they have begun: what is open then stays open."""
        self._enough.set()
        for client in self._clients:
            client.join(120)
            assert not client.is_alive()

    def _ask(self, person: str) -> None:
        with closing(Client(self._port, self._headers)) as client:
            for turn in count():
                last = self._enough.is_set()
                self._refer(client, person, turn, WAYS[-1] if last else WAYS[turn % 2])
                if last:
                    return

    def _refer(self, client: Client, person: str, turn: int, way: Sequence[str]) -> None:
        body = {"person_id": person, "service_id": "service", "barriers": [ENTRUSTED]}
        status, made = client.insist("/referrals", body, f"{person} {turn}")
        assert status == 201, made
        self._note(made["id"], "prepared")
        for to in way:
            path, key = f"/referrals/{made['id']}/events", f"{person} {turn} {to}"
            status, document = client.insist(path, {"to": to}, key)
            if status == 200:
                self._note(made["id"], to)
            else:
                self.refused[status, str(document.get("guard"))] += 1

    def _note(self, referral: str, state: str) -> None:
        with self._told:
            self.told.setdefault(referral, []).append(state)
            self.answered += 1
            self._told.notify_all()


def test_killed_ten_times_under_load_it_has_kept_all_it_said_and_said_nothing_twice(database_url: str) -> None:
    office = Office(database_url)
    office.quota(PLACES)
    people = [office.someone(number) for number in range(CLIENTS)]
    with office.asking("advisor") as advisor:
        for person in people:
            advisor.agree(person)
    with postbox() as box:
        crowd = _live(office, database_url, box, people)
        office.skip(seconds=CLAIM_LASTS.total_seconds())
        while office.waiting():
            office.send(box)
        assert set(crowd.refused) <= {(422, "quota")}
        assert _logs(office) == crowd.told, "each answer is kept, and nothing was done but what was answered"
        assert office.used() <= PLACES
        office.check()
        _check_letters(office, box)
    assert Trail(office.app.state.engine, SECRETS).verify() is None
    office.close()


def _live(office: Office, url: str, box: Postbox, people: Sequence[str]) -> Crowd:
    servers = Served(url, box.port)
    crowd = Crowd(servers.port, dict(credential(office.app, "key").headers), people)
    for _ in range(KILLS):
        server = servers.start()
        crowd.wait(BETWEEN_KILLS)
        kill(server)
    server = servers.start()
    crowd.stop()
    kill(server)
    servers.close()
    return crowd


def _logs(office: Office) -> dict[str, list[str]]:
    """What is stored: by referral, the states it came to."""
    found: dict[str, list[str]] = {}
    with Session(office.app.state.engine) as session:
        for event in session.exec(select(ReferralEvent).order_by(col(ReferralEvent.number))):
            found.setdefault(event.referral_id, []).append(str(event.to_state))
    return found


def _check_letters(office: Office, box: Postbox) -> None:
    """Whoever was asked knows how it stands; a message came twice only where a server was killed, and the same."""
    with Session(office.app.state.engine) as session:
        letters = session.exec(select(OutgoingMail)).all()
        states = dict(session.exec(select(Referral.id, Referral.state)).all())
    assert {letter.state for letter in letters} <= {MailState.SENT, MailState.VOID}
    by_id = {letter.message_id: letter for letter in letters if letter.message_id}
    left = {each for each, letter in by_id.items() if letter.state is MailState.SENT}
    taken = Counter(box.ids)
    assert left <= set(taken) <= set(by_id), "none is lost, none invented"
    # What a server that was killed had handed over may have lost its reason before anybody asked what became of it.
    assert len(set(taken) - left) + taken.total() - len(taken) <= KILLS + 1
    for each, times in taken.items():
        assert times == 1 or len({letter.as_bytes() for letter in box.taken if letter["Message-ID"] == each}) == 1
    told = {referral: Counter[str]() for referral in states}
    for each in taken:
        told[by_id[each].referral_id or ""][by_id[each].kind.value] += 1
    in_vain = 0
    for referral, state in states.items():
        asked, withdrawn = told[referral]["request"], told[referral]["withdrawn"]
        assert asked == 1 if state == "sent" else asked <= 1
        assert asked <= withdrawn <= 1 if state == "cancelled" else not withdrawn
        in_vain += withdrawn - asked if state == "cancelled" else 0
    assert in_vain <= KILLS, "what may have arrived is taken back"
