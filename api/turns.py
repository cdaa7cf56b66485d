"""Turns of requests at the database: whoever waits for theirs holds no thread and no connection meanwhile.

A request that writes holds what others wait for, and needs a thread to go on. Were all threads taken by those who
wait, it could not: everybody would wait until the database gave up.
"""

from asyncio import AbstractEventLoop, Semaphore, get_running_loop, timeout
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from enum import Enum
from weakref import WeakKeyDictionary

from api.errors import BusyError

PATIENCE_S = 25
"""How long a request waits for its turn before it is asked to come again."""


class Turn(Enum):
    """What a request does at the database."""

    WRITE = "write"
    READ = "read"
    ENTER = "enter"
    """Says who they are."""


class Turns:
    """The turns of one process. On SQLite one request writes at a time; they come in the order they asked."""

    def __init__(self, *, alone: bool) -> None:
        self._most = {Turn.WRITE: 1 if alone else 6, Turn.READ: 8, Turn.ENTER: 6}
        self._of_loop: WeakKeyDictionary[AbstractEventLoop, dict[Turn, Semaphore]] = WeakKeyDictionary()

    @asynccontextmanager
    async def take(self, turn: Turn) -> AsyncIterator[None]:
        """Waits for a turn, and has it until the end of the block.

        Raises:
            BusyError: it did not come in ``PATIENCE_S``.
        """
        semaphore = self._semaphore(turn)
        try:
            async with timeout(PATIENCE_S):
                await semaphore.acquire()
        except TimeoutError:
            raise BusyError from None
        try:
            yield
        finally:
            semaphore.release()

    def _semaphore(self, turn: Turn) -> Semaphore:
        known = self._of_loop.setdefault(get_running_loop(), {})
        return known.setdefault(turn, Semaphore(self._most[turn]))
