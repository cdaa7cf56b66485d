"""Which new partners would unlock the most needs: hypothetical services, judged by the engine's own criteria.

A prospect is a place, the languages spoken there, whether it is for women only, and the barriers it answers: one, or
two or three that services of several partners answer together today. It is open on working days, free, asks for no
paper, welcomes animals and has places. What it would take is decided as for any service.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations

import numpy as np

from matching.candidates import distances_from
from matching.catalogue import Catalogue, compile_catalogue
from matching.columns import Bools
from matching.coverage.maximum_coverage import CoverageChoice, choose
from matching.coverage.reach import CarriedNeed, Reach, Standing
from matching.geography import UnitVector, degrees_of
from matching.network import Capacity, Network, Partner, Service
from matching.profile import Profile
from matching.screening import Screening, excluded
from network_data.vocabulary import HALF_DAYS, AccessPath, half_day_mask

PICKS = 5
"""How many prospects are proposed at most."""
MOST_PLACES = 30
MOST_LANGUAGES = 8
TOGETHER = 3
"""A prospect answers at most so many barriers."""
SUPPORT = 2
"""Barriers go together when services of so many partners answer them together."""
FRENCH = "fra"
_WORKING_HOURS = half_day_mask(code for code in HALF_DAYS if not code.startswith(("sat", "sun")))


@dataclass(frozen=True, slots=True)
class Prospect:
    """A partner to look for. ``unlocks``: needs that nobody can take today, beyond those of the prospects before it.

    ``secures``: needs that hang on one partner and would have another. ``area`` is None where no place is known.
    """

    barriers: tuple[tuple[str, int], ...]
    area: str | None
    languages: tuple[str, ...]
    women_only: bool
    unlocks: int
    secures: int


@dataclass(frozen=True, slots=True)
class Prospects:
    """The prospects, best first; no choice of as many would unlock more than ``at_most`` needs.

    ``optimal``: proven best, first by the needs unlocked, then by those secured.
    """

    found: tuple[Prospect, ...]
    at_most: int
    optimal: bool

    @property
    def unlocks(self) -> int:
        """How many needs they unlock together."""
        return sum(prospect.unlocks for prospect in self.found)


@dataclass(frozen=True, slots=True)
class _Offer:
    """A set of the maximum coverage: a hypothetical place, and the barriers answered there."""

    row: int
    barriers: tuple[str, ...]


def find_prospects(reach: Reach, alone: frozenset[int], picks: int = PICKS) -> Prospects:
    """The prospects for the needs that nobody can take, then for those that hang on one partner (``alone``).

    One need unlocked outweighs all that could be secured: the weights make one sum of the two.
    """
    missing = [need for _, need in reach.numbered(Standing.UNCOVERED)]
    if not missing:
        return Prospects((), 0, optimal=True)
    wanted = {need.need.barrier for need in missing}
    fragile = [reach.needs[at] for at in sorted(alone)]
    targets = [*missing, *fragile]
    places = _hypothetical(reach, missing)
    suits = _suits(reach, places, targets)
    offers = list(_offers(reach.catalogue, suits, targets, wanted))
    covers = np.array([_cover(suits, targets, offer) for offer in offers], dtype=bool).reshape(-1, len(targets))
    heavy = len(fragile) + 1
    weights = np.where(np.arange(len(targets)) < len(missing), heavy, 1).astype(np.int64)
    choice = choose(covers, weights, picks)
    return _told(choice, _Field(places, targets, len(missing), [offers[at] for at in choice.chosen], covers))


@dataclass(frozen=True, slots=True)
class _Field:
    places: Catalogue
    targets: Sequence[CarriedNeed]
    missing: int
    chosen: Sequence[_Offer]
    covers: Bools


def _told(choice: CoverageChoice, field: _Field) -> Prospects:
    heavy = len(field.targets) - field.missing + 1
    taken = np.zeros(len(field.targets), dtype=bool)
    found: list[Prospect] = []
    for at, offer in zip(choice.chosen, field.chosen, strict=True):
        new = np.flatnonzero(field.covers[at] & ~taken)
        taken |= field.covers[at]
        barriers = Counter(field.targets[target].need.barrier for target in new.tolist())
        service = field.places.services[offer.row]
        found.append(
            Prospect(
                barriers=tuple(sorted(barriers.items(), key=lambda each: (-each[1], each[0]))),
                area=service.insee_code,
                languages=service.languages or (),
                women_only=bool(service.women_only),
                unlocks=int((new < field.missing).sum()),
                secures=int((new >= field.missing).sum()),
            )
        )
    return Prospects(tuple(found), choice.bound // heavy, choice.optimal)


def _hypothetical(reach: Reach, missing: Sequence[CarriedNeed]) -> Catalogue:
    """A network of nothing but prospects' places, the simplest first: fewest languages, then where most people live."""
    profiles = [reach.profile_of(need) for need in missing]
    women = (False, True) if any(profile.needs_women_only for profile in profiles) else (False,)
    places = _places(reach.catalogue, profiles)
    kinds = [(spoken, only, place) for only in women for spoken in _spoken(reach, profiles) for place in places]
    services = tuple(
        _service(f"{number:05}", kind, reach.profiles[0].on if reach.profiles else date.min)
        for number, kind in enumerate(kinds)
    )
    return compile_catalogue(Network("prospects", {_SOMEONE: Partner(_SOMEONE, "")}, services))


