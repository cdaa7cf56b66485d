"""Sends the mail that waits, beside the application."""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from api.clock import Clock
from api.repeating import repeating
from api.services.mailing import Mailer

SECONDS = 20.0
"""How long a message may wait for the next turn."""
_LOG = logging.getLogger("maillage.mail")


def running(mailer: Mailer | None, clock: Clock) -> AbstractContextManager[None]:
    """Sends what waits at once, then every so often, until the end of the block; nothing without a mail server."""
    if mailer is None:
        return nullcontext()

    def turn(ending: Callable[[], bool]) -> None:
        done = mailer.run(clock.now, ending)
        if done.trouble:
            _LOG.warning("Mail: the server does not serve us (%s).", done.trouble)
        if done.fates:
            _LOG.info("Mail: %s.", ", ".join(f"{fate.value} {count}" for fate, count in sorted(done.fates.items())))

    return repeating(turn, "mail", SECONDS, _LOG)
