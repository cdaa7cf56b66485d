"""Near is not reachable: what is entered through a gate is proposed through its gate, never as a door to knock at."""

from dataclasses import replace
from datetime import timedelta

from matching.candidates import find_candidates
from matching.eligibility import Status
from matching.plan import make_plan
from matching.suggestions import Suggestion, suggest
from network_data.vocabulary import AccessPath
from tests.unit.matching.builders import BELLEVILLE, HOUSING_TEMPORARY, partner, person, problem, service

CHRS = [
    service("tilleuls-chrs", HOUSING_TEMPORARY, name="CHRS Les Tilleuls", access_path=AccessPath.SIAO),
    service("ormes-chrs", HOUSING_TEMPORARY, name="CHRS Les Ormes", access_path=AccessPath.SIAO),
]
FIRST = ("sante--sante-mentale",)


def only(suggestions: tuple[Suggestion, ...]) -> Suggestion:
    assert len(suggestions) == 1
    return suggestions[0]


def test_two_shelters_behind_the_siao_are_one_suggestion_naming_what_lies_behind() -> None:
    found = only(suggest(problem(person("hebergement-precaire"), CHRS))[0].suggestions)
    assert found.partner_id == "gate--siao"
    assert found.through is not None
    assert (found.through.service.name, found.through.count) == ("CHRS Les Ormes", 2)
    assert found.km is None
    assert "distance" not in found.components


def test_a_partner_of_the_network_that_is_the_siao_is_the_gate_with_its_own_place() -> None:
    siao = partner(
        "bureau", name="SIAO fictif", networks=("siao",), latitude=BELLEVILLE.latitude, longitude=BELLEVILLE.longitude
    )
    found = only(suggest(problem(person("hebergement-precaire"), CHRS, [siao]))[0].suggestions)
    assert (found.partner_id, found.partner, found.km) == ("bureau", "SIAO fictif", 0.0)
    assert "distance" not in found.components


def test_the_siao_s_own_service_and_what_lies_behind_are_one_door() -> None:
    siao = partner("bureau", name="SIAO fictif", networks=("siao",))
    own = service("bureau-evaluation", HOUSING_TEMPORARY, name="Évaluation pour un CHRS", access_path=AccessPath.DIRECT)
    found = only(suggest(problem(person("hebergement-precaire"), [*CHRS, own], [siao]))[0].suggestions)
    assert found.service.id == "bureau-evaluation"
    assert found.through is not None
    assert found.through.count == 2


def test_behind_a_gate_that_is_asked_itself_the_best_is_named() -> None:
    siao = partner("bureau", name="SIAO fictif", networks=("siao",))
    own = service("bureau-evaluation", HOUSING_TEMPORARY, name="Évaluation pour un CHRS", access_path=AccessPath.DIRECT)
    stale = [replace(CHRS[1], updated_on=CHRS[1].updated_on - timedelta(days=500)), CHRS[0]]
    found = only(suggest(problem(person("hebergement-precaire"), [*stale, own], [siao]))[0].suggestions)
    assert found.through is not None
    assert found.through.service.id == "tilleuls-chrs"


def test_a_gate_serves_its_own_departement() -> None:
    paris = partner("aparis", networks=("mdph",), insee_code="75112")
    bobigny = partner("bobigny", networks=("mdph",), insee_code="93008")
    esat = service(
        "atelier-esat", "sante--constituer-un-dossier-mdph-invalidite", access_path=AccessPath.CDAPH, insee_code="93066"
    )
    found = only(suggest(problem(person("handicap-rqth"), [esat], [paris, bobigny]))[0].suggestions)
    assert found.partner_id == "bobigny"


def test_the_centre_of_ones_own_sector_comes_first_and_is_to_be_called() -> None:
    services = [
        service(
            "loin-cmp", *FIRST, access_path=AccessPath.SECTOR, insee_code="75116", latitude=48.8721, longitude=2.3768
        ),
        service(
            "secteur-cmp", *FIRST, access_path=AccessPath.SECTOR, insee_code="75119", latitude=48.89, longitude=2.39
        ),
    ]
    found = suggest(problem(person("sante-mentale"), services))[0].suggestions
    assert [suggestion.service.id for suggestion in found] == ["secteur-cmp", "loin-cmp"]
    path = next(criterion for criterion in found[0].criteria if criterion.criterion == "access_path")
    assert (path.status, path.ask) == (Status.UNKNOWN, "ask-sector")


def test_a_shelter_that_cannot_take_the_person_does_not_hide_the_gate_before_the_others() -> None:
    full = service("erables-chrs", HOUSING_TEMPORARY, access_path=AccessPath.SIAO, women_only=True)
    profile = person("hebergement-precaire", publics={"femmes": False})
    found = only(suggest(problem(profile, [*CHRS, full]))[0].suggestions)
    assert found.through is not None
    assert found.through.count == 2


def test_one_gate_is_one_face_in_the_plan() -> None:
    own = service("pension-famille", "logement-hebergement--louer-un-logement", access_path=AccessPath.SIAO)
    plan = make_plan(find_candidates(problem(person("hebergement-precaire", "acces-logement"), [*CHRS, own])))
    assert plan.partners == 1
    assert {step.need.barrier: step.shared_with for step in plan.steps} == {
        "hebergement-precaire": ("acces-logement",),
        "acces-logement": ("hebergement-precaire",),
    }
