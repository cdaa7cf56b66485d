"""A first answer for large months, where CP-SAT alone finds none worth having: flows that give up sites one by one.

Whoever has too many sites gives up the one they hold least of, and the flow is found again. Then sites are exchanged:
the chantier served worst is given another officer, who leaves another chantier for it, as long as that makes the month
better in the order of its levels.
"""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from matching.staffing.budget import Budget
from matching.staffing.capacity import Place
from matching.staffing.half_day_flow import HalfDayFlow, floors_of, promised_half_days
from matching.staffing.measures import Counts, Measured, by_pair
from matching.staffing.problem import DOMAINS

TRIES = 4
"""Sites that an officer may leave for another, tried from the one held least of."""


@dataclass(frozen=True, slots=True)
class SiteChoice:
    """Chooses officers' sites for one problem, by the flows between them."""

    flow: HalfDayFlow
    measured: Measured
    budget: Budget
    relaxed: Counts
    """The half-days without limits on sites: nobody can be better covered."""

    def start(self, allowed: Collection[Place] | None = None) -> Counts:
        """Half-days within demands, loads and numbers of sites, between ``allowed`` pairs."""
        left = set(self.flow.built.pair if allowed is None else allowed)
        while True:
            counts = self._within(left)
            crowded = self._crowded(counts)
            if not crowded:
                return counts
            left -= crowded

    def improve(self, counts: Counts, effort: float, share: float) -> Counts:
        """Exchanges sites as long as it helps, within an effort and a share of the time."""
        until = self.budget.effort + effort
        most = sorted(self.measured.coverage(self.relaxed))
        best, found = counts, True
        while found:
            found = False
            if sorted(self.measured.coverage(best)) == most:
                break
            for places in self._exchanges(best):
                if self.budget.effort >= until or self.budget.is_over(share):
                    return best
                other = self._within(places)
                if self.measured.values(other) > self.measured.values(best):
                    best, found = other, True
                    break
        return best

    def stands(self, counts: Counts) -> bool:
        """Whether what flows do not look at holds too, but for the calendar: numbers of sites and promises."""
        pairs = by_pair(counts)
        sites = Counter(who for who, _ in pairs)
        promised = promised_half_days(self.flow.built)
        served = Counter[int]()
        for (_, at, _), number in counts.items():
            served[at] += number
        problem = self.measured.problem
        return (
            all(number <= problem.officers[who].most_sites for who, number in sites.items())
            and all(counts.get(key, 0) >= number for key, number in promised.items())
            and self._required() <= pairs.keys()
            and all(served[at] >= number for at, number in floors_of(self.measured).items())
        )

    def _within(self, allowed: Collection[Place]) -> Counts:
        self.budget.effort += self.flow.effort
        return self.flow.within(allowed)

    def _kept(self) -> set[Place]:
        """Pairs that nobody may leave."""
        return self._required() | {key[:2] for key, number in promised_half_days(self.flow.built).items() if number}

    def _required(self) -> set[Place]:
        problem = self.flow.built.problem
        officers = {each.id: number for number, each in enumerate(problem.officers)}
        chantiers = {each.id: number for number, each in enumerate(problem.chantiers)}
        return {(officers[who], chantiers[at]) for who, at in problem.required}

    def _crowded(self, counts: Counts) -> set[Place]:
        """For each officer with too many sites, half of those too many: the ones they hold least of."""
        pairs, kept, running = by_pair(counts), self._kept(), self.measured.running_pairs
        held: dict[int, list[Place]] = {}
        for place in pairs:
            held.setdefault(place[0], []).append(place)
        weakest: set[Place] = set()
        for who, places in held.items():
            many = len(places) - self.measured.problem.officers[who].most_sites
            free = sorted(set(places) - kept, key=lambda place: (pairs[place], running.get(place, 0), place))
            weakest.update(free[: (many + 1) // 2] if many > 0 else ())
        return weakest

    def _exchanges(self, counts: Counts) -> Iterator[set[Place]]:
        """The pairs after one officer goes to another chantier, those first that would help who is served worst."""
        pairs, kept = by_pair(counts), self._kept()
        places, problem = set(pairs), self.measured.problem
        for at, domain in self._unserved(counts):
            able = [
                who
                for who, officer in enumerate(problem.officers)
                if officer.skills.get(domain, 0) and (who, at) in self.flow.built.pair and (who, at) not in places
            ]
            of = DOMAINS.index(domain)
            wanted = {who: self.relaxed.get((who, at, of), 0) for who in able}
            for who in sorted(able, key=lambda each: (-wanted[each], -problem.officers[each].skills[domain], each)):
                own = sorted((place for place in places if place[0] == who), key=lambda place: (pairs[place], place))
                if len(own) < problem.officers[who].most_sites:
                    yield places | {(who, at)}
                for left in [place for place in own if place not in kept][:TRIES]:
                    yield places - {left} | {(who, at)}

    def _unserved(self, counts: Counts) -> list[tuple[int, str]]:
        """Chantiers and domains with half-days that nobody gives, the chantier served worst first."""
        given: dict[tuple[int, int], int] = {}
        for (_, at, of), number in counts.items():
            given[at, of] = given.get((at, of), 0) + number
        shares = {}
        for at, chantier in enumerate(self.measured.problem.chantiers):
            served = sum(given.get((at, of), 0) for of in range(len(DOMAINS)))
            for of, domain in enumerate(DOMAINS):
                if given.get((at, of), 0) < chantier.demand.get(domain, 0):
                    shares[at, domain] = served / self.measured.demand[at]
        return sorted(shares, key=lambda each: (shares[each], each))
