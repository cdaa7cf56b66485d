"""A real HTTP server on this machine, as a chantier's software keeps one: it answers as a test tells it to."""

import json
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any


@dataclass(frozen=True)
class Taken:
    """One request as it came; ``headers`` by their names in lower case."""

    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def id(self) -> str:
        """What the delivery is called."""
        return self.headers["webhook-id"]

    @property
    def told(self) -> dict[str, Any]:
        """What it says."""
        found: dict[str, Any] = json.loads(self.body)
        return found


@dataclass
class Receiver:
    """What the server answers, and the requests that came. ``answer``: a status, or one with a place to go on to."""

    answer: Callable[[Taken], int | tuple[int, str]] = lambda _: 204
    taken: list[Taken] = field(default_factory=list)
    url: str = ""

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.url.split(":")[2].partition("/")[0])


@contextmanager
def receiving(certificate: Path | None = None) -> Iterator[Receiver]:
    """A server that listens until the end of the block; by HTTPS with a ``certificate`` and its key in one file."""
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            taken = Taken(self.path, headers, self.rfile.read(int(headers["content-length"])))
            receiver.taken.append(taken)
            answer = receiver.answer(taken)
            status, location = (answer, None) if isinstance(answer, int) else answer
            self.send_response(status)
            if location:
                self.send_header("Location", location)
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the server calls it so
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    scheme = "http"
    if certificate is not None:
        scheme, context = "https", ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    receiver.url = f"{scheme}://127.0.0.1:{server.server_address[1]}/maillage"
    try:
        yield receiver
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
