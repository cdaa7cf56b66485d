"""A country's network, side by side in one run: against a walk, SQL, memory, and requests that do nothing."""

from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import fields, replace
from math import log
from multiprocessing import get_context
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TypeVar

import numpy as np
from rich.console import Console
from rich.table import Table
from sqlalchemy import Engine
from sqlmodel import Session

from api.garbage import collect_seldom
from api.services.network_loading import load_network
from api.services.weighing import default_weights
from matching.catalogue import Catalogue, compile_catalogue
from matching.columns import Encoded, ServiceTable
from matching.leading import find_leading, find_shown
from matching.network import Service
from matching.plan import make_plan
from matching.problem import Problem
from matching.suggestions import explain_best
from matching.updating import updated
from network_data.database import open_engine, transaction
from network_data.repositories import NetworkRepository
from tests.benchmarks import national
from tests.benchmarks.asked import headers_of, measure_memory, measure_requests, measure_workers
from tests.benchmarks.servers import Asking, empty, served
from tests.benchmarks.sql import postgresql_asked, sqlite_asked
from tests.benchmarks.timing import Contender, Timed, side_by_side
from tests.reference.walk import Walk

SIZES = (1_000, 10_000, 100_000, 300_000)
PEOPLE = 200
WALKED = {1_000: 20, 10_000: 10, 100_000: 2}
"""People asked about by walking: it takes seconds each on a large network."""
ASKED_IN_SQL = 100_000
NEAR_KM = 10.0
"""How far people go who stay in their neighbourhood."""

_Result = TypeVar("_Result")


def measure_nation(console: Console) -> None:
    """Prints the tables, smallest network first; each size is measured in a process of its own, as a server has one."""
    table = Table(title="a country's network; ratios to an empty request over loopback (e), a walk, streaming columns")
    for heading in (
        "services",
        "e ms",
        "read s",
        "compile s",
        "ratio",
        "patch ms",
        "of compiling",
        "suggestions ms",
        "p50/e",
        "p99/e",
        "with plan ms",
        "walk ms",
        "x",
        "stream ms",
        "x",
        "near ms",
        "growth",
    ):
        table.add_column(heading, justify="right")
    near: dict[int, float] = {}
    for size in SIZES:
        with TemporaryDirectory() as folder:
            url = f"sqlite:///{folder}/nation.sqlite"
            _apart(_fill, url, size)
            row, near[size], told = _apart(_measured, url, size)
            for line in told:
                console.print(line)
            table.add_row(*row, _growth(near))
            headers = headers_of(url)
            for measure in _MEASURED_OVER_HTTP.get(size, ()):
                measure(url, headers, size, console)
    console.print(table)
    console.print(
        f"near: for people who go {NEAR_KM:.0f} km at most. growth: the exponent of its median from the size above; 1 "
        "would be as fast as the network."
    )


_MEASURED_OVER_HTTP = {10_000: (measure_workers,), 100_000: (measure_requests,), 300_000: (measure_memory,)}


def _apart(work: Callable[[str, int], _Result], url: str, size: int) -> _Result:
    """``work``, done in a process of its own."""
    with ProcessPoolExecutor(1, get_context("spawn")) as process:
        return process.submit(work, url, size).result()


def _fill(url: str, size: int) -> None:
    engine = open_engine(url)
    national.fill(engine, size)
    engine.dispose()


def _measured(url: str, size: int) -> tuple[list[str], float, list[str]]:
    """The row of a network of this size but its growth, the time for people who stay near, and more to tell."""
    collect_seldom()  # as the server does
    engine = open_engine(url)
    catalogue, reading, compiling = _compiled(engine)
    patching = _patched(engine, catalogue)
    weights = default_weights()
    problems = [Problem(profile, catalogue, weights) for profile in national.people(PEOPLE)]
    nothing = _nothing()
    shown = Timed.of(lambda case: explain_best(find_shown(problems[case])), PEOPLE)
    planned = Timed.of(lambda case: _everything(problems[case]), PEOPLE)
    walked = _walked(catalogue, problems[: WALKED.get(size, 0)])
    streamed = Timed.of(lambda _: _stream(catalogue.columns), 5)
    near = _near(catalogue)
    engine.dispose()
    row = [
        f"{size:,}",
        f"{nothing.p50:.2f}",
        f"{reading:.2f}",
        f"{compiling:.2f}",
        f"{compiling / reading:.1f}",
        f"{1000 * patching:.1f}",
        f"1/{compiling / patching:.0f}",
        f"{shown.p50:.2f}",
        f"{shown.p50 / nothing.p50:.1f}",
        f"{shown.p99 / nothing.p50:.1f}",
        f"{planned.p50:.2f}",
        f"{walked:.0f}" if walked else "",
        f"{walked / shown.p50:.0f}" if walked else "",
        f"{streamed.p50:.2f}",
        f"{shown.p50 / streamed.p50:.1f}",
        f"{near:.2f}",
    ]
    return row, near, [_in_sql(catalogue)] if size == ASKED_IN_SQL else []


