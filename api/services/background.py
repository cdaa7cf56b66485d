"""One thread of a process for what takes too long for a request: begun, awaited, stopped with the application."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event

Work = Callable[[], None]


class Background:
    """Does what it is given in turn, one thing at a time; nobody waits for it."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1, "background")
        self._running: list[Future[None]] = []
        self._closing = Event()

    @property
    def closing(self) -> bool:
        """Whether the application ends: what runs should stop."""
        return self._closing.is_set()

    def begin(self, work: Work) -> None:
        """Has ``work`` done as soon as may be; it tells by itself what goes wrong."""
        self._running = [each for each in self._running if not each.done()]
        self._running.append(self._pool.submit(work))

    def wait(self) -> None:
        """Returns when everything that was begun has ended."""
        for each in self._running:
            each.result()

    def close(self) -> None:
        """Stops what runs, and begins nothing more."""
        self._closing.set()
        self._pool.shutdown(cancel_futures=True)
