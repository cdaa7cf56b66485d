"""Draws the papers a person holds, coherent with the barriers they carry."""

from collections.abc import Collection
from collections.abc import Set as AbstractSet
from datetime import date

from network_data.demo.archetypes import Archetype, PaperRecipe
from network_data.demo.files import read
from network_data.demo.story import Story
from network_data.tables import HeldPaper

_FRENCH = frozenset({"cni"})
_FOREIGN = frozenset({"titre-de-sejour", "recepisse", "autorisation-de-travail"})
_EXPIRED = (-420, -15)


def draw_papers(story: Story, person_id: str, barriers: Collection[str]) -> list[HeldPaper]:
    """The papers of a person who carries ``barriers``."""
    spoilt = {paper for barrier in barriers for paper in read("papers")["settled_by"].get(barrier, ())}
    held: dict[str, HeldPaper] = {}
    for recipe in _recipes(story.life):
        if not story.draws.chance(recipe.chance) or _contradicts(recipe.paper, held.keys()):
            continue
        until = _until(story, recipe, expired=recipe.paper in spoilt)
        if recipe.paper in spoilt and until is None:
            # Without a date on it, nothing would tell that it no longer counts.
            continue
        held[recipe.paper] = HeldPaper(person_id=person_id, paper=recipe.paper, until=until)
    return list(held.values())


def _until(story: Story, recipe: PaperRecipe, *, expired: bool) -> date | None:
    if recipe.until is None:
        return None
    drawn = story.draws.day(story.today, recipe.until)
    return min(drawn, story.draws.day(story.today, _EXPIRED)) if expired else drawn


def _recipes(life: Archetype) -> list[PaperRecipe]:
    """The papers of the archetype, then those that a job brings and of which it says nothing."""
    said = {recipe.paper for recipe in life.papers}
    work = [PaperRecipe.model_validate(row) for row in read("papers")["work"]]
    return [*life.papers, *(recipe for recipe in work if recipe.paper not in said)]


def _contradicts(paper: str, held: AbstractSet[str]) -> bool:
    """Whether a French identity card would meet a foreigner's permit in one pocket."""
    return (paper in _FOREIGN and bool(held & _FRENCH)) or (paper in _FRENCH and bool(held & _FOREIGN))
