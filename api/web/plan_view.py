"""Arranges a person's plan for reading: what comes first on the screen, what waits folded, whom to call."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from api.services.chantier_overview import Standing
from api.web.contacts import Contact, contact_of
from api.web.language import page_wording
from api.web.pictures import MapStep, Position, plan_map
from matching.catalogue import Catalogue
from matching.eligibility import Criterion, Status
from matching.plan import Plan, Step
from matching.profile import Need
from matching.suggestions import Suggestion, Uncovered
from network_data.repositories import NetworkRepository, PersonFile
from network_data.tables import Referent
from network_data.vocabulary import BARRIERS, Gate, gate_of

FIRST_SCREEN = 3
"""Steps shown unfolded: as many as one decides with a person in one talk."""
LATER = 3
"""Waves from this one on read "later"."""
STRENGTHS = ("women_only-as-needed", "step_free-accessible", "animals-admitted", "capacity-open", "fees-free")
"""Reasons that speak for a service, in the order its card tells them."""


@dataclass(frozen=True, slots=True)
class StepCard:
    """A step with its number in the plan, whom to call, what the service says of itself, and what to ask first."""

    number: int
    step: Step
    contact: Contact
    description: str
    together: tuple[str, ...]
    """The barriers that the plan has this service answer: one referral is about them all."""

    @property
    def questions(self) -> list[Criterion]:
        """What is left to ask, in the engine's order: what decides most often first."""
        return [criterion for criterion in self.step.chosen.criteria if criterion.ask]

    @property
    def hours(self) -> Criterion | None:
        """The half-days when the service is open and the person free, if both are known."""
        return next((each for each in self.step.chosen.criteria if each.reason == "opening_hours-open"), None)

    @property
    def gate(self) -> Gate | None:
        """The gate through which one enters; None where one may ask directly."""
        return gate_of(self.step.chosen.access_path)

    @property
    def strengths(self) -> list[Criterion]:
        """What speaks for the service, beyond where and when."""
        found = {criterion.reason: criterion for criterion in self.step.chosen.criteria}
        return [found[reason] for reason in STRENGTHS if reason in found]

    @property
    def unmet(self) -> list[Criterion]:
        """The conditions that a service chosen beforehand does not meet."""
        return [criterion for criterion in self.step.chosen.criteria if criterion.status is Status.NOT_MET]

    @property
    def depends_on_the_plan(self) -> bool:
        """Whether the choice or its moment comes from the rest of the plan, and not from the service alone."""
        step = self.step
        ties = (step.shared_with, step.blocked_by, step.eased_by, step.together_with, step.after)
        return step.known_partner or step.only_option or step.pinned or step.postponed or any(ties)


@dataclass(frozen=True, slots=True)
class WaveSection:
    """The steps of one wave: those shown at once, and those behind a fold."""

    wave: int
    shown: tuple[StepCard, ...]
    folded: tuple[StepCard, ...]


@dataclass(frozen=True, slots=True)
class PlanView:
    """A plan as its page reads."""

    plan: Plan
    standings: tuple[tuple[str, Standing], ...]
    waves: tuple[WaveSection, ...]
    open_now: tuple[StepCard, ...]
    followed: tuple[tuple[Need, Referent | None], ...]
    uncovered: tuple[Uncovered, ...]
    picture: Markup | None


def plan_view(file: PersonFile, plan: Plan, catalogue: Catalogue, network: NetworkRepository) -> PlanView:
    """The view of ``plan``, made for the person of ``file``."""
    cards = [_card(number, step, plan, network) for number, step in enumerate(plan.steps, start=1)]
    return PlanView(
        plan=plan,
        standings=_standings(file, plan),
        waves=tuple(_waves(cards)),
        open_now=tuple(card for card in cards if card.step.open_now),
        followed=tuple((need, file.referent_of(need.barrier)) for need in plan.followed),
        uncovered=plan.uncovered,
        picture=_picture(file, cards, catalogue) if cards else None,
    )


def _card(number: int, step: Step, plan: Plan, network: NetworkRepository) -> StepCard:
    service_id = step.chosen.service.id
    service = network.service(service_id)
    together = tuple(each.need.barrier for each in plan.steps if each.chosen.service.id == service_id)
    return StepCard(number, step, contact_of(step.chosen, network), service.description if service else "", together)


def _standings(file: PersonFile, plan: Plan) -> tuple[tuple[str, Standing], ...]:
    followed = {need.barrier for need in plan.followed}
    uncovered = {need.barrier for need in plan.uncovered}
    standing = dict.fromkeys(followed, Standing.FOLLOWED) | dict.fromkeys(uncovered, Standing.UNCOVERED)
    return tuple((need.barrier, standing.get(need.barrier, Standing.COVERED)) for need in file.needs)


def _waves(cards: Sequence[StepCard]) -> list[WaveSection]:
    """Sections by wave; only the first unfolds, and at most ``FIRST_SCREEN`` of its steps."""
    sections: list[WaveSection] = []
    for wave in sorted({min(card.step.wave, LATER) for card in cards}):
        own = tuple(card for card in cards if min(card.step.wave, LATER) == wave)
        unfolded = 0 if sections else FIRST_SCREEN
        sections.append(WaveSection(wave, own[:unfolded], own[unfolded:]))
    return sections


def _picture(file: PersonFile, cards: Sequence[StepCard], catalogue: Catalogue) -> Markup:
    """The map of the steps; without the person's place where it is secret or not known to the point."""
    person = file.person
    home = None
    if not person.secret_address and person.latitude is not None and person.longitude is not None:
        home = Position(person.latitude, person.longitude)
    steps = [
        MapStep(
            card.number,
            BARRIERS[card.step.need.barrier].domain.value,
            page_wording().short_barrier(card.step.need.barrier),
            place_of_suggestion(card.step.chosen, catalogue),
        )
        for card in cards
    ]
    return plan_map(steps, home)


def place_of_suggestion(suggestion: Suggestion, catalogue: Catalogue) -> Position | None:
    """Where one would go; None for what is done from a distance or moves, or when nobody knows."""
    if suggestion.service.remote_only or (suggestion.service.mobile and not suggestion.through):
        return None
    partner = catalogue.network.partners.get(suggestion.partner_id)
    for place in (partner,) if suggestion.through else (suggestion.service, partner):
        if place is not None and place.latitude is not None and place.longitude is not None:
            return Position(place.latitude, place.longitude)
    return None
