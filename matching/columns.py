"""Services as columns: codes into distinct values and plain arrays, from which one service can be read back."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar, overload

import numpy as np
from numpy.typing import NDArray

from matching.network import Capacity, Languages, Service, Whereabouts
from matching.reading import Reading
from network_data.vocabulary import AccessPath

Ints = NDArray[np.signedinteger[Any]]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Value = TypeVar("Value", bound=Hashable)
Codes = tuple[str, ...] | None

REMOTE_ONLY = ("a-distance",)
ABSENT = -1
"""Stands for None in a column of whole numbers that are never negative."""
MOST_READ = 8192
"""Services kept as objects, at about a kilobyte each."""


@dataclass(frozen=True, slots=True)
class Encoded(Generic[Value]):
    """A column as codes into its distinct values: a criterion is then judged once per value, not once per row."""

    values: tuple[Value, ...]
    codes: Ints

    @classmethod
    def of(cls, column: Sequence[Value]) -> "Encoded[Value]":
        """Encodes ``column``, numbering values in order of first appearance."""
        return cls.decoded(column, lambda value: value)

    @classmethod
    def decoded(cls, column: Sequence[Hashable], decode: Callable[[Any], Value]) -> "Encoded[Value]":
        """Encodes a column as it is stored, and decodes each distinct value once."""
        numbers = {value: number for number, value in enumerate(dict.fromkeys(column))}
        codes = np.fromiter(map(numbers.__getitem__, column), dtype=np.int32, count=len(column))
        return cls(tuple(decode(value) for value in numbers), codes)

    def at(self, row: int) -> Value:
        """The value of a row."""
        return self.values[self.codes.item(row)]

    def table(self, holds: Callable[[Value], object]) -> Bools:
        """For each distinct value, whether ``holds``."""
        return np.array([bool(holds(value)) for value in self.values], dtype=np.bool_)

    def whether(self, holds: Callable[[Value], object]) -> Bools:
        """For each row, whether its value is one for which ``holds``: asked once per distinct value."""
        answers: Bools = self.table(holds)[self.codes]
        return answers

    def numbers(self, number: Callable[[Value], int]) -> Ints:
        """For each row, the number of its value: asked once per distinct value."""
        spread: Ints = np.array([number(value) for value in self.values], dtype=np.int32)[self.codes]
        return spread


def combined(columns: Sequence[Encoded[Any]], combine: Callable[..., Value]) -> Encoded[Value]:
    """The column of ``combine(values...)``, computed once per combination of values that occurs."""
    key = np.zeros(len(columns[0].codes), dtype=np.int64)
    for column in columns:
        key = key * max(1, len(column.values)) + column.codes
    _, first, codes = np.unique(key, return_index=True, return_inverse=True)
    values = tuple(combine(*(column.at(row) for column in columns)) for row in first.tolist())
    return Encoded(values, codes.astype(np.int32))


def whole_numbers(column: Sequence[int | None]) -> Ints:
    """A column of whole numbers, ``ABSENT`` for None."""
    return np.array([ABSENT if value is None else value for value in column], dtype=np.int32)


def days(column: Sequence[date | None]) -> Ints:
    """A column of days as proleptic ordinals, ``ABSENT`` for None."""
    return np.array([ABSENT if day is None else day.toordinal() for day in column], dtype=np.int32)


@dataclass(frozen=True, slots=True)
class ServiceTable(Sequence[Service]):
    """Services in ascending order of id, one entry of each column per service; reads as a sequence of ``Service``.

    Three hundred thousand services take a third of the memory that as many objects would, and are read in a tenth
    of the time.
    """

    ids: tuple[str, ...]
    names: Encoded[str]
    partner_id: Encoded[str]
    thematiques: Encoded[tuple[str, ...]]
    reading: Encoded[Reading]
    zone: Encoded[Codes]
    publics: Encoded[Codes]
    ages: Encoded[tuple[int | None, int | None]]
    women_only: Encoded[bool | None]
    fees: Encoded[str | None]
    reception: Encoded[Codes]
    mobilisation: Encoded[Codes]
    step_free: Encoded[bool | None]
    animals: Encoded[bool | None]
    mobile: Encoded[bool | None]
    religious: Encoded[bool | None]
    languages: Encoded[Languages]
    papers: Encoded[Codes]
    access_path: Encoded[AccessPath]
    insee_code: Encoded[str | None]
    half_days: Ints
    places_open: Ints
    checked_on: Ints
    waiting_days: Ints
    full_until: Ints
    updated_on: Ints
    latitude: Floats
    longitude: Floats
    read: dict[int, Service] = field(init=False, default_factory=dict, compare=False, repr=False)
    """Services read lately: a territory's people are shown the same few hundred again and again."""

    @classmethod
    def of(cls, services: Sequence[Service]) -> "ServiceTable":
        """The columns of ``services``, which stand in ascending order of id."""
        return cls(
            ids=tuple(service.id for service in services),
            names=Encoded.of([service.name for service in services]),
            partner_id=Encoded.of([service.partner_id for service in services]),
            thematiques=Encoded.of([service.thematiques for service in services]),
            reading=Encoded.of([service.reading for service in services]),
            zone=Encoded.of([service.zone for service in services]),
            publics=Encoded.of([service.publics for service in services]),
            ages=Encoded.of([(service.age_min, service.age_max) for service in services]),
            women_only=Encoded.of([service.women_only for service in services]),
            fees=Encoded.of([service.fees for service in services]),
            reception=Encoded.of([service.reception_modes for service in services]),
            mobilisation=Encoded.of([service.mobilisation_modes for service in services]),
            step_free=Encoded.of([service.step_free for service in services]),
            animals=Encoded.of([service.animals for service in services]),
            mobile=Encoded.of([service.mobile for service in services]),
            religious=Encoded.of([service.religious for service in services]),
            languages=Encoded.of([service.understood for service in services]),
            papers=Encoded.of([service.required_papers for service in services]),
            access_path=Encoded.of([service.access_path for service in services]),
            insee_code=Encoded.of([service.insee_code for service in services]),
            half_days=whole_numbers([service.half_days for service in services]),
            places_open=whole_numbers([service.capacity.places_open for service in services]),
            checked_on=days([service.capacity.checked_on for service in services]),
            waiting_days=whole_numbers([service.capacity.waiting_days for service in services]),
            full_until=days([service.capacity.full_until for service in services]),
            updated_on=days([service.updated_on for service in services]),
            latitude=np.array([service.latitude for service in services], dtype=np.float64),
            longitude=np.array([service.longitude for service in services], dtype=np.float64),
        )

    def whereabouts(self) -> Encoded[Whereabouts]:
        """Where one goes for each service, as far as commune codes tell."""

        def told(insee_code: str | None, modes: Codes, mobile: bool | None) -> Whereabouts:
            return Whereabouts(insee_code, modes == REMOTE_ONLY, bool(mobile))

        return combined((self.insee_code, self.reception, self.mobile), told)

    def __len__(self) -> int:
        return len(self.ids)

    def __iter__(self) -> Iterator[Service]:
        return (self._at(row) for row in range(len(self.ids)))

    @overload
    def __getitem__(self, row: int) -> Service: ...
    @overload
    def __getitem__(self, row: slice) -> tuple[Service, ...]: ...
    def __getitem__(self, row: int | slice) -> Service | tuple[Service, ...]:
        if isinstance(row, slice):
            return tuple(self._at(one) for one in range(len(self.ids))[row])
        found = self.read.get(row)
        if found is None:
            if len(self.read) >= MOST_READ:
                self.read.clear()
            found = self.read[row] = self._at(row)
        return found

    def _at(self, row: int) -> Service:
        age_min, age_max = self.ages.at(row)
        return Service(
            id=self.ids[row],
            partner_id=self.partner_id.at(row),
            name=self.names.at(row),
            updated_on=date.fromordinal(int(self.updated_on[row])),
            reading=self.reading.at(row),
            thematiques=self.thematiques.at(row),
            latitude=_float(self.latitude[row]),
            longitude=_float(self.longitude[row]),
            insee_code=self.insee_code.at(row),
            zone=self.zone.at(row),
            publics=self.publics.at(row),
            fees=self.fees.at(row),
            reception_modes=self.reception.at(row),
            half_days=_int(self.half_days[row]),
            languages=self.languages.at(row).codes,
            interpreter=self.languages.at(row).interpreter,
            animals=self.animals.at(row),
            mobile=self.mobile.at(row),
            religious=self.religious.at(row),
            mobilisation_modes=self.mobilisation.at(row),
            age_min=age_min,
            age_max=age_max,
            women_only=self.women_only.at(row),
            step_free=self.step_free.at(row),
            required_papers=self.papers.at(row),
            access_path=self.access_path.at(row),
            capacity=Capacity(
                places_open=_int(self.places_open[row]),
                checked_on=_day(self.checked_on[row]),
                waiting_days=_int(self.waiting_days[row]),
                full_until=_day(self.full_until[row]),
            ),
        )


def table_of(services: Sequence[Service]) -> ServiceTable:
    """The services as columns, which they may be already."""
    return services if isinstance(services, ServiceTable) else ServiceTable.of(services)


def _int(value: Any) -> int | None:
    return None if value == ABSENT else int(value)


def _day(value: Any) -> date | None:
    return None if value == ABSENT else date.fromordinal(int(value))


def _float(value: Any) -> float | None:
    return None if np.isnan(value) else float(value)
