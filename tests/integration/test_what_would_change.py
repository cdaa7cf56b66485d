"""For the people of the demonstration: whatever is not suggested says why, and the change it states brings it in."""

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import settings

from api.services.network_loading import load_network
from api.services.profiles import profile_of
from api.services.weighing import default_weights
from matching.candidates import find_candidates
from matching.catalogue import compile_catalogue
from matching.eligibility import Status
from matching.enquiry import Answer, Goal, enquire
from matching.problem import Problem
from network_data.asker import Asker
from network_data.database import open_engine, transaction
from network_data.demo import load_demonstration
from network_data.repositories import NetworkRepository
from network_data.tables import METADATA
from tests.integration.storage.asking import people_as
from tests.reference.changes import applied, rank_of

TODAY = date(2026, 11, 22)
ASKED_QUICKLY = 150
ALL = 5_000
"""From so many examples on (``make test-deep``), every pair is asked."""

Asked = tuple[Problem, str, str]


@pytest.fixture(scope="module")
def not_suggested(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Asked]]:
    """Every person, covered barrier and service that answers it without being suggested for it."""
    engine = open_engine(f"sqlite:///{tmp_path_factory.mktemp('demonstration')}/demo.sqlite")
    METADATA.create_all(engine)
    with transaction(engine, writes=True) as session:
        load_demonstration(session, TODAY)
    with people_as(Asker.local(), engine) as repository:
        people, _total = repository.page(None, 0, 1000)
    with transaction(engine) as session:
        catalogue = compile_catalogue(load_network(NetworkRepository(session)))
    problems = [Problem(profile_of(file, TODAY), catalogue, default_weights()) for file in people]
    yield [asked for problem in problems for asked in _not_suggested(problem)]
    engine.dispose()


def _not_suggested(problem: Problem) -> Iterator[Asked]:
    candidates = find_candidates(problem)
    for number, need in enumerate(problem.profile.needs):
        shown = candidates.of_need(number)[: problem.profile.per_barrier]
        suggested = {int(candidates.best.row[at]) for at in shown}
        for row in problem.catalogue.index_of(need.barrier).rows.tolist() if shown else ():
            if row not in suggested:
                yield problem, problem.catalogue.services[row].id, need.barrier


@pytest.mark.hypothesis
def test_why_not_is_answered_and_the_stated_change_brings_the_service_in(not_suggested: list[Asked]) -> None:
    examples = settings().max_examples
    step = 1 if examples >= ALL else len(not_suggested) // ASKED_QUICKLY
    flipped = 0
    for problem, service_id, barrier in not_suggested[::step]:
        (answer,) = (each for each in enquire(problem, service_id).answers if each.barrier == barrier)
        _names_what_decides(answer)
        shown = next(flip for flip in answer.flips if flip.goal is Goal.SHOWN)
        if shown.changes is None:
            assert answer.settled, "nothing would do only where nobody may change a criterion"
        else:
            flipped += 1
            after = applied(problem, service_id, barrier, frozenset(shown.changes))
            rank = rank_of(after, service_id, barrier)
            assert rank is not None
            assert rank <= problem.profile.per_barrier
    assert flipped > ASKED_QUICKLY / 2


def _names_what_decides(answer: Answer) -> None:
    """A criterion, or a component lost to the service above; among equals the lower id goes first."""
    if answer.status is Status.NOT_MET:
        assert any(criterion.status is Status.NOT_MET for criterion in answer.verdict.criteria)
    else:
        above = answer.gaps[0]
        lost = sum(above.differences.values())
        assert lost == pytest.approx(sum(answer.verdict.components.values()) - above.score)
        assert above.lost_on is not None or lost == pytest.approx(0)
