"""Animals, contact, places to avoid or that move, refusals, interpreters, papers under way."""

from datetime import timedelta
from typing import Any

import pytest

from matching.eligibility import Criterion, Status, assess
from matching.profile import HeldPaper
from matching.suggestions import suggest
from network_data.vocabulary import AccessPath
from tests.unit.matching.builders import ADDICTIONS, HOUSING_TEMPORARY, TODAY, partner, person, problem, service

MET, UNKNOWN, NOT_MET, ABSENT = Status.MET, Status.UNKNOWN, Status.NOT_MET, None


def answer(name: str, told: dict[str, Any], km: float | None = None, **facts: Any) -> Criterion | None:
    criteria = assess(person("addictions", **told), service("a-1", **facts), km)
    return next((criterion for criterion in criteria if criterion.criterion == name), None)


def status(name: str, told: dict[str, Any], km: float | None = None, **facts: Any) -> Status | None:
    found = answer(name, told, km, **facts)
    return found.status if found else None


@pytest.mark.parametrize(
    ("with_animal", "admitted", "expected"),
    [(True, True, MET), (True, False, NOT_MET), (True, None, UNKNOWN), (False, False, ABSENT), (None, False, ABSENT)],
)
def test_an_animal(with_animal: bool | None, admitted: bool | None, expected: Status | None) -> None:
    assert status("animals", {"with_animal": with_animal}, animals=admitted) is expected


WRITTEN, CALLED, COME = "envoyer-un-courriel", "telephoner", "se-presenter"


@pytest.mark.parametrize(
    ("reads", "phone", "modes", "reason"),
    [
        (False, True, (WRITTEN,), "contact-needs-writing"),
        (False, True, (WRITTEN, CALLED), "contact-by-phone"),
        (False, None, (CALLED,), "contact-by-phone"),
        (False, False, (WRITTEN, CALLED), "contact-needs-writing"),
        (False, False, (COME, WRITTEN), "contact-on-site"),
        (None, False, (CALLED,), "contact-needs-phone"),
        (True, False, (CALLED, WRITTEN), "contact-in-writing"),
        (False, True, None, "contact-service-unknown"),
        (True, True, (WRITTEN,), None),
        (None, None, (WRITTEN,), None),
    ],
)
def test_making_contact_never_excludes(
    reads: bool | None, phone: bool | None, modes: tuple[str, ...] | None, reason: str | None
) -> None:
    found = answer("contact", {"reads": reads, "phone": phone}, mobilisation_modes=modes)
    assert (found.reason if found else None) == reason
    assert found is None or found.status is not NOT_MET


@pytest.mark.parametrize(
    ("avoided", "facts", "expected"),
    [
        (("93",), {"insee_code": "93066"}, NOT_MET),
        (("93",), {"insee_code": "75119"}, MET),
        (("75056",), {"insee_code": "75119"}, NOT_MET),
        (("75119",), {"insee_code": "75056"}, UNKNOWN),
        (("93",), {"insee_code": None}, UNKNOWN),
        (("93",), {"insee_code": "93066", "mobile": True}, UNKNOWN),
        (("93",), {"insee_code": "93066", "reception_modes": ("a-distance",)}, ABSENT),
        ((), {"insee_code": "93066"}, ABSENT),
    ],
)
def test_places_where_one_must_not_go(avoided: tuple[str, ...], facts: dict[str, Any], expected: Status | None) -> None:
    assert status("avoided_place", {"avoided_places": avoided}, **facts) is expected


def test_a_place_that_moves_has_no_distance_and_asks_to_call() -> None:
    told = {"max_distance_km": 1.0}
    assert status("whereabouts", told, 9.0, mobile=True) is UNKNOWN
    assert status("distance", told, 9.0, mobile=True) is ABSENT
    moving = service("a-1", ADDICTIONS, mobile=True)
    (found,) = suggest(problem(person("addictions"), [moving]))
    assert found.suggestions[0].km is None
    assert "distance" not in found.suggestions[0].components


@pytest.mark.parametrize(
    ("refuses", "linked", "expected"),
    [(True, True, NOT_MET), (True, False, MET), (True, None, UNKNOWN), (None, True, ABSENT), (False, True, ABSENT)],
)
def test_a_link_to_a_religion(refuses: bool | None, linked: bool | None, expected: Status | None) -> None:
    assert status("religious_link", {"secular_only": refuses}, religious=linked) is expected


def test_a_refused_partner_is_refused_for_all_its_services_and_as_a_gate() -> None:
    shelter = service("shelter-1", HOUSING_TEMPORARY, access_path=AccessPath.SIAO)
    gate = partner("siao", networks=("siao",))
    for refused in ("shelter", "siao"):
        chosen = person("sans-hebergement", excluded_partners=frozenset({refused}))
        (found,) = suggest(problem(chosen, [shelter], [gate]))
        assert found.suggestions == ()
        assert found.uncovered is not None
        assert found.uncovered.criterion == "partner_choice"


@pytest.mark.parametrize(
    ("spoken", "interpreter", "expected"),
    [(("fra",), True, MET), (("fra",), None, NOT_MET), (None, True, MET), (None, None, UNKNOWN)],
)
def test_an_interpreter_stands_in_for_a_language(
    spoken: tuple[str, ...] | None, interpreter: bool | None, expected: Status
) -> None:
    told = {"languages": frozenset({"tir"})}
    assert status("language", told, languages=spoken, interpreter=interpreter) is expected


@pytest.mark.parametrize(
    ("days_left", "requested", "reason"),
    [
        (31, set(), "papers-held"),
        (30, set(), "papers-held"),
        (29, set(), "papers-ending"),
        (0, set(), "papers-ending"),
        (-1, set(), "papers-missing"),
        (-1, {"titre-de-sejour"}, "papers-requested"),
        (None, {"titre-de-sejour"}, "papers-requested"),
        (None, {"rqth"}, "papers-missing"),
    ],
)
def test_papers_about_to_end_or_under_way(days_left: int | None, requested: set[str], reason: str) -> None:
    held = () if days_left is None else (HeldPaper("titre-de-sejour", TODAY + timedelta(days=days_left)),)
    told = {"papers": held, "requested_papers": frozenset(requested)}
    found = answer("papers", told, required_papers=("titre-de-sejour",))
    assert found is not None
    assert found.reason == reason
