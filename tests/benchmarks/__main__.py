"""One person's suggestions and plan, against a walk over a graph and against CP-SAT on the same candidates."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from multiprocessing import get_context
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter

from rich.console import Console
from rich.table import Table

from api.services.network_loading import load_network
from api.services.profiles import profile_of
from api.services.weighing import default_weights
from matching.assignment import assign
from matching.candidates import find_candidates
from matching.catalogue import Catalogue, compile_catalogue
from matching.choice import choose
from matching.leading import find_shown
from matching.network import Network
from matching.plan import make_plan
from matching.problem import Problem
from matching.profile import Profile
from matching.suggestions import explain_best
from network_data.asker import Asker
from network_data.database import open_engine, transaction
from network_data.demo import load_demonstration
from network_data.repositories import NetworkRepository
from network_data.tables import METADATA
from tests.benchmarks.cohort import measure_cohort
from tests.benchmarks.coverage import measure_coverage
from tests.benchmarks.nation import measure_nation
from tests.benchmarks.staffing import measure_staffing
from tests.benchmarks.timing import Contender, side_by_side
from tests.integration.storage.asking import people_as
from tests.reference.assignment import by_cp_sat
from tests.reference.networks import random_network, random_profile
from tests.reference.walk import Walk
from tests.relevance.measure import report as report_relevance
from tests.shared_data import SHARED

TODAY = date(2026, 11, 22)
PEOPLE = 20
EVERYONE = 200
LARGE = 10_000


@dataclass(frozen=True, slots=True)
class Field:
    """A network and some people to ask about."""

    name: str
    network: Network
    profiles: Sequence[Profile]


def demonstration(size: int = PEOPLE) -> Field:
    """The demonstration network, with its first people."""
    with TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{folder}/demo.sqlite")
        METADATA.create_all(engine)
        with transaction(engine, writes=True) as session:
            load_demonstration(session, TODAY)
        with people_as(Asker.local(), engine) as repository:
            people, _ = repository.page(None, 0, size)
        with transaction(engine) as session:
            network = load_network(NetworkRepository(session))
        engine.dispose()
    return Field("demonstration", network, [profile_of(person, TODAY) for person in people])


def grown() -> Field:
    """A random network of ten thousand services, with people of seven barriers and few constraints of their own."""
    random = Random(7)
    network = random_network(random, LARGE)
    profiles = [random_profile(random, network, constrained=number % 2 == 0) for number in range(PEOPLE)]
    return Field("random network", network, [_without_referents(profile) for profile in profiles])


def _without_referents(profile: Profile) -> Profile:
    return replace(profile, needs=tuple(replace(need, followed_by=None) for need in profile.needs))


def measure(field: Field, console: Console) -> None:
    """Prints the table of one field."""
    start = perf_counter()
    catalogue = compile_catalogue(field.network)
    compiling = perf_counter() - start
    walk = Walk(field.network)
    weights = default_weights()
    problems = [Problem(profile, catalogue, weights) for profile in field.profiles]
    candidates = [find_candidates(problem) for problem in problems]
    choices = [choose(found).problem for found in candidates]
    times = side_by_side(
        [
            Contender("suggestions, explained", lambda case: explain_best(find_shown(problems[case])), PEOPLE),
            Contender("all candidates", lambda case: find_candidates(problems[case]), PEOPLE),
            Contender("suggestions by walk", lambda case: _walk(walk, catalogue, problems[case]), PEOPLE),
            Contender("whole plan, explained", lambda case: make_plan(candidates[case]), PEOPLE),
            Contender("plan: exact choice", lambda case: assign(choices[case]), PEOPLE),
            Contender("plan: CP-SAT", lambda case: by_cp_sat(choices[case]), PEOPLE),
        ],
        rounds=3,
    )
    table = Table(
        title=f"{field.name}: {len(field.network.services)} services, {PEOPLE} people, catalogue in {compiling:.2f} s"
    )
    for heading in ("what", "median ms", "ratio"):
        table.add_column(heading, justify="left" if heading == "what" else "right")
    for name, against in _COMPARED.items():
        ratio = f"{times[against] / times[name]:.1f} x faster than {against}" if against else ""
        table.add_row(name, f"{times[name]:.2f}", ratio)
    console.print(table)


_COMPARED = {
    "suggestions, explained": "suggestions by walk",
    "all candidates": "suggestions by walk",
    "suggestions by walk": None,
    "whole plan, explained": "plan: CP-SAT",
    "plan: exact choice": "plan: CP-SAT",
    "plan: CP-SAT": None,
}


def _walk(walk: Walk, catalogue: Catalogue, problem: Problem) -> object:
    return walk.suggest(problem.profile, problem.weights, catalogue.place_of(problem.profile))


def _matching() -> None:
    for field in (demonstration(), grown()):
        measure(field, Console(width=110))


def _coverage() -> None:
    everyone = demonstration(EVERYONE)
    measure_coverage(everyone.network, everyone.profiles, Console(width=110))


def _staffing() -> None:
    measure_staffing(Console(width=140))


def _cohort() -> None:
    measure_cohort(Console(width=150))


def _relevance() -> None:
    report_relevance(Console(width=110))


def _nation() -> None:
    measure_nation(Console(width=170))


def main() -> None:
    """Measures everything, each part in a process of its own: what one leaves in memory slows no other down."""
    on_shared_data = (_relevance, _nation) if SHARED.is_dir() else ()
    for part in (_matching, _coverage, _staffing, _cohort, *on_shared_data):
        process = get_context("spawn").Process(target=part)
        process.start()
        process.join()
        if process.exitcode:
            raise SystemExit(process.exitcode)


if __name__ == "__main__":
    main()