def _nothing() -> Timed:
    """Empty requests over loopback."""
    with served(empty) as serving:
        asking = Asking(serving.port)
        return Timed.of(lambda _: asking.ask("GET", "/"), 500)


def _near(catalogue: Catalogue) -> float:
    """The median of the same question for people who do not go far."""
    weights = default_weights()
    people = national.people(PEOPLE, max_distance_km=NEAR_KM)
    problems = [Problem(profile, catalogue, weights) for profile in people]
    return Timed.of(lambda case: explain_best(find_shown(problems[case])), PEOPLE).p50


def _growth(times: dict[int, float]) -> str:
    """From the last size but one to the last; nothing for the first."""
    if len(times) == 1:
        return ""
    (small, before), (large, after) = list(times.items())[-2:]
    return f"{log(after / before) / log(large / small):.2f}"


def _in_sql(catalogue: Catalogue) -> str:
    """What the same question takes in SQL, beside the engine in the same turn."""
    people, weights = national.people(PEOPLE), default_weights()
    problems = [Problem(profile, catalogue, weights) for profile in people]
    with sqlite_asked(catalogue) as sqlite, postgresql_asked(catalogue) as postgresql:
        contenders = [
            Contender("engine, explained", lambda case: explain_best(find_shown(problems[case])), PEOPLE),
            Contender("SQLite", lambda case: sqlite(people[case]), PEOPLE),
        ]
        if postgresql is not None:
            contenders.append(Contender("PostgreSQL", lambda case: postgresql(people[case]), PEOPLE))
        times = side_by_side(contenders, rounds=2)
    ours = times["engine, explained"]
    told = ", ".join(f"{name} {time:.1f} ms ({time / ours:.1f} x)" for name, time in times.items())
    return f"Five services for each of 7 barriers among {len(catalogue.columns):,}: {told}"


def _compiled(engine: Engine) -> tuple[Catalogue, float, float]:
    """The catalogue, the seconds its columns took to read, and those it took to decode and compile them."""
    with transaction(engine) as session:
        compile_catalogue(load_network(NetworkRepository(session)))  # the words of services are read once
        start = perf_counter()
        _read(session)
        reading = perf_counter() - start
        start = perf_counter()
        catalogue = compile_catalogue(load_network(NetworkRepository(session)))
        return catalogue, reading, perf_counter() - start - reading


def _read(session: Session) -> None:
    repository = NetworkRepository(session)
    repository.partner_columns()
    repository.service_columns()


def _patched(engine: Engine, catalogue: Catalogue) -> float:
    """Seconds to follow one partner whose services filled up and changed their words."""
    partner_id = catalogue.columns.partner_id.at(len(catalogue.columns) // 2)
    with transaction(engine) as session:
        part = load_network(NetworkRepository(session), [partner_id])
    changed = ServiceTable.of([_filled_up(service) for service in part.services])
    return Timed.of(lambda _: updated(catalogue, "next", part.partners, changed), 5).p50 / 1000


def _filled_up(service: Service) -> Service:
    return replace(service, capacity=service.capacity._replace(places_open=0), thematiques=service.thematiques[:1])


def _everything(problem: Problem) -> object:
    candidates = find_leading(problem)
    return explain_best(candidates), make_plan(candidates)


def _walked(catalogue: Catalogue, problems: Sequence[Problem]) -> float:
    if not problems:
        return 0.0
    walk = Walk(catalogue.network)
    return Timed.of(
        lambda case: walk.suggest(
            problems[case].profile, problems[case].weights, catalogue.place_of(problems[case].profile)
        ),
        len(problems),
    ).p50


def _stream(columns: ServiceTable) -> int:
    """Every column once through memory."""
    total = 0
    for field in fields(columns):
        column = getattr(columns, field.name)
        codes = column.codes if isinstance(column, Encoded) else column
        if isinstance(codes, np.ndarray):
            total += int(np.nansum(codes))
    return total


if __name__ == "__main__":
    measure_nation(Console(width=170))
