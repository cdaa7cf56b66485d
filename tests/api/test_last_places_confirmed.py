"""Fifty coordinators confirm different proposals of the same places at the same moment: no quota is exceeded."""

import re
from collections.abc import Callable
from typing import Any

from tests.api.crowd import CLIENTS, together
from tests.api.referring import Caller, Programme

PAGE = "/territoires/north/places"
PLACES, PROPOSALS = 6, 10


def confirm(caller: Caller, told: str, ready: Callable[[], object]) -> list[Any]:
    """Confirms a proposal: its id, then its lines."""
    proposal, *lines = told.split()
    ready()
    kept = {f"garder-{line}": "oui" for line in lines}
    answer = caller.submit(PAGE + "/confirmer", proposition=proposal, **kept)
    return [answer.status_code, len(re.findall("Les places convenues|déjà ouverte", answer.text))]


def test_of_fifty_who_confirm_at_the_same_moment_as_many_places_are_held_as_there_are(database_url: str) -> None:
    programme = Programme(database_url)
    programme.quota(PLACES)
    for number in range(40):
        programme.someone(number)
    proposals = []
    with programme.asking("coordinator") as coordinator:
        for seed in range(PROPOSALS):
            found = coordinator.post("/cohort/solve", {"seed": seed}).json()
            taking = [each["person_id"] for each in found["assignments"] if each["place"]]
            proposals.append(" ".join([found["result_id"], *(f"{person}.0" for person in taking)]))
    assert len({told.partition(" ")[2] for told in proposals}) > 1
    answers = together(database_url, [proposals[n % PROPOSALS] for n in range(CLIENTS)], confirm, "coordinator")
    assert {status for status, _ in answers} == {200}
    assert sum(PLACES - refused for _, refused in answers) == programme.used() == PLACES
    programme.check()
    programme.close()
