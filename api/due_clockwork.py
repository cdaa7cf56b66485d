"""Runs the clocks of referrals beside the application, in a thread of each worker."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import SQLAlchemyError

from api.clock import Clock
from api.services.clocks import Clocks

_LOG = logging.getLogger("maillage.clocks")


@contextmanager
def running(clocks: Clocks, clock: Clock, minutes: int) -> Iterator[None]:
    """Runs the clocks at once, then every so many minutes, until the end of the block; never when ``minutes`` is 0.

    What is due was written by the thread that came first: the others find nothing left.
    """
    if not minutes:
        yield
        return
    stopped = threading.Event()
    thread = threading.Thread(target=_turn, args=(clocks, clock, minutes * 60, stopped), name="clocks", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join()


def _turn(clocks: Clocks, clock: Clock, seconds: float, stopped: threading.Event) -> None:
    while not stopped.is_set():
        try:
            done = clocks.run(clock.now(), clock.today())
        except SQLAlchemyError as error:
            # A database that does not answer now does later: what was due then still is. The kind of error says enough.
            _LOG.warning("The clocks could not be run: %s.", type(error).__name__)
        else:
            made, ended = sum(done.reminded.values()), sum(done.expired.values())
            if made or ended:
                _LOG.info("Clocks: %d reminders made, %d referrals ended.", made, ended)
        stopped.wait(seconds)
