"""What an answer owes to past requests: those made to a service, and what all of them let one expect of any."""

from matching.learning.estimates import Learned
from network_data.vocabulary import BARRIERS

DIGITS = 9
"""Decimals of an expectation: a last bit that differs from one machine to another changes nothing."""

Request = tuple[str, int, int, bool, int, int]
"""Barrier, day asked and days waited, answered or not, then accepted and started: 1, 0, or ``ABSENT``."""

_CODES = tuple(BARRIERS)


def requests_made(learned: Learned, row: int) -> list[Request]:
    """The requests to the service at ``row`` that count on the day, in an order that does not depend on the network."""
    made = learned.observed.of_service(int(learned.number_of_row[row]))
    columns = (made.asked_on, made.waited, made.answered, made.accepted, made.started)
    codes = (_CODES[barrier] for barrier in made.barrier.tolist())
    return sorted(zip(codes, *(column.tolist() for column in columns), strict=True))


def expectations(learned: Learned) -> list[float]:
    """What every estimate is drawn towards: waits and acceptances of each domain, and how strongly."""
    curves = [figure for curve in learned.curves for figure in curve.chance.tolist()]
    strengths = (learned.strength, learned.acceptance_strength)
    return [round(figure, DIGITS) for figure in (*curves, *learned.acceptances, *strengths)]
