"""Writes the day's digests: to each reader who wants one, on working days, once, if anything is due."""

from datetime import datetime, time

from sqlalchemy import Engine

from network_data.asker import Asker, Position, Role
from network_data.civil_time import day_of, local_time
from network_data.database import transaction
from network_data.referrals.log import ENGINE
from network_data.referrals.working_days import is_working_day
from network_data.repositories.digests import PURPOSE, Digests
from network_data.sealing import Sealer
from network_data.trail import JoinedTrail, Trail

NOT_BEFORE = time(6)
"""On the clocks here: what is due that day is known by then."""
_ASKER = Asker(ENGINE, (Position(Role.LOCAL),))


def write_digests(engine: Engine, secrets: tuple[str, ...], now: datetime) -> int:
    """Writes the digests of today that are not written yet; how many. Several may run at once.

    Each stands in a transaction of its own, under a key made of its reader and the day.
    """
    day = day_of(now)
    if not is_working_day(day) or local_time(now).time() < NOT_BEFORE:
        return 0
    trail, sealer = Trail(engine, secrets), Sealer(secrets, PURPOSE)
    with transaction(engine) as session:
        readers = Digests(_ASKER, session, now, trail, sealer).readers(day)
    written = 0
    for reader in readers:
        with transaction(engine, writes=True) as session:
            written += Digests(_ASKER, session, now, JoinedTrail(trail, session), sealer).write(reader, day)
    return written
