"""The levels of stage one as linear expressions to maximise, in their order."""

from collections.abc import Iterator

from ortools.sat.python import cp_model

from matching.staffing.capacity import most_half_days
from matching.staffing.counts_model import CountsModel
from matching.staffing.lexicographic import Goal, Hints
from matching.staffing.measures import Counts, Measured, by_pair, ranks
from matching.staffing.problem import DOMAINS
from matching.staffing.worst_shares import Shared, leximin


def how_many(measured: Measured) -> int:
    """The number of goals."""
    sizes = (measured.demand, measured.capacity, measured.domain_demand)
    return 3 + sum(len(ranks(sum(1 for total in size if total))) for size in sizes)


def goals(built: CountsModel, measured: Measured) -> Iterator[Goal[Counts]]:
    """The levels in order; the variables of a level are made when it is reached: earlier ones do not carry them."""
    allowed = built.problem.settings.tolerances
    chantiers = [Shared(built.served(at), total, total) for at, total in enumerate(measured.demand) if total]
    yield from leximin(built.model, "coverage", allowed.coverage, chantiers, measured.coverage)
    officers = [
        Shared(built.of_officer(who), total, most_half_days(built.problem.officers[who], built.problem))
        for who, total in enumerate(measured.capacity)
        if total
    ]
    yield from leximin(built.model, "load", allowed.load, officers, measured.load)
    domains = [
        Shared(built.served(domain=of), total, total) for of, total in enumerate(measured.domain_demand) if total
    ]
    yield from leximin(built.model, "domains", allowed.domains, domains, measured.domains)
    yield fit_goal(built, measured)
    yield continuity_goal(built, measured)
    fewest = -cp_model.LinearExpr.sum(list(built.used.values()))
    yield Goal("sites", 0, allowed.sites, fewest, lambda counts: -measured.sites(counts), _nothing, 0)


def _nothing(counts: Counts) -> Hints:
    return {}


def fit_goal(built: CountsModel, measured: Measured) -> Goal[Counts]:
    """Half-days weighted by skill."""
    officers = built.problem.officers
    skilled = cp_model.LinearExpr.weighted_sum(
        list(built.half_days.values()),
        [officers[who].skills.get(DOMAINS[domain], 0) for who, _, domain in built.half_days],
    )
    most = sum(most_half_days(officer, built.problem) * max(officer.skills.values(), default=0) for officer in officers)
    return Goal("fit", 0, built.problem.settings.tolerances.fit, skilled, measured.fit, _nothing, most)


def continuity_goal(built: CountsModel, measured: Measured) -> Goal[Counts]:
    """Half-days kept between an officer and a chantier, and relations kept."""
    kept = {}
    for place, number in measured.running_pairs.items():
        if place in built.pair:
            kept[place] = built.model.new_int_var(0, number, "kept{}.{}".format(*place))
            built.model.add(kept[place] <= built.pair[place])
    relations = cp_model.LinearExpr.sum([built.used[place] for place in kept])

    def hint(counts: Counts) -> Hints:
        pairs = by_pair(counts)
        return {variable: min(pairs[place], measured.running_pairs[place]) for place, variable in kept.items()}

    relation = built.problem.settings.relation
    most = sum(measured.running_pairs[place] + relation for place in kept)
    value = cp_model.LinearExpr.sum(list(kept.values())) + relation * relations
    return Goal("continuity", 0, built.problem.settings.tolerances.continuity, value, measured.continuity, hint, most)
