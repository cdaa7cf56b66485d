"""The same users, who ask the officers too: no step of a request that may not follow, no state but that of its log."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.api.living.ledger import Question
from tests.api.living.machine import API, OWN, LivingMachine, askers, of, people, which, writers
from tests.api.living.programme import NEEDS
from tests.api.living.table import denied
from tests.reference import request_life

ASK, REQUEST = "/requests", "/requests/{request_id}"
STEPS = sorted(request_life.ALL - {"asked"})
officers = st.sampled_from(["officer", "officer", "coordinator", "advisor"])


class AskingMachine(LivingMachine):
    """One life, with questions to the officers."""

    @rule(who=writers, at=people, need=st.sampled_from(NEEDS))
    def ask(self, who: str, at: int, need: str) -> None:
        body = {"person_id": self._person(at), "barrier": need, "question": "Qui peut recevoir cette personne ?"}
        # What may be asked is what may be read: the address itself names nobody.
        route = "/persons/{person_id}/referrals"
        answer = self._ask(who, self._person(at), "GET", route, lambda caller: caller.post(ASK, body))
        actor = self._actor(who, self._person(at))
        assert answer.status_code != 201 or denied(actor, "POST", API + ASK, "-") is None

    @precondition(lambda self: bool(self.stored.questions()))
    @rule(who=writers | officers, at=which, to=st.sampled_from(STEPS))
    def step(self, who: str, at: int, to: str) -> None:
        self._step(who, self._question(at), to)

    @precondition(lambda self: bool(self.stored.questions()))
    @rule(at=which, steps=st.lists(st.tuples(st.sampled_from(["officer", OWN]), which), min_size=2, max_size=8))
    def go_on(self, at: int, steps: list[tuple[str, int]]) -> None:
        """To states that may follow, most of them by whose turn it is."""
        for who, way in steps:
            question = self._question(at)
            ways = sorted(to for to in request_life.ALL if _may_follow(question.stands[0], to))
            # Most questions would be closed at once, were that as likely as the rest.
            ways = [to for to in ways if to != "closed"] or ways
            if ways:
                self._step(who, question, ways[way % len(ways)])
                self.all_holds()

    @precondition(lambda self: bool(self.stored.questions()))
    @rule(who=writers | officers, at=which, officer=st.sampled_from(["officer", None]))
    def give_to(self, who: str, at: int, officer: str | None) -> None:
        """Passes a question on to an officer, or to the common queue."""
        question, route = self._question(at), REQUEST + "/assignment"
        body = {"officer": officer}
        self._ask(who, question.person, "POST", route, lambda caller: caller.post(of(route, question.id), body))

    @precondition(lambda self: bool(self.stored.questions()))
    @rule(who=writers | officers, at=which)
    def take_back(self, who: str, at: int) -> None:
        question, route = self._question(at), REQUEST + "/undo"
        answer = self._ask(who, question.person, "POST", route, lambda caller: caller.post(of(route, question.id)))
        assert answer.status_code != 200 or len(question.log) > 1, "the beginning is not undone"

    @precondition(lambda self: bool(self.stored.questions()))
    @rule(who=askers, at=which)
    def read_question(self, who: str, at: int) -> None:
        question = self._question(at)
        self._ask(who, question.person, "GET", REQUEST, lambda caller: caller.get(of(REQUEST, question.id)))

    def _step(self, who: str, question: Question, to: str) -> None:
        before, route = question.stands[0], REQUEST + "/events"
        answer = self._ask(
            who, question.person, "POST", route, lambda caller: caller.post(of(route, question.id), _said(to))
        )
        follows = _may_follow(before, to)
        assert answer.status_code != 409 or not follows, f"{before} -> {to} was refused"
        assert answer.status_code != 200 or follows, f"{before} -> {to}"

    def _question(self, at: int) -> Question:
        found = self.stored.questions()
        return found[at % len(found)]


def _may_follow(before: str, to: str) -> bool:
    """Whether a step may follow; what is open may always be taken over as it stands."""
    return (before, to) in request_life.pairs() or (to == "taken" and before != "closed")


def _said(to: str) -> dict[str, Any]:
    """A step with what it takes."""
    body: dict[str, Any] = {"to": to}
    if to == "proposed":
        return body | {"services": [{"service_id": "service", "words": "Demandez Sonia."}]}
    if to == "chosen":
        return body | {"chosen": "service"}
    return body | ({"reason": "mistake"} if to == "closed" else {"note": "Vu ensemble."})
