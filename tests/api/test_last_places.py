"""Fifty clients confirm at the same moment, from several processes: no quota is exceeded, nobody gets a defect."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from tests.api.crowd import CLIENTS, together
from tests.api.referring import OTHER, OWN, Caller, Programme, told

PLACES, RESERVED = 12, 4
CALLED = {"details": {"contact": "call"}}


def confirm(caller: Caller, person: str, ready: Callable[[], object]) -> list[Any]:
    """Every other client wants a place kept back; the others have theirs accepted in a call.

    Then everybody sends the very same request under the same key.
    """
    keeps = int(person.removeprefix("P-")) % 2 == 0
    referral = "" if keeps else caller.prepare(person).json()["id"]
    ready()
    first = caller.prepare(person, hold_days=7) if keeps else caller.move(referral, "accepted", **CALLED)
    ready()
    body = {"person_id": OWN, "service_id": "elsewhere", "barriers": [OTHER]}
    same = caller.post("/referrals", body, "the same key")
    return [told(first), (same.status_code, same.json().get("id"))]


def test_of_fifty_at_the_same_moment_as_many_get_a_place_as_there_are_and_none_is_told_of_a_defect(
    database_url: str,
) -> None:
    programme = Programme(database_url)
    programme.quota(PLACES)
    programme.quota(RESERVED, chantier_id="next-door", reserved=True)
    people = [programme.someone(number) for number in range(CLIENTS)]
    with programme.asking("advisor") as advisor:
        for person in people[1::2]:
            advisor.agree(person)
    answers = together(database_url, people, confirm)
    firsts, sames = (Counter(step) for step in zip(*answers, strict=True))
    got = firsts[201, "prepared"] + firsts[200, "accepted"]
    assert got == programme.used() == PLACES - RESERVED
    assert firsts[422, "quota"] == CLIENTS - got
    # The same request under the same key made one referral, and every client was told of it.
    assert len(sames) == 1
    assert next(iter(sames))[0] == 201
    programme.check()
    programme.close()
