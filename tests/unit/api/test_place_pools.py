"""What pools give can be held: referrals prepared one by one are never refused a place that sharing gave them."""

from datetime import date
from itertools import product

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from api.services.place_pools import PlacePools, place_pools
from matching.cohort.posing import Pool
from matching.cohort.problem import NO_POOL, cohort_problem
from matching.cohort.solving import solve
from network_data.referrals.quotas import Scope, Use, crossing, room
from network_data.repositories.holdings import Granted
from network_data.vocabulary import Unit

ON = date(2026, 11, 22)
LAST_MONTH = date(2026, 10, 5)
SERVICES, CHANTIERS = ("one", "two"), ("here", "there")

scopes = st.builds(
    Scope,
    unit=st.sampled_from(Unit),
    partner_id=st.just("partner"),
    amount=st.integers(0, 4),
    service_id=st.sampled_from([None, *SERVICES]),
    chantier_id=st.sampled_from([None, *CHANTIERS]),
    monthly=st.booleans(),
)
reservations = st.builds(
    Scope,
    unit=st.sampled_from(Unit),
    partner_id=st.just("partner"),
    amount=st.integers(0, 3),
    service_id=st.sampled_from([None, *SERVICES]),
    chantier_id=st.sampled_from(CHANTIERS),
    monthly=st.booleans(),
    reserved=st.just(True),
)
uses = st.builds(
    Use,
    unit=st.sampled_from(Unit),
    partner_id=st.just("partner"),
    service_id=st.sampled_from(SERVICES),
    chantier_id=st.sampled_from(CHANTIERS),
    on=st.sampled_from([ON, LAST_MONTH]),
)


def shared(pools: PlacePools, wanted: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Who gets a place among people who each want one service."""
    options = [
        (number, pool)
        for number, (service, chantier) in enumerate(wanted)
        for pool in pools.drawn_by("partner", service, chantier) or (len(pools.pools),)
    ]
    rooms: list[Pool] = [*pools.pools, Pool(len(wanted))]
    problem = cohort_problem(
        need_person=range(len(wanted)),
        option_need=[need for need, _ in options],
        option_service=[0] * len(options),
        option_value=[1.0] * len(options),
        option_pool=[pool for _, pool in options],
        pool_room=[pool.places for pool in rooms],
        pool_parent=[NO_POOL if pool.inside is None else pool.inside for pool in rooms],
    )
    return [wanted[number] for number in np.flatnonzero(solve(problem).chosen >= 0).tolist()]


@given(
    st.lists(scopes, max_size=4),
    st.lists(reservations, max_size=3),
    st.lists(uses, max_size=6),
    st.lists(st.tuples(st.sampled_from(SERVICES), st.sampled_from(CHANTIERS)), min_size=1, max_size=8),
)
def test_all_that_is_shared_can_be_held(
    caps: list[Scope], reserved: list[Scope], held: list[Use], wanted: list[tuple[str, str]]
) -> None:
    assume(not crossing(caps))
    everything = [*caps, *reserved]
    pools = place_pools([Granted("partner", tuple(everything), tuple(held))], ON)
    taken = list(held)
    for service, chantier in shared(pools, wanted):
        for unit in Unit:
            use = Use(unit, "partner", service, chantier, ON)
            assert room(everything, taken, use) != 0
            taken.append(use)


@given(scopes, st.lists(uses, max_size=6))
def test_under_one_cap_no_place_is_left_that_could_be_held(cap: Scope, held: list[Use]) -> None:
    pools = place_pools([Granted("partner", (cap,), tuple(held))], ON)
    for service, chantier in product(SERVICES, CHANTIERS):
        use = Use(cap.unit, "partner", service, chantier, ON)
        places = room([cap], held, use)
        assert len(shared(pools, [(service, chantier)] * 6)) == (6 if places is None else min(6, places))


def test_places_kept_for_a_chantier_are_theirs_and_the_others_share_the_rest() -> None:
    cap = Scope(Unit.PLACE, "partner", 5, service_id="one", monthly=True)
    kept = Scope(Unit.PLACE, "partner", 2, service_id="one", chantier_id="here", monthly=True, reserved=True)
    pools = place_pools([Granted("partner", (cap, kept), ())], ON)
    assert len(shared(pools, [("one", "there")] * 9)) == 3
    assert len(shared(pools, [("one", "here")] * 9)) == 5
    both = shared(pools, [("one", "there")] * 4 + [("one", "here")] * 4)
    assert len(both) == 5
    assert both.count(("one", "there")) <= 3


def test_where_nothing_was_agreed_places_are_not_counted() -> None:
    pools = place_pools([Granted("partner", (Scope(Unit.PLACE, "partner", 0, service_id="one"),), ())], ON)
    assert pools.drawn_by("partner", "two", "here") == ()
    assert pools.drawn_by("another", "one", "here") == ()
    assert shared(pools, [("one", "here")]) == []
