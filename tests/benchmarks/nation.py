"""A country's network, side by side in one run: against a walk, SQL, memory, and requests that do nothing."""

import json
import resource
from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table
from sqlalchemy import Engine
from sqlmodel import Session

from api.services.network_loading import load_network
from api.services.weighing import default_weights
from matching.catalogue import Catalogue, compile_catalogue
from matching.columns import Encoded, ServiceTable
from matching.leading import find_leading
from matching.network import Service
from matching.plan import make_plan
from matching.problem import Problem
from matching.profile import Profile
from matching.suggestions import explain_best
from matching.updating import updated
from network_data.database import open_engine, transaction
from network_data.repositories import NetworkRepository
from network_data.tables import Chantier
from tests.api.serving import a_key, bearer
from tests.benchmarks import national
from tests.benchmarks.servers import EMPTY, Asking, empty, served
from tests.benchmarks.servers import national as national_app
from tests.reference.walk import Walk

SIZES = (1_000, 10_000, 100_000, 300_000)
PEOPLE = 200
WALKED = {1_000: 20, 10_000: 10, 100_000: 2}
"""People asked about by walking: it takes seconds each on a large network."""
ASKED_OVER_HTTP = 100_000


@dataclass(frozen=True, slots=True)
class Timed:
    """Milliseconds of one thing, many times over."""

    times: Sequence[float]

    @classmethod
    def of(cls, run: Callable[[int], object], cases: int) -> "Timed":
        """``run`` for each case, after once for all of them."""
        times = []
        for case in [*range(cases), *range(cases)]:
            start = perf_counter()
            run(case)
            times.append(1000 * (perf_counter() - start))
        return cls(times[cases:])

    @property
    def p50(self) -> float:
        """The median."""
        return median(self.times)

    @property
    def p99(self) -> float:
        """The 99th centile."""
        return quantiles(self.times, n=100)[98]


def measure_nation(console: Console) -> None:
    """Prints the tables, smallest network first."""
    with served(empty) as port:
        asking = Asking(port)
        nothing = Timed.of(lambda _: asking.ask("GET", "/"), 500)
    console.print(f"An empty FastAPI request over loopback: {nothing.p50:.2f} ms (p99 {nothing.p99:.2f} ms)")
    table = Table(title="a country's network; ratios to an empty request (e), a walk over the graph, streaming columns")
    for heading in (
        "services",
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
        "RSS MB",
    ):
        table.add_column(heading, justify="right")
    for size in SIZES:
        with TemporaryDirectory() as folder:
            url = f"sqlite:///{folder}/nation.sqlite"
            table.add_row(*_row(url, size, nothing))
            if size == ASKED_OVER_HTTP:
                _measure_requests(url, Path(folder), console)
    console.print(table)


def _row(url: str, size: int, nothing: Timed) -> list[str]:
    engine = open_engine(url)
    national.fill(engine, size)
    catalogue, reading, compiling = _compiled(engine)
    patching = _patched(engine, catalogue)
    weights = default_weights()
    problems = [Problem(profile, catalogue, weights) for profile in national.people(PEOPLE)]
    shown = Timed.of(lambda case: explain_best(find_leading(problems[case])), PEOPLE)
    planned = Timed.of(lambda case: _everything(problems[case]), PEOPLE)
    walked = _walked(catalogue, problems[: WALKED.get(size, 0)])
    streamed = Timed.of(lambda _: _stream(catalogue.columns), 5)
    engine.dispose()
    return [
        f"{size:,}",
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
        f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f}",
    ]


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


def _measure_requests(url: str, folder: Path, console: Console) -> None:
    engine = open_engine(url)
    with transaction(engine, writes=True) as session:
        session.add(Chantier(id="banc", territory_slug="france", name="Banc d’essai"))
    engine.dispose()
    headers = bearer(a_key(url, "banc"))
    bodies = [json.dumps(_body(profile)) for profile in national.people(PEOPLE)]
    with served(national_app, url) as port:
        asking = Asking(port, headers)
        nothing = Timed.of(lambda _: asking.ask("POST", EMPTY, "{}"), PEOPLE)
        matched = Timed.of(lambda case: asking.ask("POST", "/api/v1/match", bodies[case]), PEOPLE)
    ratio = matched.p50 / nothing.p50
    console.print(
        f"POST /api/v1/match over {ASKED_OVER_HTTP:,} services: {matched.p50:.1f} ms (p99 {matched.p99:.1f} ms), "
        f"{ratio:.1f} x the same key check and trace without a match ({nothing.p50:.1f} ms)"
    )


def _body(profile: Profile) -> dict[str, Any]:
    assert profile.location is not None
    return {
        "barriers": [{"code": n.barrier, "severity": n.severity, "priority": n.priority} for n in profile.needs],
        "location": {"latitude": profile.location.latitude, "longitude": profile.location.longitude},
        "birth_year": profile.birth_year,
        "publics": dict(profile.publics),
        "languages": sorted(profile.languages or ()),
        "available": sorted(profile.available or ()),
        "remote_ok": True,
        "on": profile.on.isoformat(),
    }


if __name__ == "__main__":
    measure_nation(Console(width=170))
