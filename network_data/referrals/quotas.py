"""What quotas leave: caps that nest within one another, and places reserved for the people of a chantier."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from network_data.vocabulary import Unit


@dataclass(frozen=True, slots=True)
class Use:
    """One application or place, asked for or held: of which service, for someone of which chantier, since when."""

    unit: Unit
    partner_id: str
    service_id: str
    chantier_id: str
    on: date


@dataclass(frozen=True, slots=True)
class Scope:
    """What a partner granted: ``amount`` uses at a time, or held since the beginning of the month when ``monthly``.

    Of all its services, or of one; to all chantiers, or to one. ``reserved``: not a cap, but as many of the wider caps
    that others may not take.
    """

    unit: Unit
    partner_id: str
    amount: int
    service_id: str | None = None
    chantier_id: str | None = None
    monthly: bool = False
    reserved: bool = False

    def covers(self, use: Use) -> bool:
        """Whether the use is one of those it speaks of, whenever it began."""
        return (
            (use.unit, use.partner_id) == (self.unit, self.partner_id)
            and self.service_id in {None, use.service_id}
            and self.chantier_id in {None, use.chantier_id}
        )

    def used(self, held: Iterable[Use], on: date) -> int:
        """How many of ``held`` count on that day."""
        month = on.year, on.month
        return sum(self.covers(use) and (not self.monthly or (use.on.year, use.on.month) == month) for use in held)

    def within(self, other: "Scope") -> bool:
        """Whether everything it speaks of is spoken of by ``other``."""
        return (
            (self.unit, self.partner_id) == (other.unit, other.partner_id)
            and other.service_id in {None, self.service_id}
            and other.chantier_id in {None, self.chantier_id}
            and (self.monthly or not other.monthly)
        )


def room(scopes: Sequence[Scope], held: Sequence[Use], asked: Use) -> int | None:
    """How many uses like ``asked`` are left, by the tightest of the caps; None where nobody set any.

    A cap leaves what is neither used nor reserved for other people within it.
    """
    caps = [scope for scope in scopes if not scope.reserved and scope.covers(asked)]
    if not caps:
        return None
    kept_back = [scope for scope in scopes if scope.reserved and not scope.covers(asked)]
    return max(0, min(_left(cap, held, kept_back, asked.on) for cap in caps))


def crossing(scopes: Sequence[Scope]) -> list[tuple[Scope, Scope]]:
    """The caps that overlap without one lying within the other: a flow cannot keep both, nor can people.

    (A partner's quota for a chantier crosses that of one of its services for everyone.)
    """
    caps = [scope for scope in scopes if not scope.reserved]
    return [
        (one, other)
        for one, other in combinations(caps, 2)
        if _overlap(one, other) and not one.within(other) and not other.within(one)
    ]


def _left(cap: Scope, held: Sequence[Use], kept_back: Iterable[Scope], on: date) -> int:
    reserved = sum(max(0, each.amount - each.used(held, on)) for each in kept_back if each.within(cap))
    return cap.amount - cap.used(held, on) - reserved


def _overlap(one: Scope, other: Scope) -> bool:
    """Whether a use may be spoken of by both."""
    return (
        (one.unit, one.partner_id) == (other.unit, other.partner_id)
        and (one.service_id == other.service_id or None in {one.service_id, other.service_id})
        and (one.chantier_id == other.chantier_id or None in {one.chantier_id, other.chantier_id})
    )
