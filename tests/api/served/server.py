"""Server processes that share one listening socket: one that is killed loses no connection that it has not accepted."""

import multiprocessing
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.process import BaseProcess

import uvicorn

from tests.mail.office import Office
from tests.mail.postbox import Postbox

READY = "tests.api.served.ready"
_BETWEEN_MAILS_S = 0.02


class Served:
    """An address behind which servers come and go."""

    def __init__(self, url: str, smtp_port: int = 0) -> None:
        # Children of a process that has no thread: a fork of the tests' own could stay locked for ever.
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload([READY])
        self._socket = socket.create_server(("127.0.0.1", 0), backlog=512)
        self._url, self._smtp_port = url, smtp_port
        self.port = int(self._socket.getsockname()[1])

    def start(self) -> BaseProcess:
        """One more server."""
        process = self._context.Process(target=_serve, args=(self._url, self._socket, self._smtp_port))
        process.start()
        return process

    def close(self) -> None:
        """Nobody is answered any more."""
        self._socket.close()


@contextmanager
def served(url: str, servers: int = 1) -> Iterator[int]:
    """The port behind which so many servers answer."""
    made = Served(url)
    processes = [made.start() for _ in range(servers)]
    try:
        yield made.port
    finally:
        for process in processes:
            kill(process)
        made.close()


def kill(process: BaseProcess) -> None:
    """Ends a server at once (SIGKILL), whatever it is doing."""
    process.kill()
    process.join()
    assert process.exitcode == -signal.SIGKILL


def _serve(url: str, listening: socket.socket, smtp_port: int) -> None:
    office = Office(url, built=True)
    if smtp_port:
        threading.Thread(target=_send, args=(office, Postbox(port=smtp_port)), daemon=True).start()
    config = uvicorn.Config(office.app, log_config=None, lifespan="off", timeout_keep_alive=60)
    uvicorn.Server(config).run(sockets=[listening])


def _send(office: Office, box: Postbox) -> None:
    """Sends what waits, again and again."""
    pause = threading.Event()
    while not pause.wait(_BETWEEN_MAILS_S):
        office.send(box)
