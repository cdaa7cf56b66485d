"""What partners did with what was asked of them, for the engine alone: services, barriers, days, and nobody."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlmodel import Session, col, select

from network_data.civil_time import day_of, moment_of
from network_data.referrals.asking import Asking, asking_of
from network_data.referrals.log import replay
from network_data.repositories.referrals import event_of
from network_data.tables import Referral, ReferralEvent
from network_data.vocabulary import EndedBy, ReferralKind

AskedService = tuple[str, str, date, date | None, bool | None, date | None, EndedBy | None, bool | None]
"""Service, barrier, asked on, answered on, accepted, ended on, ended by, started."""
_DAY = timedelta(days=1)


class TrackRecords:
    """Reads the logs of referrals as what they say of partners. Nothing read here leads to anyone."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def asked(self, on: date, days: int) -> list[AskedService]:
        """One row for each barrier of each referral that a partner was asked about in the ``days`` before ``on``.

        Cost: a few microseconds for each event of those referrals.
        """
        return [row for each in self._logs(on - (days + 1) * _DAY) for row in _rows(each)]

    def _logs(self, since: date) -> Iterator[list[Any]]:
        event, referral = ReferralEvent, Referral
        query = (
            select(
                col(event.referral_id),
                col(referral.service_id),
                col(referral.barriers),
                col(event.number),
                col(event.kind),
                col(event.to_state),
                col(event.actor),
                col(event.at),
                col(event.recorded_at),
                col(event.reason),
                col(event.details),
            )  # type: ignore[call-overload]  # more columns than the stubs of select know
            .join(referral, col(referral.id) == col(event.referral_id))
            .where(col(referral.kind) == ReferralKind.ORIENTATION, col(referral.since) >= moment_of(since))
            .order_by(col(event.referral_id), col(event.number))
        )
        rows = self._session.connection().execute(query)
        for _, log in groupby(rows, attrgetter("referral_id")):
            yield list(log)


def _rows(log: list[Any]) -> Iterator[AskedService]:
    asking = asking_of(replay(ReferralKind.ORIENTATION, map(event_of, log)), {row.number: row.reason for row in log})
    if asking is not None:
        for barrier in log[0].barriers:
            yield (log[0].service_id, barrier, *_told(asking))


def _told(asking: Asking) -> tuple[date, date | None, bool | None, date | None, EndedBy | None, bool | None]:
    answered, ended = asking.answered_at, asking.ended_at
    return (
        day_of(asking.asked_at),
        None if answered is None else day_of(answered),
        asking.accepted,
        None if ended is None else day_of(ended),
        asking.ended_by,
        asking.started,
    )
