"""Sex, nationality and origin move no score: changed in a profile, they change nothing but what services state.

A profile holds nothing of nationality or origin; the nearest that it holds of sex and of them are the publics
« femmes » and « personnes-exilees ». Services that state one of these publics, or whether they are for women only, are
set apart: there they are a criterion. What someone speaks is a need to be understood, not an origin, and a wish for a
place among women is a wish: neither is changed here.
"""

from dataclasses import fields, replace
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from api.services.weighing import default_weights
from matching.candidates import find_candidates
from matching.catalogue import compile_catalogue
from matching.network import Service
from matching.problem import Problem
from matching.profile import Profile
from tests.reference.networks import random_network, random_profile

SEX_AND_ORIGIN = ("femmes", "personnes-exilees")
answers = st.none() | st.booleans()


@st.composite
def twins(draw: st.DrawFn) -> tuple[int, Profile, Profile]:
    """A network's seed, and two profiles alike in all but sex and origin."""
    seed = draw(st.integers(0, 2**32 - 1))
    random = Random(seed)
    profile = random_profile(random, random_network(random, 80), needs=random.randrange(1, 8))
    return seed, _with(profile, draw), _with(profile, draw)


def _with(profile: Profile, draw: st.DrawFn) -> Profile:
    publics = {code: value for code, value in profile.publics.items() if code not in SEX_AND_ORIGIN}
    for code in SEX_AND_ORIGIN:
        if (answer := draw(answers)) is not None:
            publics[code] = answer
    return replace(profile, publics=publics)


def states_something_of_them(service: Service) -> bool:
    """Whether a service states a criterion that sex or origin may answer."""
    return service.women_only is not None or not set(service.publics or ()).isdisjoint(SEX_AND_ORIGIN)


def scores(profile: Profile, seed: int) -> dict[tuple[str, str], float]:
    """The score of every eligible service that states nothing of sex or origin, for every need."""
    random = Random(seed)
    network = random_network(random, 80)
    candidates = find_candidates(Problem(profile, compile_catalogue(network), default_weights()))
    pairs = map(candidates.eligible.at, range(len(candidates.eligible)))
    found = {(profile.needs[pair.need].barrier, network.services[pair.row]): pair.score for pair in pairs}
    return {(code, each.id): score for (code, each), score in found.items() if not states_something_of_them(each)}


@given(twins())
def test_the_same_profile_with_sex_and_origin_changed_has_the_same_scores(case: tuple[int, Profile, Profile]) -> None:
    seed, one, other = case
    assert scores(one, seed) == scores(other, seed)


def test_a_profile_has_no_field_for_sex_nationality_or_origin() -> None:
    telling = ("sex", "gender", "genre", "national", "origin", "birth_place", "birthplace", "ethni", "religion")
    assert [each.name for each in fields(Profile) if any(word in each.name for word in telling)] == []
