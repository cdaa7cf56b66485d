"""``maillage replay`` of a proposal of places: the same as long as nothing changed, and nothing once someone left."""

import json

import pytest
from sqlmodel import col, delete, select

from network_data.database import open_engine, transaction
from network_data.tables import Person, SharedPlaces, SharedPlacesOfPerson
from tests.cli.running import run, stopped


@pytest.fixture
def kept(demonstration: str) -> str:
    """The id of a proposal for one chantier."""
    del demonstration
    found: str = json.loads(run("cohort", "solve", "--chantier", "rejoue", "--json").stdout)["result_id"]
    return found


def test_a_proposal_is_identical_as_long_as_nothing_changed_and_the_replay_names_nobody(kept: str) -> None:
    assert run("replay", kept).stdout.startswith("Identique")
    told = run("replay", kept, "--json").stdout
    found = json.loads(told)
    assert (found["verdict"], found["same_problem"], found["needs_that_go_elsewhere"]) == ("identical", True, 0)
    assert "P-0" not in told


def test_another_answer_to_the_same_problem_is_a_defect_by_the_exit_code_too(demonstration: str, kept: str) -> None:
    with transaction(open_engine(demonstration), writes=True) as session:
        shared = session.get_one(SharedPlaces, kept)
        shared.answer = {**(shared.answer or {}), "digest": "another"}
        share = session.exec(select(SharedPlacesOfPerson).where(SharedPlacesOfPerson.shared_id == kept)).first()
        assert share is not None
        assert share.answer is not None
        share.answer = {"lines": [{**line, "service_id": None} for line in share.answer["lines"]]}
    result = run("replay", kept)
    assert result.exit_code == 1
    assert result.stdout.startswith("Défaut")
    assert "trouvent aujourd’hui un service" in result.stdout


def test_places_granted_otherwise_are_a_question_of_another_day(demonstration: str, kept: str) -> None:
    with transaction(open_engine(demonstration), writes=True) as session:
        shared = session.get_one(SharedPlaces, kept)
        shared.problem = {**shared.problem, "granted": []}
    result = run("replay", kept)
    assert result.exit_code == 0
    assert result.stdout.startswith("Différent")


def test_a_proposal_one_of_whose_people_was_erased_says_why_it_cannot_be_computed_again(
    demonstration: str, kept: str
) -> None:
    with transaction(open_engine(demonstration), writes=True) as session:
        own = session.exec(select(SharedPlacesOfPerson.person_id).where(SharedPlacesOfPerson.shared_id == kept)).first()
        session.exec(delete(Person).where(col(Person.id) == own))
    assert "effacées depuis" in stopped("replay", kept)


def test_what_a_later_version_cannot_read_is_said(demonstration: str, kept: str) -> None:
    with transaction(open_engine(demonstration), writes=True) as session:
        session.get_one(SharedPlaces, kept).problem = {}
    assert "ne se lit plus" in run("replay", kept).stdout
