"""Writes down that what was due in the demonstration's year was done in time; only what came lately is still to do."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

from sqlmodel import Session

from network_data.demo.draws import Draws
from network_data.repositories.due import DueReader, expires, reminder_of

_MORNING, _TAKES = time(7), timedelta(hours=3)
_LATELY, _AT_LATEST = 4, 18
"""Days: what is younger is still to be done, what is older was; in between, most was."""
_IN_TIME = 0.8


def load_answered(session: Session, today: date, seed: int, advisors: Mapping[str, str]) -> None:
    """Inserts what whoever accompanies people (``advisors``) was reminded of until ``today``, and did."""
    for each in DueReader(session, today).waiting():
        age = (today - each.due.on).days
        if expires(each) or each.person_id not in advisors or age <= _LATELY:
            continue
        if age > _AT_LATEST or Draws(seed, "answered", each.key).chance(_IN_TIME):
            row = reminder_of(each, datetime.combine(each.due.on, _MORNING, UTC))
            row.id = f"fait-{each.key}"
            row.done_at, row.done_by = row.made_at + _TAKES, advisors[each.person_id]
            session.add(row)
    session.flush()
