"""A country's network asked over HTTP: what one match takes, what two workers carry, what a serving process weighs."""

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter
from typing import Any

from rich.console import Console

from matching.profile import Profile
from network_data.database import open_engine, transaction
from network_data.tables import Chantier
from tests.api.serving import a_key, bearer
from tests.benchmarks import national
from tests.benchmarks.servers import EMPTY, Asking, Serving, served, served_by
from tests.benchmarks.servers import national as national_app
from tests.benchmarks.timing import Timed

PEOPLE = 200
CLIENTS = 4
"""Who ask at the same time when it is throughput that is measured."""
MATCH = "/api/v1/match"


def headers_of(url: str) -> dict[str, str]:
    """What the software of a new chantier sends to say who it is."""
    engine = open_engine(url)
    with transaction(engine, writes=True) as session:
        session.add(Chantier(id="banc", territory_slug="france", name="Banc d’essai"))
    engine.dispose()
    return bearer(a_key(url, "banc"))


def measure_requests(url: str, headers: dict[str, str], services: int, console: Console) -> None:
    """Prints what a match takes beside the same request without a match."""
    bodies = [body_of(profile) for profile in national.people(PEOPLE)]
    with served(national_app, url) as serving:
        asking = Asking(serving.port, headers)
        nothing = Timed.of(lambda _: asking.ask("POST", EMPTY, "{}"), PEOPLE)
        matched = Timed.of(lambda case: asking.ask("POST", MATCH, bodies[case]), PEOPLE)
    ratio = matched.p50 / nothing.p50
    console.print(
        f"POST {MATCH} over {services:,} services: {matched.p50:.1f} ms (p99 {matched.p99:.1f} ms), "
        f"{ratio:.1f} x the same key check and trace without a match ({nothing.p50:.1f} ms)"
    )


def measure_workers(url: str, headers: dict[str, str], services: int, console: Console) -> None:
    """Prints how many matches a second one worker answers, and two; those who ask run on the same machine."""
    bodies = [body_of(profile) for profile in national.people(PEOPLE)]
    rates = []
    for workers in (1, 2):
        with served_by(workers, url) as serving:
            _rate(serving, headers, bodies)  # each worker makes what it keeps for the day
            rates.append(_rate(serving, headers, bodies))
    one, two = rates
    console.print(
        f"POST {MATCH} over {services:,} services, {CLIENTS} asking at once: {one:.0f} a second with one worker, "
        f"{two:.0f} with two ({two / one:.2f} x)"
    )


def _rate(serving: Serving, headers: dict[str, str], bodies: Sequence[str]) -> float:
    def ask_all(_client: int) -> None:
        asking = Asking(serving.port, headers)
        for body in bodies:
            asking.ask("POST", MATCH, body)

    start = perf_counter()
    with ThreadPoolExecutor(CLIENTS) as clients:
        list(clients.map(ask_all, range(CLIENTS)))
    return CLIENTS * len(bodies) / (perf_counter() - start)


def measure_memory(url: str, headers: dict[str, str], services: int, console: Console) -> None:
    """Prints the memory of a process that does nothing but serve this network, once it has answered."""
    bodies = [body_of(profile) for profile in national.people(PEOPLE)]
    with served(national_app, url) as serving:
        asking = Asking(serving.port, headers)
        for body in bodies:
            asking.ask("POST", MATCH, body)
        now, most = serving.megabytes("VmRSS"), serving.megabytes("VmHWM")
    with served_by(2, url) as serving:
        _rate(serving, headers, bodies)
        own = max(worker.own_megabytes() for worker in serving.workers())
    console.print(
        f"A process that serves {services:,} services: {now:.0f} MB (at most {most:.0f} MB while it compiled); of two "
        f"workers that share the network, each has {own:.0f} MB of its own"
    )


def body_of(profile: Profile) -> str:
    """The profile as software sends it."""
    assert profile.location is not None
    told: dict[str, Any] = {
        "barriers": [{"code": n.barrier, "severity": n.severity, "priority": n.priority} for n in profile.needs],
        "location": {"latitude": profile.location.latitude, "longitude": profile.location.longitude},
        "birth_year": profile.birth_year,
        "publics": dict(profile.publics),
        "languages": sorted(profile.languages or ()),
        "available": sorted(profile.available or ()),
        "remote_ok": True,
        "on": profile.on.isoformat(),
    }
    return json.dumps(told)
