"""What one may imagine of a month: somebody away, more hands, more people, one more chantier."""

from dataclasses import asdict, dataclass
from typing import Any, Literal

from pydantic import TypeAdapter

from api.errors import InvalidRequestError, NotFoundError
from api.i18n import say
from matching.staffing import (
    DOMAINS,
    Chantier,
    Limits,
    Officer,
    StaffingProblem,
    StaffingResult,
    Status,
    TradeOff,
    another_chantier,
    another_officer,
    by_fit_alone,
    continuity_against_fit,
    half_a_post_more,
    more_people,
    officer_away,
    smallest_reshuffle,
    solve,
)
from matching.staffing.demand import whole_half_days
from matching.staffing.levels import Tell, go_on
from matching.staffing.problem import Chantier as ChantierToStaff

ToldKind = Literal["month", "away", "reshuffle", "half-post", "officer", "people", "chantier", "fit"]
"""Those that give a month."""
Kind = Literal[ToldKind, "curve"]
NEW_OFFICER, NEW_CHANTIER = "new-officer", "new-chantier"
"""What whoever is only imagined is called in an answer."""
NEW_SKILL = 80
MOST_PEOPLE = 500
USUAL_WEEKS, USUAL_PEOPLE, USUAL_CHANTIER = (0, 1, 2), 20, 40


@dataclass(frozen=True, slots=True)
class Scenario:
    """``month``: as it is. ``away``, ``reshuffle``: an officer, and weeks from nought; the second moves as little as it
    can, above ``floor`` percent of the running coverage. ``half-post``, ``officer``: a domain. ``people``: a chantier
    and how many. ``chantier``: how many people it has. ``fit``: as it is, for skills alone; ``curve``: what continuity
    costs in fit.
    """  # noqa: D205 - the kinds are the summary

    kind: Kind = "month"
    officer: str | None = None
    weeks: tuple[int, ...] = ()
    domain: str | None = None
    chantier: str | None = None
    people: int = 0
    floor: int = 80

    def facts(self) -> dict[str, Any]:
        """As JSON holds it."""
        return asdict(self)


SCENARIO = TypeAdapter(Scenario)
TOLD_KIND: TypeAdapter[ToldKind] = TypeAdapter(ToldKind)


@dataclass(frozen=True, slots=True)
class Imagined:
    """What a scenario gives: the month it imagines and the answer.

    For a reshuffle also what it moved of the rest, for a curve its points in place of a month.
    """

    problem: StaffingProblem
    result: StaffingResult
    share_moved: float | None = None
    curve: tuple[TradeOff, ...] = ()


def imagine(problem: StaffingProblem, scenario: Scenario) -> StaffingProblem:
    """The month as the scenario imagines it.

    Raises:
        NotFoundError: the officer or the chantier is not of this month.
        InvalidRequestError: a figure is missing or out of bounds.
    """
    _check(problem, scenario)
    match scenario.kind:
        case "away" | "reshuffle":
            return officer_away(problem, scenario.officer or "", scenario.weeks)
        case "half-post":
            return half_a_post_more(problem, scenario.domain or "", NEW_OFFICER)
        case "officer":
            return another_officer(problem, Officer(NEW_OFFICER, {scenario.domain or "": NEW_SKILL}))
        case "people":
            return more_people(problem, scenario.chantier or "", scenario.people)
        case "chantier":
            return another_chantier(problem, _like_the_others(problem, scenario.people))
        case _:
            return problem


def play(problem: StaffingProblem, scenario: Scenario, limits: Limits, tell: Tell = go_on) -> Imagined:
    """Solves the month that the scenario imagines; one that cannot be is explained, whatever was asked of it."""
    from matching.staffing.lexicographic import InfeasibleError  # noqa: PLC0415 - OR-Tools takes seconds to import

    imagined = imagine(problem, scenario)
    try:
        return _played(imagined, scenario, limits, tell)
    except InfeasibleError:
        return Imagined(imagined, solve(imagined, limits, tell))


def _played(imagined: StaffingProblem, scenario: Scenario, limits: Limits, tell: Tell) -> Imagined:
    match scenario.kind:
        case "reshuffle":
            reshuffle = smallest_reshuffle(imagined, scenario.floor, limits, tell)
            return Imagined(imagined, reshuffle.result, reshuffle.share_moved)
        case "fit":
            return Imagined(imagined, by_fit_alone(imagined, limits, tell))
        case "curve":
            points = continuity_against_fit(imagined, limits=limits, tell=tell)
            proven = all(each.proven for each in points)
            status = Status.OPTIMAL if points and proven else Status.FEASIBLE
            return Imagined(imagined, StaffingResult(status, stopped=not points), curve=points)
        case _:
            return Imagined(imagined, solve(imagined, limits, tell))


def usual_scenarios(problem: StaffingProblem) -> list[Scenario]:
    """What one wonders most often: each absence, more hands in each domain, more people anywhere, one more chantier."""
    domains = [each for each in DOMAINS if any(chantier.demand.get(each, 0) for chantier in problem.chantiers)]
    weeks = tuple(week for week in USUAL_WEEKS if week < problem.weeks)
    return [
        *(Scenario("reshuffle", officer=each.id, weeks=weeks) for each in problem.officers),
        *(Scenario("half-post", domain=each) for each in domains),
        *(Scenario("officer", domain=each) for each in domains),
        *(Scenario("people", chantier=each.id, people=USUAL_PEOPLE) for each in problem.chantiers if each.people),
        Scenario("chantier", people=USUAL_CHANTIER),
    ]


def _check(problem: StaffingProblem, scenario: Scenario) -> None:
    kind = scenario.kind
    if kind in ("away", "reshuffle"):
        if scenario.officer not in {each.id for each in problem.officers}:
            raise NotFoundError(say("Ce poste n’existe pas dans ce mois."))
        if not scenario.weeks or not all(0 <= week < problem.weeks for week in scenario.weeks):
            raise InvalidRequestError(say("Dites quelles semaines du mois, à partir de la première."))
    if kind in ("half-post", "officer") and scenario.domain not in DOMAINS:
        raise InvalidRequestError(say("Choisissez un domaine : {domains}.", domains=", ".join(DOMAINS)))
    if kind == "people":
        found = next((each for each in problem.chantiers if each.id == scenario.chantier), None)
        if found is None:
            raise NotFoundError(say("Ce chantier n’existe pas."))
        if found.people < 1:
            raise InvalidRequestError(say("Personne n’est encore là : rien ne dit ce qu’il faudrait aux nouveaux."))
    if kind in ("people", "chantier") and not 1 <= scenario.people <= MOST_PEOPLE:
        raise InvalidRequestError(say("Dites combien de personnes, de 1 à {most}.", most=MOST_PEOPLE))


def _like_the_others(problem: StaffingProblem, people: int) -> ChantierToStaff:
    """A chantier whose people need what those of the others do, on average."""
    known = max(sum(each.people for each in problem.chantiers), 1)
    asked = {
        domain: sum(each.demand.get(domain, 0) for each in problem.chantiers) * people / known for domain in DOMAINS
    }
    return Chantier(NEW_CHANTIER, people, whole_half_days(asked))
