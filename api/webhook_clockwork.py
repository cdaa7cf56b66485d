"""Tells chantiers' software what changed, beside the application."""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

from api.clock import Clock
from api.repeating import repeating
from api.services.webhook_sending import WebhookSender

SECONDS = 20.0
"""How long a delivery may wait for the next turn."""
_LOG = logging.getLogger("maillage.webhooks")


def running(sender: WebhookSender | None, clock: Clock) -> AbstractContextManager[None]:
    """Sends what waits at once, then every so often, until the end of the block."""
    if sender is None:
        return nullcontext()

    def turn(ending: Callable[[], bool]) -> None:
        met = sender.run(clock.now, ending)
        if met:
            _LOG.info("Webhooks: %s.", ", ".join(f"{status} {count}" for status, count in sorted(met.items())))

    return repeating(turn, "webhooks", SECONDS, _LOG)
