"""Requests and what is learned from them, with only what a test speaks of."""

from collections.abc import Sequence
from datetime import timedelta
from random import Random
from typing import Any

import numpy as np

from matching.learning.estimates import Estimate, Learned, learn
from matching.learning.requests import RequestColumns
from matching.network import PastRequest
from tests.unit.matching.builders import TODAY

BARRIER = "addictions"
LONG_AGO = 200


def asked(
    service: str = "a-1", days_ago: int = LONG_AGO, wait: int | None = None, barrier: str = BARRIER, **told: Any
) -> PastRequest:
    """A request made ``days_ago`` and answered after ``wait`` days, or not."""
    on = TODAY - timedelta(days=days_ago)
    answered_on = None if wait is None else on + timedelta(days=wait)
    return PastRequest(service, barrier, on, answered_on, **told)


def learned(requests: Sequence[PastRequest], services: Sequence[str]) -> Learned:
    """What ``requests`` say of ``services`` today; none is behind a gate."""
    row_of = {service: row for row, service in enumerate(services)}
    return learn(RequestColumns.of(requests, row_of, np.zeros(len(services), dtype=np.bool_)), TODAY.toordinal())


def estimates(requests: Sequence[PastRequest], services: Sequence[str], barrier: str = BARRIER) -> list[Estimate]:
    """What to expect of each of ``services``."""
    found = learned(requests, services)
    return [found.estimate(barrier, row) for row in range(len(services))]


def history(random: Random, service: str, rate: float, requests: int) -> list[PastRequest]:
    """``requests`` that a service of that answer rate would have had, all long settled."""
    waits = [random.randrange(1, 30) if random.random() < rate else None for _ in range(requests)]
    return [asked(service, wait=wait, accepted=None if wait is None else random.random() < rate) for wait in waits]
