"""Eligibility over columns: most criteria judged once per distinct value that is met, then looked up for every row.

A row's tally packs three counts into one integer: criteria met (low byte), unknown (second), not met (third).
"""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from matching.catalogue import Catalogue
from matching.columns import ABSENT, Encoded, Floats, Ints, ServiceTable
from matching.criteria import admission, meeting, person, place, wishes
from matching.eligibility import CAPACITY_TRUST_DAYS, Criterion, Status, in_order
from matching.network import Service
from matching.profile import Profile

MET, UNKNOWN, NOT_MET = 1, 1 << 8, 1 << 16
_TALLY_OF = {Status.MET: MET, Status.UNKNOWN: UNKNOWN, Status.NOT_MET: NOT_MET}
_NOT_JUDGED = -1

Judge = Callable[[Profile, Any], Criterion | None]


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
        self._judged: list[tuple[str, _JudgedColumn]] = [
            ("zone", _Zone(profile, catalogue)),
            *(
                (name, _JudgedColumn(profile, judge, column))
                for name, judge, column in _encoded_criteria(profile, catalogue.columns)
            ),
        ]

    def tally(self, rows: Ints, km: Floats) -> Ints:
        """The tally of each row; ``km`` are the distances of the rows, NaN where unknown.

        Cost: each value not met before judged once, then one gather and one addition per criterion and row.
        """
        total = np.zeros(len(rows), dtype=np.int32)
        for _name, tally in self.by_criterion(rows, km):
            total += tally
        return total

    def by_criterion(self, rows: Ints, km: Floats) -> Iterator[tuple[str, Ints]]:
        """Each criterion's own tally of each row."""
        profile, catalogue = self._profile, self._catalogue
        for name, column in self._judged:
            yield name, column.tally(rows)
        if (free := profile.available_mask()) is not None:
            yield "opening_hours", _opening_hours(free, catalogue.columns, rows)
        yield "capacity", _capacity(profile, catalogue.columns, rows)
        if profile.excluded_partners:
            yield "partner_choice", _partner_choice(profile, catalogue, rows)
        if profile.max_distance_km is not None:
            yield "distance", _distance(profile, profile.max_distance_km, catalogue, rows, km)

    def criteria(self, row: int, service: Service, km: float | None) -> tuple[Criterion, ...]:
        """Every criterion of the service at ``row``: what ``matching.eligibility.assess`` gives."""
        profile, door = self._profile, self._catalogue.door_of(row).partner_id
        return in_order(
            (
                wishes.partner_choice(profile, (service.partner_id, door)),
                admission.capacity(profile, service.capacity),
                meeting.opening_hours(profile, service.half_days),
                place.distance(profile, service, km),
                *(column.criterion(row) for _name, column in self._judged),
            )
        )


class _JudgedColumn:
    """The answers of one criterion to the values of one column, found when first asked for."""

    def __init__(self, profile: Profile, judge: Judge, column: Encoded[Any]) -> None:
        self._profile = profile
        self._judge = judge
        self._column = column
        self._criteria: dict[int, Criterion | None] = {}
        self._tallies = np.full(len(column.values), _NOT_JUDGED, dtype=np.int32)

    def tally(self, rows: Ints) -> Ints:
        codes = self._column.codes[rows]
        found: Ints = self._tallies[codes]
        if len(found) and found.min() == _NOT_JUDGED:
            for code in np.unique(codes[found == _NOT_JUDGED]).tolist():
                self._answer(code)
            found = self._tallies[codes]
        return found

    def criterion(self, row: int) -> Criterion | None:
        code = int(self._column.codes[row])
        return self._criteria[code] if code in self._criteria else self._answer(code)

    def _answer(self, code: int) -> Criterion | None:
        criterion = self._judge(self._profile, self._column.values[code])
        self._criteria[code] = criterion
        self._tallies[code] = 0 if criterion is None else _TALLY_OF[criterion.status]
        return criterion


class _Zone(_JudgedColumn):
    """The zones, all answered beforehand: a country has as many as communes."""

    def __init__(self, profile: Profile, catalogue: Catalogue) -> None:
        super().__init__(profile, place.zone, catalogue.columns.zone)
        inside, doubtful = catalogue.zones.taking_in(profile.location.insee_code if profile.location else None)
        self._tallies = np.where(inside, MET, np.where(doubtful, UNKNOWN, NOT_MET)).astype(np.int32)

    def tally(self, rows: Ints) -> Ints:
        found: Ints = self._tallies[self._column.codes[rows]]
        return found


def _encoded_criteria(profile: Profile, columns: ServiceTable) -> Iterator[tuple[str, Judge, Encoded[Any]]]:
    yield "publics", person.publics, columns.publics
    yield "age", person.age, columns.ages
    yield "women_only", person.women_only, columns.women_only
    yield "fees", admission.fees, columns.fees
    yield "reception", meeting.reception, columns.reception
    yield "contact", meeting.contact, columns.mobilisation
    yield "whereabouts", place.whereabouts, columns.mobile
    yield "language", person.language, columns.languages
    yield "papers", admission.papers, columns.papers
    yield "access_path", admission.access_path, columns.access_path
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
    open_on = columns.half_days[rows]
    return np.where(open_on == ABSENT, UNKNOWN, np.where(open_on & free, MET, NOT_MET))


def _partner_choice(profile: Profile, catalogue: Catalogue, rows: Ints) -> Ints:
    excluded_ids = profile.excluded_partners
    partners = [catalogue.partner_numbers[id_] for id_ in excluded_ids if id_ in catalogue.partner_numbers]
    doors = [catalogue.partner_doors[id_] for id_ in excluded_ids if id_ in catalogue.partner_doors]
    partner = catalogue.columns.partner_id.codes[rows]
    refused = np.isin(partner, partners) | np.isin(catalogue.door[rows], doors)
    return np.where(refused, NOT_MET, 0)


def _capacity(profile: Profile, columns: ServiceTable, rows: Ints) -> Ints:
    today = profile.on.toordinal()
    places, checked = columns.places_open[rows], columns.checked_on[rows]
    asked = (places != ABSENT) & (checked != ABSENT)
    stale = today - checked > CAPACITY_TRUST_DAYS
    by_count = np.where(places > 0, MET, np.where(columns.waiting_days[rows] != ABSENT, UNKNOWN, NOT_MET))
    tally = np.where(asked, np.where(stale, UNKNOWN, by_count), 0)
    return np.where(columns.full_until[rows] >= today, NOT_MET, tally)


def _distance(profile: Profile, limit: float, catalogue: Catalogue, rows: Ints, km: Floats) -> Ints:
    columns = catalogue.columns
    remote = columns.reception.table(lambda modes: place.does_without_place(profile, modes))[
        columns.reception.codes[rows]
    ]
    mobile = columns.mobile.table(bool)[columns.mobile.codes[rows]]
    tally = np.where(np.isnan(km), UNKNOWN, np.where(km <= limit, MET, NOT_MET))
    return np.where(catalogue.gated[rows] | remote | mobile, 0, tally)
