"""Eligibility over columns: most criteria judged once per distinct value that is met, then looked up for every row.

A row's tally packs three counts into one integer: criteria met (low byte), unknown (second), not met (third).
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cache, partial
from operator import itemgetter
from typing import Any

import numpy as np

from matching.catalogue import Catalogue
from matching.columns import ABSENT, Encoded, Floats, Ints, ServiceTable
from matching.conditions import JUDGES, ZONE, Judge
from matching.criteria import admission, meeting, place, wishes
from matching.eligibility import CAPACITY_TRUST_DAYS, ORDER, Criterion, Status
from matching.network import Service
from matching.profile import Profile

MET, UNKNOWN, NOT_MET = 1, 1 << 8, 1 << 16
_TALLY_OF = {Status.MET: MET, Status.UNKNOWN: UNKNOWN, Status.NOT_MET: NOT_MET}
_NOT_JUDGED = -1
_ASKED_OF_EACH = ("partner_choice", "capacity", "opening_hours", "distance")
"""The criteria that depend on more than one column."""


def met_count(tally: Ints) -> Ints:
    """Criteria met, per row."""
    return tally & 0xFF


def unknown_count(tally: Ints) -> Ints:
    """Criteria unknown, per row."""
    return (tally >> 8) & 0xFF


def excluded(tally: Ints) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Rows with at least one criterion not met."""
    return tally >= NOT_MET


class Screening:
    """One person before a network: remembers each answer, for ranking thousands of services and explaining a few."""

    def __init__(self, profile: Profile, catalogue: Catalogue) -> None:
        self._profile = profile
        self._catalogue = catalogue
        self._conditions = catalogue.conditions
        self._stated = _Answers(partial(self._conditions.judge, profile))
        self._capacity = _Answers(partial(admission.capacity, profile))
        self._opening_hours = _Answers(partial(meeting.opening_hours, profile))
        self._tallies = np.full(self._conditions.starts[-1], _NOT_JUDGED, dtype=np.int32)
        self._tallies[: self._conditions.starts[ZONE + 1]] = _zones(profile, catalogue)
        self._judged = [
            (name, _JudgedColumn(profile, judge, column))
            for name, judge, column in _asked_by_few(profile, catalogue.columns)
        ]
        self._in_order = _in_order(tuple([name for name, _column in self._judged]))

    def tally(self, rows: Ints, km: Floats) -> Ints:
        """The tally of each row; ``km`` are the distances of the rows, NaN where unknown.

        Cost: each value not met before judged once, then one look-up for all conditions, and a few array operations.
        """
        total: Ints = np.add.reduce(self._tallies_of(rows), axis=0, dtype=np.int32)
        for _name, tally in self._others(rows, km):
            total += tally
        return total

    def by_criterion(self, rows: Ints, km: Floats) -> Iterator[tuple[str, Ints]]:
        """Each criterion's own tally of each row."""
        for (name, _judge), tally in zip(JUDGES, self._tallies_of(rows), strict=True):
            yield name, tally
        yield from self._others(rows, km)

    def criteria(self, row: int, service: Service, km: float | None) -> tuple[Criterion, ...]:
        """Every criterion of the service at ``row``: what ``matching.eligibility.assess`` gives."""
        profile = self._profile
        answers = (
            self._partner_choice(row, service) if profile.excluded_partners else None,
            self._capacity[service.capacity],
            self._opening_hours[service.half_days],
            place.distance(profile, service, km) if profile.max_distance_km is not None else None,
            *map(self._stated.__getitem__, self._conditions.numbers[row].tolist()),
            *[column.criterion(row) for _name, column in self._judged],
        )
        return tuple([criterion for criterion in self._in_order(answers) if criterion is not None])

    def _partner_choice(self, row: int, service: Service) -> Criterion | None:
        return wishes.partner_choice(self._profile, (service.partner_id, self._catalogue.door_of(row).partner_id))

    def _tallies_of(self, rows: Ints) -> Ints:
        """The tallies of what the columns state, shape (criteria, rows)."""
        numbers = self._conditions.numbers.take(rows, axis=0)
        found = self._tallies.take(numbers)
        if found.size and found.min() == _NOT_JUDGED:
            met_here = np.zeros(len(self._tallies), dtype=np.bool_)
            met_here[numbers] = True
            zones = self._conditions.starts[ZONE + 1]
            unjudged = met_here[zones:] & (self._tallies[zones:] == _NOT_JUDGED)
            for number in (zones + unjudged.nonzero()[0]).tolist():
                self._tallies[number] = _tally_of(self._stated[number])
            found = self._tallies.take(numbers)
        return np.ascontiguousarray(found.T)

    def _others(self, rows: Ints, km: Floats) -> Iterator[tuple[str, Ints]]:
        profile, catalogue = self._profile, self._catalogue
        for name, column in self._judged:
            yield name, column.tally(rows)
        if (free := profile.available_mask()) is not None:
            yield "opening_hours", _opening_hours(free, catalogue.columns, rows)
        on = profile.on
        yield "capacity", catalogue.once_a_day("capacity", on, lambda columns: _capacity(on, columns)).take(rows)
        if profile.excluded_partners:
            yield "partner_choice", _partner_choice(profile, catalogue, rows)
        if profile.max_distance_km is not None:
            yield "distance", _distance(profile, profile.max_distance_km, catalogue, rows, km)


