"""What hangs on a paper: the services that the engine judges usable with it and not without, one by one."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from matching.eligibility import Status, assess, overall
from matching.paper_stakes import stakes
from matching.profile import HeldPaper, Profile
from tests.unit.matching.builders import CARE, person, problem, service

CODES = ("css", "rib", "rqth")
ENDS = (None, date(2026, 11, 1), date(2028, 1, 1))
lists = st.none() | st.lists(st.sampled_from(CODES), unique=True).map(tuple)
held = st.none() | st.dictionaries(st.sampled_from(CODES), st.sampled_from(ENDS)).map(
    lambda known: tuple(HeldPaper(code, end) for code, end in sorted(known.items()))
)


def usable(profile: Profile, required: tuple[str, ...] | None) -> bool:
    return overall(assess(profile, service("a-1", CARE, required_papers=required), None)) is not Status.NOT_MET


@given(st.lists(lists, min_size=1, max_size=5), held, st.frozensets(st.sampled_from(CODES)))
def test_a_service_hangs_on_a_paper_when_it_is_open_with_it_and_closed_without(
    required: list[tuple[str, ...] | None],
    papers: tuple[HeldPaper, ...] | None,
    requested: frozenset[str],
) -> None:
    services = [service(f"p{number}-1", CARE, required_papers=each) for number, each in enumerate(required)]
    someone = person("acces-soins", papers=papers, requested_papers=requested)
    found = stakes(problem(someone, services), "css")
    others = tuple(HeldPaper(code) for code in CODES if code != "css")
    if papers is not None:
        others = tuple(each for each in papers if each.code != "css")
    bare = replace(someone, papers=others, requested_papers=requested - {"css"})
    with_it = replace(bare, papers=(*others, HeldPaper("css")))
    expected = {
        each.id for each in services if usable(with_it, each.required_papers) and not usable(bare, each.required_papers)
    }
    assert {one.id for stake in found for one in stake.services} == expected
    assert {stake.barrier for stake in found} == ({"acces-soins"} if expected else set())


def test_someone_without_needs_loses_nothing() -> None:
    assert stakes(problem(person(), [service("a-1", CARE, required_papers=("css",))]), "css") == ()
