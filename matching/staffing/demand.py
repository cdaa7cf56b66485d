"""How many half-days of a month a chantier asks for, from its people's needs, by a formula that can be adjusted."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from matching.staffing.problem import DOMAINS


@dataclass(frozen=True, slots=True)
class OpenNeed:
    """A need, or an open referral, that takes officers' time: its domain, severity 1 to 3, and age in days."""

    domain: str
    severity: int
    age_days: int
    referral_open: bool = False


@dataclass(frozen=True, slots=True)
class DemandFormula:
    """Half-days of a month per need: per domain, by severity, more with age, more while a referral is open.

    A need of domain ``d``, severity ``s`` and age ``a`` asks ``half_days[d] * severity[s] * (1 + ageing * min(a,
    oldest_days) / oldest_days)``, and ``referral`` more while one is open.
    """

    half_days: Mapping[str, float] = field(default_factory=lambda: dict.fromkeys(DOMAINS, 0.12))
    severity: Mapping[int, float] = field(default_factory=lambda: {1: 0.5, 2: 1.0, 3: 2.0})
    ageing: float = 0.5
    oldest_days: int = 180
    referral: float = 0.05

    def of_need(self, need: OpenNeed) -> float:
        """The half-days of one need."""
        age = min(max(need.age_days, 0), self.oldest_days) / self.oldest_days
        own = self.half_days.get(need.domain, 0.0) * self.severity[need.severity] * (1 + self.ageing * age)
        return own + (self.referral if need.referral_open else 0.0)


@dataclass(frozen=True, slots=True)
class DemandLine:
    """The working of one domain: how many needs by severity, open referrals, and half-days before rounding."""

    domain: str
    needs: Mapping[int, int]
    referrals: int
    half_days: float


@dataclass(frozen=True, slots=True)
class Demand:
    """What a chantier asks for: whole half-days by domain, and the working."""

    half_days: Mapping[str, int]
    lines: tuple[DemandLine, ...]


def demand_of(needs: Iterable[OpenNeed], formula: DemandFormula) -> Demand:
    """The demand of a chantier's open needs; those of a domain that officers do not work in ask for nothing."""
    gathered: dict[str, list[OpenNeed]] = defaultdict(list)
    for need in needs:
        gathered[need.domain].append(need)
    lines = tuple(_line(domain, gathered[domain], formula) for domain in DOMAINS if domain in gathered)
    return Demand(whole_half_days({line.domain: line.half_days for line in lines}), lines)


def _line(domain: str, needs: list[OpenNeed], formula: DemandFormula) -> DemandLine:
    return DemandLine(
        domain,
        {severity: sum(need.severity == severity for need in needs) for severity in formula.severity},
        sum(need.referral_open for need in needs),
        sum(formula.of_need(need) for need in needs),
    )


def whole_half_days(half_days: Mapping[str, float]) -> dict[str, int]:
    """Rounded so that the total is: down, and what is left to the largest remainders (Hamilton's method)."""
    whole = {domain: int(number) for domain, number in half_days.items()}
    left = round(sum(half_days.values())) - sum(whole.values())
    by_remainder = sorted(half_days, key=lambda domain: (whole[domain] - half_days[domain], domain))
    for domain in by_remainder[:left]:
        whole[domain] += 1
    return whole
