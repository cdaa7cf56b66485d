"""What services ask of whoever comes, as numbers: one line of an array per service, one column per criterion."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from matching.columns import Encoded, Ints, ServiceTable
from matching.criteria import admission, meeting, person, place
from matching.criteria.criterion import Criterion
from matching.profile import Profile

Judge = Callable[[Profile, Any], Criterion | None]

ZONE = 0
"""The column of the zones: they alone have about as many values as there are communes."""
JUDGES: tuple[tuple[str, Judge], ...] = (
    ("zone", place.zone),
    ("publics", person.publics),
    ("age", person.age),
    ("women_only", person.women_only),
    ("fees", admission.fees),
    ("reception", meeting.reception),
    ("contact", meeting.contact),
    ("whereabouts", place.whereabouts),
    ("language", person.language),
    ("papers", admission.papers),
    ("access_path", admission.access_path),
)
"""The criteria that are asked of every service and depend on one of its columns alone."""


@dataclass(frozen=True, slots=True)
class Conditions:
    """The columns that ``JUDGES`` judge, put together so that looking up all criteria is one operation.

    ``numbers``: shape (services, criteria), so that a service is read at one go; each is the place of a value among
    those of all criteria, one criterion after another. ``starts``: where those of each criterion begin, and the end.
    ``columns``: as in the table.
    """

    numbers: Ints
    starts: tuple[int, ...]
    columns: tuple[Encoded[Any], ...]

    @classmethod
    def of(cls, table: ServiceTable) -> "Conditions":
        """The conditions of a whole network: a copy of eleven columns."""
        columns = _columns(table)
        starts = np.cumsum([0, *(len(column.values) for column in columns)])
        numbers = np.empty((len(table), len(columns)), dtype=np.int32)
        for at, column in enumerate(columns):
            np.add(column.codes, starts[at], out=numbers[:, at], casting="unsafe")
        return cls(numbers, tuple(starts.tolist()), columns)

    def updated(self, table: ServiceTable, rows: Ints) -> "Conditions":
        """The same once ``table`` differs at ``rows``: these alone are looked at, unless values came that are new."""
        columns = _columns(table)
        changed = [at for at, column in enumerate(columns) if column is not self.columns[at]]
        if not changed:
            return self
        if any(len(columns[at].values) != len(self.columns[at].values) for at in changed):
            return Conditions.of(table)
        numbers = self.numbers.copy()
        for at in changed:
            numbers[rows, at] = columns[at].codes[rows] + self.starts[at]
        return Conditions(numbers, self.starts, columns)

    def judge(self, profile: Profile, number: int) -> Criterion | None:
        """What the criterion that a number belongs to answers to its value."""
        at = bisect_right(self.starts, number) - 1
        return JUDGES[at][1](profile, self.columns[at].values[number - self.starts[at]])


def _columns(table: ServiceTable) -> tuple[Encoded[Any], ...]:
    columns: Sequence[Encoded[Any]] = (
        table.zone,
        table.publics,
        table.ages,
        table.women_only,
        table.fees,
        table.reception,
        table.mobilisation,
        table.mobile,
        table.languages,
        table.papers,
        table.access_path,
    )
    return tuple(columns)