_SOMEONE = "prospect"
_Place = tuple[str | None, UnitVector | None]


def _service(name: str, kind: tuple[tuple[str, ...], bool, _Place], on: date) -> Service:
    spoken, women_only, (area, position) = kind
    base = Service(
        id=name,
        partner_id=_SOMEONE,
        name="",
        updated_on=on,
        insee_code=area,
        zone=("france",),
        publics=("tous-publics",),
        fees="gratuit",
        reception_modes=("en-presentiel",),
        mobilisation_modes=("se-presenter", "telephoner"),
        half_days=_WORKING_HOURS,
        languages=spoken,
        interpreter=False,
        women_only=women_only,
        step_free=True,
        animals=True,
        mobile=False,
        religious=False,
        access_path=AccessPath.DIRECT,
        capacity=Capacity(places_open=1, checked_on=on),
    )
    if position is None:
        return base
    latitude, longitude = degrees_of(position)
    return replace(base, latitude=latitude, longitude=longitude)


def _places(catalogue: Catalogue, profiles: Sequence[Profile]) -> list[_Place]:
    """The communes where those people live whose middle is known, most people first; failing that, no place at all."""
    homes = Counter(
        profile.location.insee_code
        for profile in profiles
        if profile.location and profile.location.insee_code in catalogue.place_of_code
    )
    ordered = sorted(homes, key=lambda code: (-homes[code], str(code)))[:MOST_PLACES]
    return [(code, catalogue.place_of_code[code]) for code in ordered if code] or [(None, None)]


def _spoken(reach: Reach, profiles: Sequence[Profile]) -> list[tuple[str, ...]]:
    """French alone, and with each language that would otherwise be missing, the commonest first."""
    asked = Counter(code for profile in profiles for code in profile.languages or () if code != FRENCH)
    ordered = sorted(asked, key=lambda code: (-asked[code], code))[:MOST_LANGUAGES]
    return [(FRENCH,), *((FRENCH, code) for code in ordered)]


def _suits(reach: Reach, places: Catalogue, targets: Sequence[CarriedNeed]) -> Bools:
    """Which places suit whoever carries each target: places by targets."""
    rows = np.arange(len(places.services))
    by_person: dict[int, Bools] = {}
    for need in targets:
        if need.person not in by_person:
            profile = reach.profile_of(need)
            here = reach.catalogue.place_of(profile)
            by_person[need.person] = ~excluded(
                Screening(profile, places).tally(rows, distances_from(here, places, rows))
            )
    return np.array([by_person[need.person] for need in targets], dtype=bool).T


def _offers(catalogue: Catalogue, suits: Bools, targets: Sequence[CarriedNeed], wanted: set[str]) -> Iterator[_Offer]:
    """Every offer worth weighing: for each set of barriers, the places that no other place outdoes."""
    barrier_of = [need.need.barrier for need in targets]
    for barriers in _sets_of_barriers(catalogue, wanted, set(barrier_of)):
        columns = np.flatnonzero([barrier in barriers for barrier in barrier_of])
        yield from (_Offer(row, barriers) for row in undominated(suits[:, columns]))


def _sets_of_barriers(catalogue: Catalogue, wanted: set[str], useful: set[str]) -> list[tuple[str, ...]]:
    """Each wanted barrier alone, and with others that several partners answer together with it, the smallest first."""
    partners: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for row, barriers in sorted(_barriers_by_row(catalogue, useful).items()):
        for size in range(2, TOGETHER + 1):
            for together in combinations(barriers, size):
                if not wanted.isdisjoint(together):
                    partners[together].add(catalogue.services[row].partner_id)
    common = sorted(together for together, by in partners.items() if len(by) >= SUPPORT)
    return [*((barrier,) for barrier in sorted(wanted)), *sorted(common, key=len)]


def _barriers_by_row(catalogue: Catalogue, useful: set[str]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for barrier in sorted(useful):
        for row in catalogue.index_of(barrier).rows.tolist():
            found[row].append(barrier)
    return found


def undominated(suits: Bools) -> list[int]:
    """The rows that suit someone and of which no other row suits the same people and more; of equals, the first."""
    distinct, first = np.unique(suits, axis=0, return_index=True)
    order = np.argsort(first)
    kept, rows = distinct[order], first[order]
    size = kept.sum(axis=1)
    shared = kept.astype(np.float64) @ kept.T.astype(np.float64)
    outdone = ((shared == size[:, None]) & (size[None, :] > size[:, None])).any(axis=1)
    return [int(row) for row in rows[~outdone & (size > 0)]]


def _cover(suits: Bools, targets: Sequence[CarriedNeed], offer: _Offer) -> Bools:
    answered = np.array([need.need.barrier in offer.barriers for need in targets], dtype=bool)
    return np.asarray(suits[offer.row] & answered)
