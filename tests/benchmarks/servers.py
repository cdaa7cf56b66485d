"""Real servers in processes of their own, asked over one connection that is kept open."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.client import HTTPConnection
from multiprocessing import get_context
from pathlib import Path
from time import monotonic, sleep

import uvicorn
from fastapi import Depends, FastAPI

from api.cli.workers import Workers
from api.clock import today
from api.security.keys import Permission
from api.security.permissions import needs
from api.services.catalogues import Catalogues
from api.v1.match import profile_asked
from network_data.database import open_engine, transaction
from tests.api.serving import application

STARTING_SECONDS = 120
EMPTY = "/api/v1/empty"


def empty() -> FastAPI:
    """An application that does nothing."""
    app = FastAPI()

    @app.get("/")
    def nothing() -> dict[str, str]:
        return {}

    return app


def national(url: str, catalogues: Catalogues | None = None) -> FastAPI:
    """Ours over the database at ``url``, with one more address: all that a match does but match."""
    app = application(url, allowed_hosts="127.0.0.1")
    app.state.catalogues = catalogues or app.state.catalogues

    @app.post(EMPTY, dependencies=[needs(Permission.MATCH), Depends(profile_asked)])
    def nothing() -> dict[str, str]:
        return {}

    return app


@dataclass(frozen=True, slots=True)
class Serving:
    """A server: its port, and the number of its process."""

    port: int
    process: int

    def workers(self) -> "list[Serving]":
        """The processes that it started, each as a server of its own."""
        told = Path(f"/proc/{self.process}/task/{self.process}/children").read_text(encoding="ascii")
        return [Serving(self.port, int(child)) for child in told.split()]

    def own_megabytes(self) -> float:
        """The memory that the process shares with no other."""
        lines = Path(f"/proc/{self.process}/smaps_rollup").read_text(encoding="ascii").splitlines()
        return sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) / 1024

    def megabytes(self, what: str) -> float:
        """A line of what the system says of the process's memory: ``VmRSS`` now, ``VmHWM`` at most."""
        lines = Path(f"/proc/{self.process}/status").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{what}:"))


def _serve(make: Callable[..., FastAPI], told: tuple[str, ...], port: int) -> None:
    uvicorn.run(make(*told), port=port, log_config=None, access_log=False)


@contextmanager
def served(make: Callable[..., FastAPI], *told: str) -> Iterator[Serving]:
    """What ``make(*told)`` makes, served by a process of its own."""
    port = _free_port()
    process = get_context("spawn").Process(target=_serve, args=(make, told, port), daemon=True)
    process.start()
    try:
        _wait_for(port)
        assert process.pid is not None
        yield Serving(port, process.pid)
    finally:
        process.terminate()
        process.join()


@contextmanager
def served_by(workers: int, url: str) -> Iterator[Serving]:
    """Ours over the database at ``url``, served by so many processes that part once the network is compiled."""
    port = _free_port()
    process = get_context("spawn").Process(target=_serve_with, args=(workers, url, port))
    process.start()
    try:
        _wait_for(port)
        assert process.pid is not None
        yield Serving(port, process.pid)
    finally:
        process.terminate()
        process.join()


def _serve_with(workers: int, url: str, port: int) -> None:
    catalogues = Catalogues()
    engine = open_engine(url)
    with transaction(engine) as session:
        catalogues.current(session, today())
    engine.dispose()
    listening = socket.create_server(("127.0.0.1", port))
    config = uvicorn.Config(
        partial(national, url, catalogues),
        factory=True,
        workers=workers,
        log_config=None,
        access_log=False,
        timeout_worker_healthcheck=STARTING_SECONDS,
    )
    Workers(config, sockets=[listening]).run()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    return port


def _wait_for(port: int) -> None:
    until = monotonic() + STARTING_SECONDS
    while monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            sleep(0.05)
        else:
            return
    raise TimeoutError("The server did not start.")


class Asking:
    """One connection to a server, kept open from one request to the next."""

    def __init__(self, port: int, headers: dict[str, str] | None = None) -> None:
        self._connection = HTTPConnection("127.0.0.1", port)
        self._headers = headers or {}

    def ask(self, method: str, path: str, body: str | None = None) -> bytes:
        """The body of the answer, whose status is 200."""
        headers = self._headers | ({"Content-Type": "application/json"} if body else {})
        self._connection.request(method, path, body, headers)
        response = self._connection.getresponse()
        answer = response.read()
        if response.status != 200:
            raise RuntimeError(f"{method} {path}: {response.status} {answer[:300]!r}")
        return answer
