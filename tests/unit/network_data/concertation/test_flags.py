"""What is to be looked at in a follow-up: each rule on its own case, then all of them against a slow second writing."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from network_data.concertation import (
    Flag,
    FlagCode,
    FollowedReferent,
    Following,
    NeedSeen,
    ReferralSeen,
    StepSeen,
    flags,
    rank,
)
from tests.reference.flags import told

TODAY = date(2026, 11, 22)
CODES = ("identite", "acces-logement", "domiciliation", "addictions", "gestion-budget", "recherche-emploi")
"""Some that block others, some with parallel routes, some with neither."""
ADVISOR = FollowedReferent(1, None, inside=True, since=TODAY - timedelta(days=400))


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def need(barrier: str, severity: int = 2, days: int = 10) -> NeedSeen:
    return NeedSeen(barrier, severity, ago(days))


def referral(name: str, *barriers: str, partner: str = "p1", days: int = 10, asked: bool = True) -> ReferralSeen:
    return ReferralSeen(name, barriers, partner, ago(days), is_open=True, asked=asked)


def found(following: Following) -> list[str]:
    return [flag.code.value for flag in flags(following, TODAY)]


def test_a_follow_up_in_order_raises_nothing() -> None:
    outside = FollowedReferent(2, "addictions", inside=False, since=ago(300), news_on=ago(20))
    following = Following(
        (need("addictions", 3), need("gestion-budget")), (ADVISOR, outside), (referral("r", "gestion-budget"),)
    )
    assert found(following) == []


@pytest.mark.parametrize(
    "following", [Following(), Following(referents=(ADVISOR,), accompanied=False)], ids=["no référent", "no account"]
)
def test_someone_whom_nobody_follows_comes_first(following: Following) -> None:
    assert found(following) == ["no-referent"]


def test_a_severe_need_wants_a_referent_or_a_referral_of_its_own() -> None:
    alone = Following((need("addictions", 3),), (ADVISOR,))
    assert flags(alone, TODAY) == [Flag(FlagCode.SEVERE_ALONE, ("addictions",), days=10)]
    assert found(replace(alone, referrals=(referral("r", "addictions", asked=False),))) == []
    assert found(replace(alone, worked_on=frozenset({"addictions"}))) == []
    assert found(replace(alone, worked_on=frozenset({"identite"}))) == ["severe-alone"]


def test_an_order_is_wrong_only_where_nobody_works_on_what_will_stop_it() -> None:
    following = Following((need("identite"), need("acces-logement")), (ADVISOR,), (referral("r", "acces-logement"),))
    (flag,) = flags(following, TODAY)
    assert (flag.code, flag.barriers, flag.first) == (FlagCode.WRONG_ORDER, ("acces-logement",), "identite")
    assert flag.stops_at == "enregistrement de la demande de logement social"
    assert found(replace(following, papers=frozenset({"passeport"}))) == []
    worked_on = FollowedReferent(3, "identite", inside=True, since=ago(3))
    assert found(replace(following, referents=(ADVISOR, worked_on))) == []


def test_a_step_planned_before_the_one_that_it_depends_on_is_told_unless_it_only_prepares() -> None:
    first, after = StepSeen("identite", ago(-9)), StepSeen("acces-logement", ago(-2))
    following = Following((need("identite"), need("acces-logement")), (ADVISOR,), steps=(first, after))
    (flag,) = flags(following, TODAY)
    assert (flag.code, flag.barriers, flag.first) == (FlagCode.STEPS_REVERSED, ("acces-logement",), "identite")
    assert found(replace(following, steps=(first, replace(after, prepares=True)))) == []
    assert found(replace(following, steps=(first, replace(after, due_on=ago(-9))))) == []
    assert found(replace(following, papers=frozenset({"passeport"}))) == []
    assert found(replace(following, steps=(after,))) == []


def test_two_referrals_for_one_need_are_told_unless_that_need_goes_several_ways() -> None:
    twice = Following(
        (need("gestion-budget"),),
        (ADVISOR,),
        (referral("a", "gestion-budget"), referral("b", "gestion-budget", partner="p2")),
    )
    assert found(twice) == ["two-referrals"]
    meant = tuple(replace(each, alongside=each.id == "b") for each in twice.referrals)
    assert found(replace(twice, referrals=meant)) == []
    housing = tuple(replace(each, barriers=("acces-logement",)) for each in twice.referrals)
    assert found(replace(twice, needs=(need("acces-logement"),), referrals=housing)) == []


def test_the_same_partner_asked_three_times_within_a_year_is_told() -> None:
    times = tuple(
        replace(referral(name, "gestion-budget", days=days), is_open=False)
        for name, days in (("a", 300), ("b", 200), ("c", 9))
    )
    following = Following((need("gestion-budget"),), (ADVISOR,), times)
    (flag,) = flags(following, TODAY)
    assert (flag.code, flag.partner_id, flag.referrals) == (FlagCode.PARTNER_THRICE, "p1", ("a", "b", "c"))
    assert found(replace(following, referrals=(replace(times[0], created_on=ago(366)), *times[1:]))) == []
    assert found(replace(following, referrals=(replace(times[0], asked=False), *times[1:]))) == []


def test_a_referent_outside_is_silent_after_sixty_days_without_news() -> None:
    outside = FollowedReferent(2, "addictions", inside=False, since=ago(300), news_on=ago(59))
    following = Following((need("addictions"),), (ADVISOR, outside))
    assert found(following) == []
    silent = replace(outside, news_on=ago(60))
    assert flags(replace(following, referents=(ADVISOR, silent)), TODAY) == [
        Flag(FlagCode.SILENT_REFERENT, ("addictions",), (2,), days=60)
    ]


def test_a_referent_who_leaves_is_told_until_somebody_takes_over() -> None:
    leaving = FollowedReferent(2, "addictions", inside=False, since=ago(10), until=TODAY + timedelta(days=12))
    following = Following((need("addictions"),), (ADVISOR, leaving))
    assert flags(following, TODAY) == [Flag(FlagCode.LEAVING_REFERENT, ("addictions",), (2,), days=12)]
    next_one = FollowedReferent(3, "addictions", inside=False, since=TODAY + timedelta(days=13))
    assert found(replace(following, referents=(ADVISOR, leaving, next_one))) == []


def test_a_need_not_looked_at_for_six_months_is_told() -> None:
    assert found(Following((need("gestion-budget", days=200),), (ADVISOR,))) == ["stale-need"]


def test_people_without_a_referent_come_first_then_needs_not_looked_at() -> None:
    nobody = flags(Following(), TODAY)
    stale = flags(Following((need("gestion-budget", days=200),), (ADVISOR,)), TODAY)
    severe = flags(Following((need("addictions", 3),), (ADVISOR,)), TODAY)
    assert sorted([severe, [], stale, nobody], key=rank) == [nobody, stale, severe, []]


DAYS = st.integers(0, 420).map(ago)
SOME = st.lists(st.sampled_from(CODES), min_size=1, max_size=2, unique=True).map(tuple)

YES_OR_NO = st.tuples(*[st.booleans()] * 4)


@st.composite
def followings(draw: st.DrawFn) -> Following:
    carried = draw(st.lists(st.sampled_from(CODES), unique=True, max_size=5))
    needs = tuple(NeedSeen(code, draw(st.integers(1, 3)), draw(DAYS)) for code in carried)
    maybe = st.none() | DAYS
    referents = tuple(
        FollowedReferent(
            number,
            draw(st.none() | st.sampled_from(CODES)),
            draw(st.booleans()),
            draw(maybe),
            draw(st.none() | st.integers(-60, 60).map(ago)),
            draw(maybe),
        )
        for number in range(draw(st.integers(0, 5)))
    )
    referrals = tuple(
        ReferralSeen(
            f"r{number}",
            draw(SOME),
            draw(st.sampled_from(("p", "q"))),
            draw(DAYS),
            *draw(st.tuples(*[st.booleans()] * 4)),
        )
        for number in range(draw(st.integers(0, 6)))
    )
    papers = frozenset(draw(st.lists(st.sampled_from(("passeport", "attestation-hebergement")), unique=True)))
    steps = tuple(
        StepSeen(draw(st.sampled_from(CODES)), draw(st.integers(-9, 9).map(ago)), draw(st.booleans()))
        for _ in range(draw(st.integers(0, 4)))
    )
    worked_on = draw(st.frozensets(st.sampled_from(CODES)))
    return Following(needs, referents, referrals, papers, draw(st.booleans()), steps, worked_on)


@pytest.mark.hypothesis
@given(following=followings())
def test_all_rules_find_what_a_slow_second_writing_finds(following: Following) -> None:
    quick = {
        (flag.code.value, flag.barriers, flag.referents, flag.referrals, flag.partner_id, flag.first, flag.days)
        for flag in flags(following, TODAY)
    }
    assert quick == told(following, TODAY)
