"""What quotas leave: compared with counting over every way to fill them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from network_data.referrals import Scope, Use, crossing, room
from network_data.vocabulary import Unit

DAY, LAST_MONTH = date(2026, 11, 20), date(2026, 10, 30)
PLACE = Unit.PLACE


def cap(amount: int, service: str | None = None, chantier: str | None = None, *, monthly: bool = False) -> Scope:
    return Scope(PLACE, "p", amount, service, chantier, monthly)


def reserve(amount: int, chantier: str, service: str | None = None) -> Scope:
    return Scope(PLACE, "p", amount, service, chantier, reserved=True)


def use(service: str = "s", chantier: str = "north", on: date = DAY, unit: Unit = PLACE, partner: str = "p") -> Use:
    return Use(unit, partner, service, chantier, on)


def test_nothing_agreed_is_nothing_counted() -> None:
    assert room([], [use()], use()) is None
    assert room([cap(3, "other"), reserve(2, "north")], [], use()) is None


def test_the_tightest_cap_decides() -> None:
    scopes = [cap(5), cap(3, "s"), cap(2, "s", "north")]
    assert room(scopes, [], use()) == 2
    assert room(scopes, [], use(chantier="south")) == 3
    assert room(scopes, [use(chantier="south")] * 3, use()) == 0
    assert room(scopes, [use("t")] * 4, use()) == 1


def test_a_monthly_cap_counts_what_began_in_the_month_and_another_what_is_held() -> None:
    held = [use(on=LAST_MONTH)] * 2
    assert room([cap(2, monthly=True)], held, use()) == 2
    assert room([cap(2)], held, use()) == 0
    assert room([cap(2, monthly=True)], held, use(on=LAST_MONTH)) == 0


def test_what_counts_is_of_the_same_partner_and_of_the_same_sort() -> None:
    held = [use(unit=Unit.APPLICATION), use(partner="q")]
    assert room([cap(1)], held, use()) == 1
    assert room([cap(1)], held, use(unit=Unit.APPLICATION)) is None


def test_reserved_places_are_kept_from_others_as_long_as_they_are_not_taken() -> None:
    scopes = [cap(4, "s"), reserve(2, "south", "s")]
    assert room(scopes, [], use()) == 2
    assert room(scopes, [], use(chantier="south")) == 4
    assert room(scopes, [use(chantier="south")], use()) == 2
    assert room(scopes, [use(chantier="south")] * 3, use()) == 1
    assert room(scopes, [use()] * 2, use()) == 0
    assert room(scopes, [use()] * 2, use(chantier="south")) == 2


def test_a_quota_lowered_below_what_is_held_leaves_nothing() -> None:
    assert room([cap(1)], [use()] * 3, use()) == 0


def test_caps_that_overlap_without_nesting_are_named() -> None:
    across = [cap(5, "s"), cap(5, None, "north")]
    assert crossing(across) == [tuple(across)]
    assert crossing([cap(9), cap(5, "s"), cap(2, "s", "north"), cap(2, "t"), cap(4, monthly=True)]) == [
        (cap(5, "s"), cap(4, monthly=True)),
        (cap(2, "s", "north"), cap(4, monthly=True)),
        (cap(2, "t"), cap(4, monthly=True)),
    ]
    assert crossing([cap(9), cap(4, "s", monthly=True), reserve(1, "north")]) == []


SERVICES, CHANTIERS = ("s", "t"), ("north", "south")
CAPS = st.builds(cap, st.integers(0, 4), st.sampled_from((None, *SERVICES)), st.sampled_from((None, *CHANTIERS)))
RESERVES = st.builds(reserve, st.integers(0, 2), st.sampled_from(CHANTIERS), st.sampled_from((None, *SERVICES)))
USES = st.builds(use, st.sampled_from(SERVICES), st.sampled_from(CHANTIERS), st.sampled_from((DAY, LAST_MONTH)))


@pytest.mark.hypothesis
@given(st.lists(CAPS, min_size=1, max_size=4), st.lists(RESERVES, max_size=1), st.lists(USES, max_size=12))
def test_taking_only_where_there_is_room_never_exceeds_a_cap_nor_a_reserve(
    caps: list[Scope], reserves: list[Scope], asked: list[Use]
) -> None:
    held: list[Use] = []
    for one in asked:
        left = room([*caps, *reserves], held, one)
        if left != 0:
            held.append(one)
    for each in caps:
        inside = [one for one in held if each.service_id in {None, one.service_id}]
        mine = [one for one in inside if each.chantier_id in {None, one.chantier_id}]
        assert len(mine) <= each.amount
        for kept in reserves:
            wider = each.service_id in {None, kept.service_id} and each.chantier_id in {None, kept.chantier_id}
            if wider and kept.amount <= each.amount:
                theirs = [
                    one
                    for one in mine
                    if one.chantier_id == kept.chantier_id and kept.service_id in {None, one.service_id}
                ]
                assert len(mine) - len(theirs) <= each.amount - kept.amount
