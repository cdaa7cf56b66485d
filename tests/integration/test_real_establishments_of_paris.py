"""Over the real establishments of Paris, a person of the 19th arrondissement is shown the right doors to knock at."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from api.services.network_loading import load_network
from api.services.weighing import default_weights
from matching.candidates import Candidates, find_candidates
from matching.catalogue import compile_catalogue
from matching.geography import distance_km, unit_vector
from matching.plan import make_plan
from matching.problem import Problem
from matching.profile import Location, Need, Profile
from matching.suggestions import Suggestion, suggest
from network_data.database import open_engine, transaction
from network_data.exchange import import_files
from network_data.repositories import NetworkRepository
from network_data.tables import METADATA
from network_data.vocabulary import AccessPath

FINESS = Path(__file__).resolve().parents[3] / "shared" / "data" / "finess_paris_social_sante.csv"
pytestmark = pytest.mark.skipif(not FINESS.exists(), reason="the shared folder of real data is not beside this clone")

CHILDREN_OR_HOME_HELP = {"166", "209", "223", "230", "286", "460"}

MUST_AND_MAY = {
    "hebergement-precaire": ({"214", "258", "259"}, {"219", "256", "257"}),
    "acces-logement": ({"258", "259"}, {"256", "257"}),
    "sante-mentale": ({"156", "425", "444"}, {"124", "161", "221", "366"}),
    "addictions": ({"197", "178"}, set()),
    "acces-soins": ({"124", "603"}, {"347", "636"}),
    "handicap-rqth": ({"246", "446", "445"}, {"198", "247", "249", "370", "379", "395", "448", "449"}),
}
"""Per barrier the FINESS categories that must be among the candidates, and those that may be besides; no other may."""


@pytest.fixture(scope="module")
def problem() -> Iterator[Problem]:
    engine = open_engine("sqlite://")
    METADATA.create_all(engine)
    with transaction(engine) as session:
        import_files(session, "finess", [FINESS])
    with transaction(engine) as session:
        network = load_network(NetworkRepository(session))
    profile = Profile(tuple(Need(code) for code in MUST_AND_MAY), date(2026, 11, 22), Location(insee_code="75119"))
    yield Problem(profile, compile_catalogue(network), default_weights())
    engine.dispose()


@pytest.fixture(scope="module")
def candidates(problem: Problem) -> Candidates:
    return find_candidates(problem)


def first(problem: Problem, barrier: str) -> tuple[Suggestion, ...]:
    return next(found.suggestions for found in suggest(problem) if found.need.barrier == barrier)


def category(service_id: str) -> str:
    return service_id.rsplit("--", maxsplit=1)[-1]


@pytest.mark.parametrize("barrier", MUST_AND_MAY)
def test_candidates_are_of_the_right_categories_and_of_no_other(candidates: Candidates, barrier: str) -> None:
    number = list(MUST_AND_MAY).index(barrier)
    services = candidates.problem.catalogue.services
    rows = candidates.eligible.row[candidates.eligible.need == number].tolist()
    found = {category(services[row].id) for row in rows}
    must, may = MUST_AND_MAY[barrier]
    assert must <= found
    assert found <= must | may
    assert not found & CHILDREN_OR_HOME_HELP


def test_shelters_and_pensions_de_famille_are_asked_of_the_siao(problem: Problem) -> None:
    for barrier in ("hebergement-precaire", "acces-logement"):
        best = first(problem, barrier)[0]
        assert best.partner.startswith("SIAO")
        assert best.km is None
        assert best.through is not None
    assert "Centre d'hébergement et de réinsertion sociale (CHRS)" in names_behind(problem, "hebergement-precaire")
    assert any("ension de famille" in name for name in names_behind(problem, "acces-logement"))


def names_behind(problem: Problem, barrier: str) -> tuple[str, ...]:
    through = first(problem, barrier)[0].through
    return through.names if through else ()


def test_places_for_disabled_people_are_asked_of_the_mdph(problem: Problem) -> None:
    best = first(problem, "handicap-rqth")[0]
    assert best.partner.startswith("MDPH")
    assert best.access_path is AccessPath.CDAPH
    assert best.km is None


def test_the_medical_psychological_centre_is_of_the_19th_and_to_be_called(problem: Problem) -> None:
    best = first(problem, "sante-mentale")[0]
    assert category(best.service.id) == "156"
    assert best.service.insee_code == "75119"
    assert next(c.ask for c in best.criteria if c.criterion == "access_path") == "ask-sector"


@pytest.mark.parametrize("barrier", ["addictions", "acces-soins"])
def test_where_access_is_free_the_nearest_come_first_at_their_true_distance(problem: Problem, barrier: str) -> None:
    here = problem.catalogue.place_of(problem.profile)
    assert here is not None
    found = first(problem, barrier)
    assert all(before.score >= after.score for before, after in pairwise(found))
    for suggestion in found:
        latitude, longitude = suggestion.service.latitude, suggestion.service.longitude
        assert latitude is not None
        assert longitude is not None
        assert suggestion.km == pytest.approx(distance_km(here, unit_vector(latitude, longitude)), abs=0.001)
        assert suggestion.km is not None
        assert suggestion.km < 2.5
    assert found[0].access_path is AccessPath.DIRECT


def test_the_plan_covers_all_six_barriers_with_the_siao_once(candidates: Candidates) -> None:
    plan = make_plan(candidates)
    assert len(plan.steps) == 6
    assert not plan.uncovered
    siao = [step.need.barrier for step in plan.steps if step.chosen.partner.startswith("SIAO")]
    assert sorted(siao) == ["acces-logement", "hebergement-precaire"]
    assert plan.partners == 5
