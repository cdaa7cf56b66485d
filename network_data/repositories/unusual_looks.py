"""Who opened the files of unusually many people in an hour, for whoever reads the trail."""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from network_data.tables import AuditEntry, AuditMention

MANY = 25
"""More people than one advisor accompanies."""
WITHIN = timedelta(hours=1)
LOOKED_BACK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class UnusualLooks:
    """The busiest hour of an account: how many people's files it opened, and when the hour ended."""

    actor: str
    people: int
    until: datetime


def unusual_looks(session: Session, now: datetime) -> list[UnusualLooks]:
    """Accounts that opened the files of ``MANY`` people or more ``WITHIN`` an hour, ``LOOKED_BACK`` from ``now``.

    Keys are left out: software reads whole chantiers, and its pace is limited. Cost: one pass over the files opened.
    """
    query = (
        select(AuditEntry.actor, AuditEntry.at, AuditMention.subject)
        .join(AuditMention, col(AuditMention.entry) == col(AuditEntry.number))
        .where(
            col(AuditEntry.at) > now - LOOKED_BACK,
            AuditEntry.action == "person.read",
            ~col(AuditEntry.actor).startswith("key:"),
        )
        .order_by(col(AuditEntry.number))
    )
    looks: dict[str, list[tuple[datetime, str]]] = defaultdict(list)
    for actor, at, subject in session.exec(query):
        looks[actor].append((at, subject))
    busiest = (UnusualLooks(actor, *max(_by_hour(opened))) for actor, opened in looks.items())
    return sorted((each for each in busiest if each.people >= MANY), key=lambda each: (-each.people, each.actor))


def _by_hour(looks: Iterable[tuple[datetime, str]]) -> Iterator[tuple[int, datetime]]:
    """After each look, in order of time: how many different people were looked at in the hour that ends with it."""
    recent: deque[tuple[datetime, str]] = deque()
    times: dict[str, int] = defaultdict(int)
    for at, subject in sorted(looks):
        recent.append((at, subject))
        times[subject] += 1
        while recent[0][0] <= at - WITHIN:
            _, gone = recent.popleft()
            times[gone] -= 1
            if not times[gone]:
                del times[gone]
        yield len(times), at
