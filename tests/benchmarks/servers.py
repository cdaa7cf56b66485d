"""Real servers in processes of their own, asked over one connection that is kept open."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from multiprocessing import get_context
from time import monotonic, sleep

import uvicorn
from fastapi import Depends, FastAPI

from api.security.keys import Permission
from api.security.permissions import needs
from api.v1.match import profile_asked
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


def national(url: str) -> FastAPI:
    """Ours over the database at ``url``, with one more address: all that a match does but match."""
    app = application(url, allowed_hosts="127.0.0.1")

    @app.post(EMPTY, dependencies=[needs(Permission.MATCH), Depends(profile_asked)])
    def nothing() -> dict[str, str]:
        return {}

    return app


def _serve(make: Callable[..., FastAPI], told: tuple[str, ...], port: int) -> None:
    uvicorn.run(make(*told), port=port, log_config=None, access_log=False)


@contextmanager
def served(make: Callable[..., FastAPI], *told: str) -> Iterator[int]:
    """The port at which ``make(*told)`` is served by a process of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    process = get_context("spawn").Process(target=_serve, args=(make, told, port), daemon=True)
    process.start()
    try:
        _wait_for(port)
        yield port
    finally:
        process.terminate()
        process.join()


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
