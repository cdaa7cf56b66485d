"""Sends one delivery to chantiers' software, and says what came of it: taken, or why not."""

import socket
import ssl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from threading import Timer

from api.webhooks.destinations import PORTS, Destination, DestinationError, Lookup, Rules, destination, reachable

SECONDS = 10.0
"""For how long one answer of the network is waited for."""
LONGEST = 20.0
"""For how long one delivery may take in all; less than others leave it alone for."""
_TAKEN = range(200, 300)


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whether it was taken; the three digits of the answer, or a code of ours where there was none."""

    taken: bool
    status: str


def post(url: str, headers: Mapping[str, str], body: bytes, rules: Rules, lookup: Lookup) -> Outcome:
    """Sends ``body``; nothing of the answer is read but its status, and no other address is followed."""
    try:
        where = destination(url, rules)
        status = _posted(where, reachable(where, rules, lookup), headers, body)
    except DestinationError as error:
        return Outcome(taken=False, status=error.kind)
    except (OSError, HTTPException) as error:
        return Outcome(taken=False, status=_kind(error))
    return Outcome(status in _TAKEN, str(status))


def _posted(where: Destination, addresses: Sequence[str], headers: Mapping[str, str], body: bytes) -> int:
    connection = _Pinned(where, addresses)
    try:
        with _within(LONGEST, connection):
            connection.request("POST", where.target, body, dict(headers))
            return connection.getresponse().status
    finally:
        connection.close()


class _Pinned(HTTPConnection):
    """A connection to the addresses that were judged, whatever their name leads to by now."""

    def __init__(self, where: Destination, addresses: Sequence[str]) -> None:
        super().__init__(where.host, where.port, timeout=SECONDS)
        self.default_port = PORTS["https" if where.tls else "http"]
        self._where = where
        self._addresses = addresses

    def connect(self) -> None:
        """Connects to the first that answers, and makes sure of whose it is."""
        self.sock = self._opened()
        if self._where.tls:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self._where.host, do_handshake_on_connect=False)
            self.sock.do_handshake()

    def _opened(self) -> socket.socket:
        for address in self._addresses[:-1]:
            with suppress(OSError):
                return socket.create_connection((address, self._where.port), SECONDS)
        return socket.create_connection((self._addresses[-1], self._where.port), SECONDS)


@contextmanager
def _within(seconds: float, connection: HTTPConnection) -> Iterator[None]:
    """Breaks the connection to what answers by drops: nobody waits longer than was promised to others."""

    def break_off() -> None:
        with suppress(OSError, AttributeError):
            connection.sock.shutdown(socket.SHUT_RDWR)

    breaking = Timer(seconds, break_off)
    breaking.daemon = True
    breaking.start()
    try:
        yield
    finally:
        breaking.cancel()


def _kind(error: OSError | HTTPException) -> str:
    kinds: tuple[tuple[type[Exception], str], ...] = (
        (ssl.SSLError, "certificate"),
        (TimeoutError, "timeout"),
        (ConnectionRefusedError, "closed"),
    )
    return next((code for kind, code in kinds if isinstance(error, kind)), "broken")
