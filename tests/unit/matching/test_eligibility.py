"""Each criterion: met, not met or unknown, and what to ask; unknown never excludes."""

from datetime import date, timedelta
from typing import Any

import pytest

from matching.eligibility import Criterion, Status, assess, overall
from matching.network import Capacity
from matching.profile import HeldPaper, Location, Profile
from network_data.vocabulary import AccessPath, half_day_mask
from tests.unit.matching.builders import TODAY, person, service

MET, UNKNOWN, NOT_MET, ABSENT = Status.MET, Status.UNKNOWN, Status.NOT_MET, None
IN_19TH = Location(insee_code="75119")


def answer(name: str, profile: Profile, km: float | None = None, **facts: Any) -> Criterion | None:
    criteria = assess(profile, service("a-1", **facts), km)
    return next((criterion for criterion in criteria if criterion.criterion == name), None)


def status(name: str, profile: Profile, km: float | None = None, **facts: Any) -> Status | None:
    found = answer(name, profile, km, **facts)
    if found is not None:
        assert (found.ask is not None) == (found.status is UNKNOWN), "an unknown, and only it, comes with its question"
    return found.status if found else None


@pytest.mark.parametrize(
    ("lives_in", "zone", "expected"),
    [
        ("75119", ("75119",), MET),
        ("75119", ("75056",), MET),
        ("75119", ("75",), MET),
        ("75119", ("france",), MET),
        ("75119", ("99100",), MET),
        ("75119", ("200054781",), MET),
        ("75119", ("93", "75119"), MET),
        ("75119", ("75118",), NOT_MET),
        ("75119", ("93",), NOT_MET),
        ("75119", ("243500139",), UNKNOWN),
        ("75119", None, UNKNOWN),
        ("75056", ("75119",), UNKNOWN),
        ("75056", ("75056",), MET),
        ("75056", ("75",), MET),
        ("97105", ("971",), MET),
        ("2A004", ("2A",), MET),
        (None, ("75",), UNKNOWN),
        (None, ("france",), MET),
    ],
)
def test_zone(lives_in: str | None, zone: tuple[str, ...] | None, expected: Status) -> None:
    profile = person("acces-soins", location=Location(insee_code=lives_in) if lives_in else None)
    assert status("zone", profile, zone=zone) is expected


@pytest.mark.parametrize(
    ("stated", "publics", "expected"),
    [
        ({}, ("tous-publics",), MET),
        ({}, None, UNKNOWN),
        ({"familles": True}, ("familles", "femmes"), MET),
        ({"familles": False}, ("familles", "femmes"), UNKNOWN),
        ({"familles": False, "femmes": False}, ("familles", "femmes"), NOT_MET),
    ],
)
def test_publics_mean_one_of(stated: dict[str, bool], publics: tuple[str, ...] | None, expected: Status) -> None:
    assert status("publics", person("acces-soins", publics=stated), publics=publics) is expected


@pytest.mark.parametrize(
    ("born", "public", "expected"),
    [
        (2004, "jeunes", MET),
        (1980, "jeunes", NOT_MET),
        (1998, "jeunes", UNKNOWN),
        (1960, "seniors", MET),
        (1990, "seniors", NOT_MET),
    ],
)
def test_year_of_birth_tells_the_young_and_the_old(born: int, public: str, expected: Status) -> None:
    assert status("publics", person("acces-soins", birth_year=born), publics=(public,)) is expected


@pytest.mark.parametrize(
    ("born", "limits", "expected"),
    [
        (1980, (18, 64), MET),
        (2001, (None, 25), MET),
        (2000, (None, 25), UNKNOWN),
        (1999, (None, 25), NOT_MET),
        (2008, (18, None), UNKNOWN),
        (None, (18, None), UNKNOWN),
        (1980, (None, None), ABSENT),
    ],
)
def test_age_is_one_of_two_when_only_the_year_is_known(
    born: int | None, limits: tuple[int | None, int | None], expected: Status | None
) -> None:
    assert status("age", person("acces-soins", birth_year=born), age_min=limits[0], age_max=limits[1]) is expected


@pytest.mark.parametrize(
    ("needs_it", "woman", "reserved", "expected"),
    [
        (True, True, True, MET),
        (True, True, False, NOT_MET),
        (True, True, None, UNKNOWN),
        (None, True, True, MET),
        (None, False, True, NOT_MET),
        (None, None, True, UNKNOWN),
        (None, False, False, ABSENT),
    ],
)
def test_women_only(needs_it: bool | None, woman: bool | None, reserved: bool | None, expected: Status | None) -> None:
    publics = {} if woman is None else {"femmes": woman}
    assert (
        status("women_only", person("acces-soins", needs_women_only=needs_it, publics=publics), women_only=reserved)
        is expected
    )


@pytest.mark.parametrize(
    ("can_pay", "fees", "expected"),
    [
        (False, "payant", NOT_MET),
        (None, "payant", UNKNOWN),
        (True, "payant", MET),
        (False, "gratuit", MET),
        (False, None, UNKNOWN),
        (None, None, ABSENT),
    ],
)
def test_fees(can_pay: bool | None, fees: str | None, expected: Status | None) -> None:
    assert status("fees", person("acces-soins", can_pay=can_pay), fees=fees) is expected


