"""A new request goes to whoever has the skill, the relation and the room, and the reasons say so."""

from dataclasses import replace

import pytest

from matching.staffing import Cell, RequestToShare, StaffingProblem, share_request, transfer
from matching.staffing.slots import every_week
from tests.unit.matching.staffing.builders import cell, month, officer

DAYS = ("mon", "tue", "wed", "thu", "fri")
HEALTH = RequestToShare("rejoue", "sante")


def team() -> StaffingProblem:
    away = every_week(("mon-am", "tue-am"), 4)
    return month(
        officers=(
            officer("ada", {"sante": 60}),
            officer("bea", {"sante": 60}),
            officer("cyr", {"sante": 100}, works=("mon-am", "tue-am"), away=away),
            officer("dan", {"emploi": 100}),
        ),
        running=(*hours("bea", "rejoue"), *hours("ada", "prelude"), *hours("dan", "prelude")),
        weeks=4,
    )


def hours(who: str, where: str) -> tuple[Cell, ...]:
    """Five half-days a week: room for ten requests."""
    return tuple(cell(f"{day}-am", who, where, "sante", week) for week in range(4) for day in DAYS)


def order(held: dict[str, int], request: RequestToShare = HEALTH) -> list[str]:
    return [share.officer for share in share_request(team(), request, held) if share.able]


def test_who_goes_there_comes_first_then_who_has_room() -> None:
    assert order({}) == ["bea", "ada"]
    assert order({"bea": 10}) == ["ada"]


def test_who_accompanies_the_person_keeps_them() -> None:
    known = RequestToShare("rejoue", "sante", known_to=frozenset({"ada"}))
    assert order({"ada": 3}, known)[0] == "ada"


def test_reasons_say_why_and_why_not_and_components_add_up() -> None:
    shares = {share.officer: share for share in share_request(team(), HEALTH, {"ada": 10})}
    codes = {name: [reason.code for reason in share.reasons] for name, share in shares.items()}
    assert codes == {
        "bea": ["skill", "goes-there", "room"],
        "ada": ["full"],
        "cyr": ["away", "no-hours"],
        "dan": ["no-skill"],
    }
    assert shares["bea"].score == pytest.approx(0.5 * 0.6 + 0.3 * 0.6 + 0.2)


def test_a_transfer_spreads_over_the_others_and_says_what_nobody_can_take() -> None:
    requests = [HEALTH, HEALTH, HEALTH, RequestToShare("rejoue", "droits")]
    taken = transfer(team(), requests, "bea", {"ada": 8})
    assert [share and share.officer for _, share in taken] == ["ada", "ada", None, None]


def test_room_is_what_the_month_gives_and_what_the_contract_gives_where_no_month_runs() -> None:
    rooms = {
        running: {
            share.officer: next(reason.figure for reason in share.reasons if reason.code == "room")
            for share in share_request(replace(team(), running=running), HEALTH, {"bea": 3})
            if share.able
        }
        for running in (team().running, ())
    }
    assert rooms == {team().running: {"ada": 10, "bea": 7}, (): {"ada": 10, "bea": 7}}
    fewer = replace(team(), running=team().running[:4])
    assert [share.officer for share in share_request(fewer, HEALTH, {}) if share.able] == ["bea"]
    assert [share.officer for share in share_request(fewer, HEALTH, {"bea": 2}) if share.able] == []
