"""Arranges a point concerté: under each goal who does what, with which papers, when; what else is open; who follows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from api.i18n import translations
from api.services.sheet import step_who, step_words, tells
from api.web.concertation.view import ReferralLine, open_referrals
from api.web.language import PAGES_LOCALE
from api.web.points.desk import PointDesk
from api.wording.points import step_by
from network_data.civil_time import local_time
from network_data.repositories import PersonFile
from network_data.repositories.person_file import DISCREET
from network_data.repositories.points import Goal, SeenPoint
from network_data.repositories.referral_reach import Reach
from network_data.repositories.requests import RequestFile
from network_data.repositories.steps import SeenStep
from network_data.tables import Partner, Referent, StepState
from network_data.vocabulary import REQUEST_STATES
from network_data.vocabulary.telling import gives_away


@dataclass(frozen=True, slots=True)
class PointLine:
    """Who does what, with which papers, when; ``hour`` as ``14 h 30``."""

    barriers: tuple[str, ...]
    what: str
    who: str
    papers: tuple[str, ...]
    on: date | None = None
    hour: str = ""

    @property
    def order(self) -> tuple[date, str, str]:
        """The soonest first."""
        return self.on or date.max, self.hour, self.what


@dataclass(frozen=True, slots=True)
class GoalView:
    """A goal with what is done for it."""

    goal: Goal
    lines: tuple[PointLine, ...]


@dataclass(frozen=True, slots=True)
class PointView:
    """A point as its page reads; ``point`` is None before the first."""

    point: SeenPoint | None
    earlier: tuple[SeenPoint, ...]
    goals: tuple[GoalView, ...]
    others: tuple[PointLine, ...]
    referents: tuple[tuple[str, Referent], ...]


def point_view(desk: PointDesk, reach: Reach, file: PersonFile, *, names: bool) -> PointView:
    """The latest point of a person; ``names``: whether it may say what a name gives away."""
    points = desk.points.of_person(reach)
    lines = _lines(desk, reach, file, names=names)
    latest = points[0] if points else None
    goals = tuple(_under(goal, lines) for goal in latest.words.goals) if latest else ()
    shown = {id(line) for goal in goals for line in goal.lines}
    network = desk.visit.network
    partners = network.partners_by_id([one.partner_id for one in file.referents if one.partner_id])
    return PointView(
        point=latest,
        earlier=tuple(points[1:]),
        goals=goals,
        others=tuple(line for line in lines if id(line) not in shown),
        referents=tuple(
            (_organisation(one, partners.get(one.partner_id or ""), names=names), one)
            for one in file.referents
            if one.since is None or one.since <= desk.today
        ),
    )


def _under(goal: Goal, lines: Iterable[PointLine]) -> GoalView:
    return GoalView(goal, tuple(line for line in lines if goal.barrier and goal.barrier in line.barriers))


def _lines(desk: PointDesk, reach: Reach, file: PersonFile, *, names: bool) -> list[PointLine]:
    steps = [each for each in desk.follow.steps.of_person(reach) if each.step.state is StepState.OPEN]
    referrals = open_referrals(desk.follow, reach, file, desk.visit.network)
    told = {each.file.referral.id for each in referrals if each.appointment}
    found = [_of_referral(each, steps, names=names) for each in referrals]
    found += [_of_step(each, names=names) for each in steps if each.step.referral_id not in told]
    found += [_of_request(each) for each in desk.follow.asked_of_officers(file.person.id)]
    return sorted(found, key=lambda line: line.order)


def _of_request(file: RequestFile) -> PointLine:
    """What the officers look for."""
    what = f"Chercher une piste ({REQUEST_STATES[file.course.state].label})"
    return PointLine((file.request.barrier,), what, "l’équipe de partenariat", ())


def _of_step(seen: SeenStep, *, names: bool) -> PointLine:
    step = seen.step
    barriers = (step.barrier,) if step.barrier else ()
    hour = (step.hour or "").replace(":", " h ")
    what = step_words(seen, names=names) or ""
    return PointLine(barriers, what, _by(seen, names=names), tuple(step.papers), step.due_on, hour)


def _of_referral(line: ReferralLine, steps: Sequence[SeenStep], *, names: bool) -> PointLine:
    referral = line.file.referral
    beside = [each for each in steps if each.step.referral_id == referral.id]
    partner = _name(line.partner, names=names)
    where = f"{partner}, {line.service.name}" if names and line.service else partner
    papers = {
        *((line.service and line.service.required_papers) or ()),
        *(p for each in beside for p in each.step.papers),
    }
    if line.appointment is None:
        return PointLine(tuple(referral.barriers), f"{where} : {line.state}", partner, tuple(sorted(papers)))
    local = local_time(line.appointment)
    going = " ; ".join(dict.fromkeys(_by(each, names=names) for each in beside))
    return PointLine(
        tuple(referral.barriers),
        f"{line.state.capitalize()} : {where}",
        going or step_by(None).said(translations(PAGES_LOCALE)),
        tuple(sorted(papers)),
        local.date(),
        f"{local:%H h %M}",
    )


def _by(seen: SeenStep, *, names: bool) -> str:
    return step_who(seen, names=names) or step_by(seen.step.by).said(translations(PAGES_LOCALE))


def _name(partner: Partner | None, *, names: bool) -> str:
    return partner.name if partner and (names or not tells(partner)) else DISCREET


def _organisation(referent: Referent, partner: Partner | None, *, names: bool) -> str:
    words = f"{referent.organisation} {referent.function or ''}"
    hidden = (partner is not None and tells(partner)) or gives_away(words, ())
    return DISCREET if hidden and not names else referent.organisation
