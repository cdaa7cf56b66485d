"""Runs the clocks of referrals beside the application."""

import logging
from contextlib import AbstractContextManager

from api.clock import Clock
from api.repeating import repeating
from api.services.clocks import Clocks

_LOG = logging.getLogger("maillage.clocks")


def running(clocks: Clocks, clock: Clock, minutes: int) -> AbstractContextManager[None]:
    """Runs the clocks at once, then every so many minutes, until the end of the block; never when ``minutes`` is 0.

    What is due was written by the thread that came first: the others find nothing left.
    """

    def turn(_ending: object) -> None:
        done = clocks.run(clock.now(), clock.today())
        made, ended = sum(done.reminded.values()), sum(done.expired.values())
        if made or ended:
            _LOG.info("Clocks: %d reminders made, %d referrals ended.", made, ended)

    return repeating(turn, "clocks", minutes * 60, _LOG)