@pytest.mark.parametrize(
    ("remote_ok", "phone", "modes", "expected"),
    [
        (False, True, ("a-distance",), NOT_MET),
        (True, False, ("a-distance",), NOT_MET),
        (True, None, ("a-distance",), MET),
        (None, None, ("a-distance",), UNKNOWN),
        (False, False, ("a-distance", "en-presentiel"), MET),
        (False, False, None, ABSENT),
    ],
)
def test_reception(
    remote_ok: bool | None, phone: bool | None, modes: tuple[str, ...] | None, expected: Status | None
) -> None:
    assert (
        status("reception", person("acces-soins", remote_ok=remote_ok, phone=phone), reception_modes=modes) is expected
    )


@pytest.mark.parametrize(("accessible", "expected"), [(True, MET), (False, NOT_MET), (None, UNKNOWN)])
def test_step_free_access_matters_to_who_needs_it(accessible: bool | None, expected: Status) -> None:
    assert status("step_free", person("acces-soins", step_free_access=True), step_free=accessible) is expected
    assert status("step_free", person("acces-soins"), step_free=accessible) is ABSENT


@pytest.mark.parametrize(
    ("speaks", "spoken", "expected"),
    [
        ({"ara"}, ("fra", "ara"), MET),
        ({"ara"}, ("fra",), NOT_MET),
        ({"ara"}, None, UNKNOWN),
        ({"fra"}, None, ABSENT),
        (None, ("fra",), ABSENT),
        (None, ("tir",), UNKNOWN),
    ],
)
def test_language(speaks: set[str] | None, spoken: tuple[str, ...] | None, expected: Status | None) -> None:
    languages = None if speaks is None else frozenset(speaks)
    assert status("language", person("acces-soins", languages=languages), languages=spoken) is expected


@pytest.mark.parametrize(
    ("free", "hours", "expected"),
    [
        ({"mon-am"}, {"mon-am", "tue-pm"}, MET),
        ({"mon-am"}, {"mon-pm"}, NOT_MET),
        ({"mon-am"}, None, UNKNOWN),
        (None, {"mon-am"}, ABSENT),
        (set(), {"mon-am"}, NOT_MET),
    ],
)
def test_opening_hours_meet_free_half_days(
    free: set[str] | None, hours: set[str] | None, expected: Status | None
) -> None:
    available = None if free is None else frozenset(free)
    mask = None if hours is None else half_day_mask(hours)
    assert status("opening_hours", person("acces-soins", available=available), half_days=mask) is expected


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        ((HeldPaper("cni"), HeldPaper("rib")), MET),
        ((HeldPaper("cni"),), NOT_MET),
        ((HeldPaper("cni", TODAY), HeldPaper("rib", TODAY - timedelta(days=1))), NOT_MET),
        (None, UNKNOWN),
    ],
)
def test_papers_must_be_held_and_valid(held: tuple[HeldPaper, ...] | None, expected: Status) -> None:
    assert status("papers", person("acces-soins", papers=held), required_papers=("cni", "rib")) is expected


def test_a_missing_paper_is_named() -> None:
    found = answer("papers", person("acces-soins", papers=(HeldPaper("cni"),)), required_papers=("cni", "rib"))
    assert found is not None
    assert found.parameters == {"papers": ("rib",)}


@pytest.mark.parametrize(
    ("path", "expected"),
    [(AccessPath.DIRECT, MET), *((path, UNKNOWN) for path in AccessPath if path is not AccessPath.DIRECT)],
)
def test_only_a_direct_way_in_is_sure(path: AccessPath, expected: Status) -> None:
    assert status("access_path", person("acces-soins"), access_path=path) is expected


FRESH, OLD = TODAY - timedelta(days=30), TODAY - timedelta(days=31)


@pytest.mark.parametrize(
    ("capacity", "expected"),
    [
        (Capacity(2, FRESH), MET),
        (Capacity(0, FRESH), NOT_MET),
        (Capacity(0, FRESH, waiting_days=40), UNKNOWN),
        (Capacity(0, OLD), UNKNOWN),
        (Capacity(2, OLD), UNKNOWN),
        (Capacity(2, FRESH, full_until=TODAY), NOT_MET),
        (Capacity(2, FRESH, full_until=date(2026, 11, 21)), MET),
        (Capacity(2, None), ABSENT),
        (Capacity(), ABSENT),
    ],
)
def test_capacity(capacity: Capacity, expected: Status | None) -> None:
    assert status("capacity", person("acces-soins"), capacity=capacity) is expected


@pytest.mark.parametrize(
    ("km", "facts", "expected"),
    [
        (3.0, {}, MET),
        (3.001, {}, NOT_MET),
        (None, {}, UNKNOWN),
        (9.0, {"access_path": AccessPath.SIAO}, ABSENT),
        (9.0, {"reception_modes": ("a-distance",)}, ABSENT),
        (9.0, {"reception_modes": ("a-distance", "en-presentiel")}, ABSENT),
    ],
)
def test_distance_limit(km: float | None, facts: dict[str, Any], expected: Status | None) -> None:
    profile = person("acces-soins", max_distance_km=3.0, remote_ok=True)
    assert status("distance", profile, km, **facts) is expected


def test_the_worst_answer_is_the_overall_one() -> None:
    profile = person("acces-soins", can_pay=False, location=IN_19TH)
    facts: dict[str, Any] = {"zone": ("75",), "publics": ("tous-publics",), "fees": "gratuit"}
    assert overall(assess(profile, service("a-1", **facts), 1.0)) is MET
    assert overall(assess(profile, service("a-1", **facts | {"zone": None}), 1.0)) is UNKNOWN
    assert overall(assess(profile, service("a-1", **facts | {"fees": "payant", "zone": None}), 1.0)) is NOT_MET
