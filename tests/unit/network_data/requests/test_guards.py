"""Each condition of a request's moves is told by its code, and nothing else keeps it from moving."""

from typing import Any

import pytest

from network_data.requests import Guard, Move, Proposal, Situation, unmet
from network_data.vocabulary import RequestState, Side

S = RequestState
OFFICER, ASKER = frozenset({Side.OFFICER}), frozenset({Side.ASKER})
ONE = (Proposal("a", "Dites que vous venez de ma part."),)


def said_by_officer(state: RequestState = S.TAKEN, **known: Any) -> Situation:
    given: dict[str, Any] = {"actor": "nadia", "sides": OFFICER, "officer": "nadia", "waiting": False, "proposed": ()}
    return Situation(state, **(given | known))


def test_each_side_makes_its_own_steps() -> None:
    asker = said_by_officer(actor="ines", sides=ASKER)
    for to in (S.TAKEN, S.PROPOSED, S.JOINT_CONTACT, S.HANDED_BACK):
        assert unmet(Move(to, note="-", services=ONE), asker) is Guard.SIDE
    reader = said_by_officer(sides=frozenset())
    assert {unmet(Move(to), reader) for to in S} == {Guard.SIDE}


def test_whoever_has_it_answers_and_anyone_of_the_team_takes_or_closes() -> None:
    others = (said_by_officer(officer="olivier"), said_by_officer(waiting=True), said_by_officer(officer=None))
    for other in others:
        assert unmet(Move(S.PROPOSED, services=ONE), other) is Guard.NOT_TAKEN
        assert unmet(Move(S.TAKEN), other) is None
        assert unmet(Move(S.CLOSED, reason="answered"), other) is None
    assert unmet(Move(S.PROPOSED, services=ONE), said_by_officer()) is None


def test_the_officer_who_has_it_writes_the_choice_down_for_the_asker_and_no_other() -> None:
    choice = Move(S.CHOSEN, chosen="a")
    assert unmet(choice, said_by_officer(S.PROPOSED, proposed=("a",))) is None
    assert unmet(choice, said_by_officer(S.PROPOSED, proposed=("a",), officer="olivier")) is Guard.NOT_TAKEN
    assert unmet(choice, said_by_officer(S.PROPOSED, proposed=("a",), sides=ASKER, actor="ines")) is None
    assert unmet(choice, said_by_officer(S.PROPOSED, proposed=("b",))) is Guard.CHOICE


@pytest.mark.parametrize(
    "services",
    [(), (Proposal("a", " "),), ONE * 2, tuple(Proposal(each, "mots") for each in "abcd")],
)
def test_one_to_three_services_each_once_with_words(services: tuple[Proposal, ...]) -> None:
    assert unmet(Move(S.PROPOSED, services=services), said_by_officer()) is Guard.SERVICES


def test_words_are_asked_for_where_nothing_else_says_what_came_of_it() -> None:
    assert unmet(Move(S.OTHER_ROUTE), said_by_officer(S.PROPOSED)) is Guard.NOTE
    assert unmet(Move(S.HANDED_BACK), said_by_officer(S.TAKEN)) is Guard.NOTE
    assert unmet(Move(S.HANDED_BACK), said_by_officer(S.JOINT_CONTACT)) is None
    assert unmet(Move(S.CLOSED), said_by_officer()) is Guard.REASON
