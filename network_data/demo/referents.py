"""Draws who follows a person: their advisor at the chantier, and people outside on some of their needs."""

from collections.abc import Collection
from datetime import date

from network_data.demo.archetypes import ReferentRecipe
from network_data.demo.neighbourhood import Neighbourhood
from network_data.demo.story import Story
from network_data.tables import Chantier, Person, Referent

_ENDING = 0.15
_ENDS = (-45, 75)
_LONGEST = 700


def draw_referents(
    story: Story, person: Person, chantier: Chantier, barriers: Collection[str], around: Neighbourhood
) -> list[Referent]:
    """The référents of a person, the advisor of the chantier first."""
    advisor = Referent(
        person_id=person.id,
        organisation=chantier.name,
        function="Chargé·e d'insertion professionnelle",
        since=person.arrived_on,
        inside=True,
    )
    followed = [
        recipe for recipe in story.life.referents if recipe.barrier in barriers and story.draws.chance(recipe.chance)
    ]
    return [advisor, *(_outside(story, recipe, person, around) for recipe in followed)]


def _outside(story: Story, recipe: ReferentRecipe, person: Person, around: Neighbourhood) -> Referent:
    partner = around.near(recipe.kind, person, story.draws) if recipe.kind else None
    return Referent(
        person_id=person.id,
        barrier=recipe.barrier,
        organisation=partner.name if partner else recipe.organisation or "",
        function=recipe.function,
        partner_id=partner.id if partner else None,
        since=_since(story, person),
        until=_until(story),
    )


def _since(story: Story, person: Person) -> date | None:
    if person.arrived_on is None:
        return None
    return max(person.arrived_on, story.draws.recent(story.today, _LONGEST))


def _until(story: Story) -> date | None:
    """When the follow-up ends or ended; an exemplar's goes on, since their page is the one that is shown."""
    if story.life.pseudonym is not None or not story.draws.chance(_ENDING):
        return None
    return story.draws.day(story.today, _ENDS)
