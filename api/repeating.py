"""Does something again and again beside the application, in a thread of each worker."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy.exc import SQLAlchemyError

_PATIENCE = 10.0
"""Seconds that the end of the application waits for a turn to end."""


@contextmanager
def repeating(
    do: Callable[[Callable[[], bool]], None], name: str, seconds: float, log: logging.Logger
) -> Iterator[None]:
    """Does it at once, then every so many seconds, until the end of the block; never when there are none.

    A database that does not answer now does later: what was to be done then still is. The kind of error says enough.
    ``do`` is given what says that it should come to an end; what is slow to (a mail server that does not answer) is
    left behind after a while, as if the process had died.
    """
    if not seconds:
        yield
        return
    stopped = threading.Event()

    def turn() -> None:
        while not stopped.is_set():
            try:
                do(stopped.is_set)
            except SQLAlchemyError as error:
                log.warning("%s: the database does not answer (%s).", name, type(error).__name__)
            stopped.wait(seconds)

    thread = threading.Thread(target=turn, name=name, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join(_PATIENCE)