class _Answers(dict[Any, Criterion | None]):
    """What a criterion answers to values that many services share, found when first asked for."""

    def __init__(self, judge: Callable[[Any], Criterion | None]) -> None:
        super().__init__()
        self._judge = judge

    def __missing__(self, value: Any) -> Criterion | None:
        found = self[value] = self._judge(value)
        return found


class _JudgedColumn:
    """The answers of one criterion to the values of one column, found when first asked for."""

    def __init__(self, profile: Profile, judge: Judge, column: Encoded[Any]) -> None:
        self._column = column
        self._answers = _Answers(partial(judge, profile))
        self._tallies = np.full(len(column.values), _NOT_JUDGED, dtype=np.int32)

    def tally(self, rows: Ints) -> Ints:
        column = self._column
        codes = column.codes[rows]
        found: Ints = self._tallies[codes]
        if len(found) and found.min() == _NOT_JUDGED:
            for code in np.unique(codes[found == _NOT_JUDGED]).tolist():
                self._tallies[code] = _tally_of(self._answers[column.values[code]])
            found = self._tallies[codes]
        return found

    def criterion(self, row: int) -> Criterion | None:
        return self._answers[self._column.at(row)]


@cache
def _in_order(asked_by_few: tuple[str, ...]) -> Callable[[Sequence[Criterion | None]], tuple[Criterion | None, ...]]:
    """Puts the answers of all criteria in ``ORDER``."""
    names = [*_ASKED_OF_EACH, *(name for name, _judge in JUDGES), *asked_by_few]
    return itemgetter(*sorted(range(len(names)), key=lambda at: ORDER.index(names[at])))


def _tally_of(criterion: Criterion | None) -> int:
    return 0 if criterion is None else _TALLY_OF[criterion.status]


def _zones(profile: Profile, catalogue: Catalogue) -> Ints:
    """The tally of every zone: a country has as many as communes, so they are not judged one by one."""
    inside, doubtful = catalogue.zones.taking_in(profile.location.insee_code if profile.location else None)
    return np.where(inside, MET, np.where(doubtful, UNKNOWN, NOT_MET))


def _asked_by_few(profile: Profile, columns: ServiceTable) -> Iterator[tuple[str, Judge, Encoded[Any]]]:
    if profile.step_free_access:
        yield "step_free", place.step_free, columns.step_free
    if profile.with_animal:
        yield "animals", place.animals, columns.animals
    if profile.secular_only:
        yield "religious_link", wishes.religious_link, columns.religious
    if profile.avoided_places:  # as many values as communes: not combined for nothing
        yield "avoided_place", place.avoided_place, columns.whereabouts()


def _opening_hours(free: int, columns: ServiceTable, rows: Ints) -> Ints:
    # Bit by bit rather than value by value: nearly every place has hours of its own.
    open_on = columns.half_days.take(rows)
    return np.where(open_on == ABSENT, UNKNOWN, np.where(open_on & free, MET, NOT_MET))


def _partner_choice(profile: Profile, catalogue: Catalogue, rows: Ints) -> Ints:
    excluded_ids = profile.excluded_partners
    partners = [catalogue.partner_numbers[id_] for id_ in excluded_ids if id_ in catalogue.partner_numbers]
    doors = [catalogue.partner_doors[id_] for id_ in excluded_ids if id_ in catalogue.partner_doors]
    partner = catalogue.columns.partner_id.codes[rows]
    refused = np.isin(partner, partners) | np.isin(catalogue.door[rows], doors)
    return np.where(refused, NOT_MET, 0)


def _capacity(on: date, columns: ServiceTable) -> Ints:
    """The tally of the criterion for every row, whoever asks."""
    today, places, checked = on.toordinal(), columns.places_open, columns.checked_on
    asked = (places != ABSENT) & (checked != ABSENT)
    stale = today - checked > CAPACITY_TRUST_DAYS
    by_count = np.where(places > 0, MET, np.where(columns.waiting_days != ABSENT, UNKNOWN, NOT_MET))
    tally = np.where(asked, np.where(stale, UNKNOWN, by_count), 0)
    return np.where(columns.full_until >= today, NOT_MET, tally).astype(np.int32)


def _distance(profile: Profile, limit: float, catalogue: Catalogue, rows: Ints, km: Floats) -> Ints:
    columns = catalogue.columns
    remote = columns.reception.table(lambda modes: place.does_without_place(profile, modes))[
        columns.reception.codes[rows]
    ]
    mobile = columns.mobile.table(bool)[columns.mobile.codes[rows]]
    tally = np.where(np.isnan(km), UNKNOWN, np.where(km <= limit, MET, NOT_MET))
    return np.where(catalogue.gated[rows] | remote | mobile, 0, tally)
