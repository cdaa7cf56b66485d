"""Draws the six or seven needs of a person: those of their archetype, then others that go with it."""

from datetime import date, timedelta

from network_data.demo.archetypes import NeedRecipe
from network_data.demo.draws import Draws
from network_data.demo.story import Story
from network_data.tables import Need
from network_data.vocabulary import BARRIERS

_SEVEN = 0.6
_SEEN_AGAIN = 0.3
_BY_AN_OFFICER = 0.3
_DAYS_OF_ASSESSMENTS = 240
_ADVISOR = "Chargé·e d'insertion professionnelle"
_OFFICERS = {
    "santé": "Chargé·e de partenariat santé",
    "logement": "Chargé·e de partenariat logement",
    "hébergement": "Chargé·e de partenariat logement",
    "emploi": "Chargé·e de partenariat emploi",
    "formation": "Chargé·e de partenariat emploi",
}


def draw_needs(story: Story, person_id: str, arrived_on: date) -> list[Need]:
    """The needs of a person, assessed since they arrived, most of them in the last weeks."""
    first = _first_assessment(story, arrived_on)
    return [_need(story, recipe, person_id, first) for recipe in _carried(story)]


def _carried(story: Story) -> list[NeedRecipe]:
    life = story.life
    size = 7 if story.draws.chance(_SEVEN) else 6
    carried = {recipe.barrier for recipe in life.needs}
    also = [recipe for recipe in life.also if recipe.barrier not in carried]
    more = story.draws.weighted(also, [recipe.weight for recipe in also], size - len(life.needs))
    return [*life.needs, *more]


def _first_assessment(story: Story, arrived_on: date) -> date:
    if story.life.assessed_days_ago is not None:
        return story.today - timedelta(days=story.life.assessed_days_ago)
    return max(arrived_on, story.draws.recent(story.today, _DAYS_OF_ASSESSMENTS))


def _need(story: Story, recipe: NeedRecipe, person_id: str, first: date) -> Need:
    draws = story.draws
    return Need(
        person_id=person_id,
        barrier=recipe.barrier,
        severity=draws.between(*recipe.severity),
        priority=draws.chance(recipe.priority),
        assessed_on=_last_seen(story, first),
        assessor=_assessor(draws, recipe.barrier),
    )


def _last_seen(story: Story, first: date) -> date:
    """The first assessment, or a later one."""
    if story.life.assessed_days_ago is not None or not story.draws.chance(_SEEN_AGAIN):
        return first
    return story.today - timedelta(days=story.draws.between(0, (story.today - first).days))


def _assessor(draws: Draws, barrier: str) -> str:
    officer = _OFFICERS.get(BARRIERS[barrier].convergence_team)
    return officer if officer and draws.chance(_BY_AN_OFFICER) else _ADVISOR
