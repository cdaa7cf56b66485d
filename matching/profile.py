"""The person's side of a matching problem: their barriers and what is known of their situation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from matching.decisions import NOTHING_DECIDED, Decisions
from network_data.vocabulary import half_day_mask


@dataclass(frozen=True, slots=True)
class Need:
    """A barrier to work on.

    ``severity`` is 1 (light) to 3 (severe); ``priority``: the person put it first. A need with ``followed_by``
    (a référent already on it) still gets suggestions but no step of the plan.
    """

    barrier: str
    severity: int = 2
    priority: bool = False
    assessed_on: date | None = None
    followed_by: str | None = None


@dataclass(frozen=True, slots=True)
class HeldPaper:
    """A paper in the person's hands; ``until`` None when no end is known."""

    code: str
    until: date | None = None

    def valid_on(self, day: date) -> bool:
        """Whether the paper still holds on ``day``."""
        return self.until is None or self.until >= day


@dataclass(frozen=True, slots=True)
class Location:
    """Where the person is: WGS84 degrees, an INSEE commune code, or both."""

    latitude: float | None = None
    longitude: float | None = None
    insee_code: str | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """One person as the engine may know them. None is *unknown*, never "no".

    ``publics`` maps a data·inclusion code to true or false. ``languages`` (ISO 639-3), ``papers`` and ``available``
    (half-days) are complete when given. ``requested_papers`` are asked for and not yet received. ``with_animal``: goes
    nowhere without their animal. ``reads``: reads and writes French without help. ``avoided_places``: INSEE codes of
    communes or départements where they must not, or dare not, go. ``known_partners``: ids of partners who already
    know the person; ``excluded_partners``: of those they said no to. ``secular_only``: they asked for partners
    without link to a religion; what they believe is never known. ``decisions`` bind the plan.
    ``on``: the day the question is asked; the engine has no clock.
    """

    needs: tuple[Need, ...]
    on: date
    location: Location | None = None
    birth_year: int | None = None
    publics: Mapping[str, bool] = field(default_factory=dict)
    languages: frozenset[str] | None = None
    papers: tuple[HeldPaper, ...] | None = None
    requested_papers: frozenset[str] = frozenset()
    needs_women_only: bool | None = None
    secret_address: bool = False
    step_free_access: bool | None = None
    with_animal: bool | None = None
    avoided_places: tuple[str, ...] = ()
    max_distance_km: float | None = None
    remote_ok: bool | None = None
    phone: bool | None = None
    reads: bool | None = None
    can_pay: bool | None = None
    available: frozenset[str] | None = None
    known_partners: frozenset[str] = frozenset()
    excluded_partners: frozenset[str] = frozenset()
    secular_only: bool | None = None
    decisions: Decisions = NOTHING_DECIDED
    per_barrier: int = 5

    def holds(self, paper: str, day: date | None = None) -> bool | None:
        """Whether the person holds a ``paper`` valid on ``day`` (the day of the question by default).

        None when their papers are not known.
        """
        if self.papers is None:
            return None
        return any(held.code == paper and held.valid_on(day or self.on) for held in self.papers)

    def available_mask(self) -> int | None:
        """The free half-days as bits, or None when unknown."""
        return None if self.available is None else half_day_mask(self.available)
