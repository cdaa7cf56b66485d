"""For all 200 people of the demonstration: the plan is the optimum, and every promise of an answer holds."""

from collections.abc import Iterator
from datetime import date

import pytest

from api.services.network_loading import load_network
from api.services.profiles import profile_of
from api.services.weighing import default_weights
from matching.candidates import Candidates, find_candidates
from matching.catalogue import compile_catalogue
from matching.choice import choose
from matching.eligibility import Status
from matching.plan import make_plan
from matching.problem import Problem
from matching.suggestions import explain_best
from network_data.asker import Asker
from network_data.database import open_engine, transaction
from network_data.demo import load_demonstration
from network_data.repositories import NetworkRepository
from network_data.tables import METADATA
from network_data.vocabulary import PREREQUISITES, Strength
from tests.integration.storage.asking import people_as
from tests.reference.assignment import by_cp_sat
from tests.reference.walk import Walk

TODAY = date(2026, 11, 22)
PEOPLE = 200


@pytest.fixture(scope="module")
def everyone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Candidates]]:
    engine = open_engine(f"sqlite:///{tmp_path_factory.mktemp('demonstration')}/demo.sqlite")
    METADATA.create_all(engine)
    with transaction(engine, writes=True) as session:
        load_demonstration(session, TODAY)
    with people_as(Asker.local(), engine) as repository:
        people, total = repository.page(None, 0, 1000)
    with transaction(engine) as session:
        catalogue = compile_catalogue(load_network(NetworkRepository(session)))
    assert total == PEOPLE
    yield [find_candidates(Problem(profile_of(file, TODAY), catalogue, default_weights())) for file in people]
    engine.dispose()


def test_every_plan_equals_the_optimum_of_an_independent_model(everyone: list[Candidates]) -> None:
    for candidates in everyone:
        plan = make_plan(candidates)
        assert plan.optimal
        assert plan.objective == pytest.approx(by_cp_sat(choose(candidates).problem), abs=1e-7)


def test_candidates_equal_a_walk_over_the_graph(everyone: list[Candidates]) -> None:
    walk = Walk(everyone[0].problem.catalogue.network)
    for candidates in everyone:
        problem = candidates.problem
        expected = walk.candidates(problem.profile, problem.weights, problem.catalogue.place_of(problem.profile))
        services = problem.catalogue.services
        found = [
            [
                (services[int(candidates.best.row[at])].id, float(candidates.best.score[at]))
                for at in candidates.of_need(number)
            ]
            for number in range(len(problem.profile.needs))
        ]
        assert found == [[(service, score) for service, _door, score in need] for need in expected]


def test_no_suggestion_breaks_a_criterion_and_components_add_up(everyone: list[Candidates]) -> None:
    suggestions = [s for candidates in everyone for found in explain_best(candidates) for s in found.suggestions]
    assert len(suggestions) > PEOPLE * 6 * 2
    for suggestion in suggestions:
        assert suggestion.status is not Status.NOT_MET
        assert abs(sum(suggestion.components.values()) - suggestion.score) < 1e-9


def test_waves_respect_every_blocking_prerequisite(everyone: list[Candidates]) -> None:
    blocked = 0
    for candidates in everyone:
        profile = candidates.problem.profile
        wave = {step.need.barrier: step.wave for step in make_plan(candidates).steps}
        for edge in PREREQUISITES:
            lifted = any(profile.holds(paper) for paper in edge.equivalent_papers)
            if edge.strength is Strength.BLOCKING and edge.before in wave and edge.after in wave and not lifted:
                blocked += 1
                assert wave[edge.before] < wave[edge.after]
    assert blocked > 30, "the demonstration shows enough blocked steps for this test to mean something"


def test_every_covered_step_has_a_plan_b_wherever_another_partner_exists(everyone: list[Candidates]) -> None:
    for candidates in everyone:
        barriers = [need.barrier for need in candidates.problem.profile.needs]
        for step in make_plan(candidates).steps:
            positions = candidates.of_need(barriers.index(step.need.barrier))
            assert (step.alternative is not None) == (len(positions) > 1)
            assert step.alternative is None or step.alternative.partner_id != step.chosen.partner_id
