"""Eligibility over columns: most criteria judged once per distinct value, then looked up for every row.

A row's tally packs three counts into one integer: criteria met (low byte), unknown (second), not met (third).
"""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from matching.catalogue import Catalogue
from matching.columns import ABSENT, Bools, Encoded, Floats, Ints, ServiceTable
from matching.criteria import admission, meeting, person, place, wishes
from matching.eligibility import CAPACITY_TRUST_DAYS, Criterion, Status
from matching.profile import Profile

MET, UNKNOWN, NOT_MET = 1, 1 << 8, 1 << 16
_TALLY_OF = {Status.MET: MET, Status.UNKNOWN: UNKNOWN, Status.NOT_MET: NOT_MET}

Judge = Callable[[Profile, Any], Criterion | None]


def met_count(tally: Ints) -> Ints:
    """Criteria met, per row."""
    return tally & 0xFF


def unknown_count(tally: Ints) -> Ints:
    """Criteria unknown, per row."""
    return (tally >> 8) & 0xFF


def excluded(tally: Ints) -> Bools:
    """Rows with at least one criterion not met."""
    return tally >= NOT_MET


def tally_rows(profile: Profile, catalogue: Catalogue, rows: Ints, km: Floats) -> Ints:
    """The tally of each row; ``km`` are the distances of the rows, NaN where unknown.

    Cost: distinct values of each column judged once, then one gather and one addition per criterion and row.
    """
    total = np.zeros(len(rows), dtype=np.int64)
    for _name, tallies in tallies_by_criterion(profile, catalogue, rows, km):
        total += tallies
    return total


def tallies_by_criterion(profile: Profile, catalogue: Catalogue, rows: Ints, km: Floats) -> Iterator[tuple[str, Ints]]:
    """Each criterion's own tally of each row, leaving out criteria that arise for no row."""
    columns = catalogue.columns
    for name, judge, column in _encoded_criteria(profile, columns):
        lookup = np.array([_tally(judge(profile, value)) for value in column.values], dtype=np.int64)
        if lookup.any():
            yield name, lookup[column.codes[rows]]
    if (free := profile.available_mask()) is not None:
        yield "opening_hours", _opening_hours(free, columns, rows)
    yield "capacity", _capacity(profile, columns, rows)
    if profile.excluded_partners:
        yield "partner_choice", _partner_choice(profile, catalogue, rows)
    if profile.max_distance_km is not None:
        yield "distance", _distance(profile, profile.max_distance_km, catalogue, rows, km)


def _encoded_criteria(profile: Profile, columns: ServiceTable) -> Iterator[tuple[str, Judge, Encoded[Any]]]:
    yield "zone", place.zone, columns.zone
    yield "publics", person.publics, columns.publics
    yield "age", person.age, columns.ages
    yield "women_only", person.women_only, columns.women_only
    yield "fees", admission.fees, columns.fees
    yield "reception", meeting.reception, columns.reception
    yield "contact", meeting.contact, columns.mobilisation
    yield "step_free", place.step_free, columns.step_free
    yield "animals", place.animals, columns.animals
    yield "whereabouts", place.whereabouts, columns.mobile
    yield "religious_link", wishes.religious_link, columns.religious
    yield "language", person.language, columns.languages
    yield "papers", admission.papers, columns.papers
    yield "access_path", admission.access_path, columns.access_path
    if profile.avoided_places:  # as many values as communes: not judged for nothing
        yield "avoided_place", place.avoided_place, columns.whereabouts()


def _tally(criterion: Criterion | None) -> int:
    return 0 if criterion is None else _TALLY_OF[criterion.status]


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
