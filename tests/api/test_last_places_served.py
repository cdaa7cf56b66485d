"""Fifty clients ask server processes for the same last places at once: none too many is given, nobody gets a defect."""

import threading
from collections import Counter
from contextlib import closing

from tests.access.world import credential
from tests.api.referring import ENTRUSTED, Programme
from tests.api.served.client import Client
from tests.api.served.server import served

CLIENTS, PLACES = 50, 6


def take(client: Client, person: str, *, gives_up: bool) -> list[tuple[int, str]]:
    """Refers someone, has them taken where there is room, and for some gives the place back; what was answered."""
    status, made = client.post("/referrals", {"person_id": person, "service_id": "service", "barriers": [ENTRUSTED]})
    told = [(status, str(made.get("state") or made))]
    for to in ("sent", "accepted", *(("cancelled", "entered_in_error") if gives_up else ())):
        status, document = client.post(f"/referrals/{made['id']}/events", {"to": to})
        told.append((status, str(document.get("state") or document.get("guard") or document)))
    return told


def test_of_fifty_who_answer_cancel_and_send_at_once_as_many_have_a_place_as_there_are(database_url: str) -> None:
    programme = Programme(database_url)
    programme.quota(PLACES)
    people = [programme.someone(number) for number in range(CLIENTS)]
    with programme.asking("advisor") as advisor:
        for person in people:
            advisor.agree(person)
    headers, told = dict(credential(programme.app, "key").headers), list[list[tuple[int, str]]]()

    def ask(number: int) -> None:
        with closing(Client(port, headers)) as client:
            told.append(take(client, people[number], gives_up=number % 2 == 0))

    with served(database_url, servers=2) as port:
        clients = [threading.Thread(target=ask, args=(number,)) for number in range(CLIENTS)]
        for client in clients:
            client.start()
        for client in clients:
            client.join()
    answers = Counter(answer for client in told for answer in client)
    assert set(answers) <= {
        *((201, "prepared"), (200, "sent"), (200, "accepted"), (422, "quota")),
        *((200, "cancelled"), (200, "entered_in_error")),
    }
    assert len(told) == CLIENTS
    assert answers[422, "quota"] > 0
    keep = [client for client in told if len(client) == 3 and client[-1] == (200, "accepted")]
    assert programme.used() == len(keep) <= PLACES
    with programme.asking("key") as software:
        waiting = [person for person in people if software.get(f"/persons/{person}/referrals").json()["items"]]
        for person in waiting:
            (referral,) = software.get(f"/persons/{person}/referrals").json()["items"]
            if referral["state"] == "sent":
                software.move(referral["id"], "accepted")
    assert programme.used() == PLACES, "what was given back went to those who asked again, and no further"
    programme.check()
    programme.close()
