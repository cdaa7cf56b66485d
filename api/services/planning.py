"""A stored person's plan as it may be looked at and kept: the plan, and from the fewest faces to the best fit."""

from dataclasses import dataclass, replace
from datetime import date

from api.services.match import Matcher, MatchResult
from api.services.profiles import profile_of
from api.services.results import ResultKeeper
from matching.candidates import Candidates, find_candidates
from matching.choice import pose
from matching.plan import Plan
from matching.profile import Profile
from network_data.repositories import PersonFile
from network_data.repositories.plan_edit import PlanEntry
from network_data.tables import ChosenBy


@dataclass(frozen=True, slots=True)
class Balance:
    """A plan on two counts: new partners, and how well it fits: the mean score of its steps by weight, less costs."""

    faces: int
    fit: float


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan, where it stands, and every plan that none beats on both counts, fewest faces first.

    ``asked``: how many faces at most, when somebody said; ``advised``: those of the plan that nobody asked less of.
    """

    result: MatchResult
    here: Balance
    front: tuple[Balance, ...]
    asked: int | None
    advised: int

    @property
    def plan(self) -> Plan:
        """The plan."""
        return self.result.plan


def planned(matcher: Matcher, keeper: ResultKeeper, file: PersonFile, on: date, faces: int | None = None) -> Planned:
    """The plan of a stored person on a day, kept among the results shown.

    From the plan kept for them, moving as little as it takes; afresh with ``faces`` new partners at most if given.
    """
    profile = profile_of(file, on)
    if faces is not None:
        profile = _afresh(profile, faces)
    if not profile.needs:
        return Planned(matcher.match(profile), Balance(0, 0.0), (), faces, 0)
    problem = matcher.problem(profile)
    candidates = find_candidates(problem)
    result = keeper.keep(file.person.id, problem, matcher.answer(problem, candidates))
    weight, prices = _weight(candidates, result.plan), candidates.problem.weights.plan
    points = pose(replace(candidates, problem=matcher.problem(_afresh(profile, None)))).front()
    advised = max(points, key=lambda point: point.value - prices.new_partner * point.faces)
    worth = result.plan.objective + prices.new_partner * result.plan.new_partners
    return Planned(
        result=result,
        here=Balance(result.plan.new_partners, worth / weight),
        front=tuple(Balance(point.faces, point.value / weight) for point in points),
        asked=candidates.problem.decisions.faces,
        advised=advised.faces,
    )


def entry_of(shown: Planned, chosen_by: ChosenBy) -> PlanEntry:
    """The plan as it is kept: with what it takes to compute it again."""
    result = shown.result
    return PlanEntry(
        chosen_by=chosen_by,
        faces=shown.asked,
        result_id=result.result_id,
        network_version=result.network_version,
        rules_version=result.rules_version,
        steps=[
            {
                "barrier": step.need.barrier,
                "service_id": step.chosen.service.id,
                "service": step.chosen.service.name,
                "partner_id": step.chosen.partner_id,
                "partner": step.chosen.partner,
                "wave": step.wave,
            }
            for step in shown.plan.steps
        ],
    )


def _afresh(profile: Profile, faces: int | None) -> Profile:
    """The same person, as if no plan had been kept."""
    return replace(profile, decisions=replace(profile.decisions, faces=faces, kept=()))


def _weight(candidates: Candidates, plan: Plan) -> float:
    prices = candidates.problem.weights.plan
    return sum(prices.of_need(step.need.severity, priority=step.need.priority) for step in plan.steps) or 1.0
