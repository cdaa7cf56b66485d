"""Builds the two hundred people of the demonstration, each from one life."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from network_data.demo.archetypes import Archetype, lives
from network_data.demo.draws import Draws
from network_data.demo.files import read
from network_data.demo.needs import draw_needs
from network_data.demo.neighbourhood import Neighbourhood
from network_data.demo.papers import draw_papers
from network_data.demo.places import PERSON_SPREAD, communes
from network_data.demo.referents import draw_referents
from network_data.demo.story import Story
from network_data.tables import Chantier, HeldPaper, Need, Person, Referent

_KNOWN = 0.5
_SAYS_DISTANCE = 0.5
_PSEUDONYMS = range(1, 10_000)
_IMPLIED = {
    "garde-enfants": "familles",
    "parentalite": "familles",
    "sans-hebergement": "personnes-en-situation-durgence",
    "suivi-judiciaire": "personnes-en-situation-juridique-specifique",
    "suivi-rsa": "beneficiaires-des-minimas-sociaux",
}
"""The public to which whoever carries a barrier belongs for sure."""


@dataclass(frozen=True, slots=True)
class BuiltPerson:
    """A person and all that is kept about them."""

    archetype: str
    row: Person
    needs: list[Need]
    papers: list[HeldPaper]
    referents: list[Referent]


def build_people(today: date, seed: int, chantiers: Sequence[Chantier], around: Neighbourhood) -> list[BuiltPerson]:
    """Every person, by pseudonym."""
    everyone = lives()
    pseudonyms = _pseudonyms(seed, everyone)
    places = _deal(seed, everyone, chantiers)
    built = [
        _build(Story(Draws(seed, "person", pseudonym), today, life), pseudonym, chantier, around)
        for life, pseudonym, chantier in zip(everyone, pseudonyms, places, strict=True)
    ]
    return sorted(built, key=lambda person: person.row.id)


def _pseudonyms(seed: int, everyone: Iterable[Archetype]) -> list[str]:
    """The exemplars' own pseudonyms; for the others, numbers that say nothing of the order of arrival."""
    fixed = {life.pseudonym for life in everyone if life.pseudonym}
    drawn = (f"P-{number:04d}" for number in Draws(seed, "pseudonyms").shuffled(_PSEUDONYMS))
    free = (pseudonym for pseudonym in drawn if pseudonym not in fixed)
    return [life.pseudonym or next(free) for life in everyone]


def _deal(seed: int, everyone: Sequence[Archetype], chantiers: Sequence[Chantier]) -> list[Chantier]:
    """A chantier for each person: as many people at each, whatever their lives."""
    by_id = {chantier.id: chantier for chantier in chantiers}
    seats = [chantier.id for chantier in chantiers for _ in range(-(-len(everyone) // len(chantiers)))]
    for life in everyone:
        if life.chantier:
            seats.remove(life.chantier)
    free = iter(Draws(seed, "chantiers").shuffled(seats))
    return [by_id[life.chantier or next(free)] for life in everyone]


def _build(story: Story, pseudonym: str, chantier: Chantier, around: Neighbourhood) -> BuiltPerson:
    arrived_on = story.today - timedelta(days=story.draws.between(*story.life.arrived))
    needs = draw_needs(story, pseudonym, arrived_on)
    barriers = [need.barrier for need in needs]
    person = _row(story, pseudonym, chantier, arrived_on)
    person.publics |= {_IMPLIED[barrier]: True for barrier in barriers if barrier in _IMPLIED}
    _settle(story, person)
    referents = draw_referents(story, person, chantier, barriers, around)
    person.known_partners = _acquaintances(story, person, referents, around)
    papers = draw_papers(story, pseudonym, barriers)
    return BuiltPerson(story.life.code, person, needs, papers, referents)


def _row(story: Story, pseudonym: str, chantier: Chantier, arrived_on: date) -> Person:
    draws, life = story.draws, story.life
    return Person(
        id=pseudonym,
        chantier_id=chantier.id,
        birth_year=story.today.year - draws.between(*life.ages),
        publics=_publics(story),
        languages=list(draws.pick(life.languages)),
        papers_known=draws.chance(life.papers_known),
        needs_women_only=True if life.women_only else (False if draws.chance(0.7) else None),
        secret_address=life.secret,
        step_free_access=draws.known(life.step_free),
        max_distance_km=_distance(story),
        remote_ok=draws.known(life.remote_ok),
        has_phone=draws.known(life.has_phone),
        can_pay=draws.known(life.can_pay),
        available=draws.pick(read("schedules")[life.free]) or None,
        arrived_on=arrived_on,
    )


def _publics(story: Story) -> dict[str, bool]:
    stated = {code: story.draws.known(chance) for code, chance in story.life.publics.items()}
    return {code: value for code, value in stated.items() if value is not None}


def _distance(story: Story) -> float | None:
    said = story.draws.chance(_SAYS_DISTANCE) or story.life.pseudonym is not None
    return float(story.draws.between(*story.life.distance)) if story.life.distance and said else None


def _settle(story: Story, person: Person) -> None:
    """Gives the person a place, or only a commune, or nothing at all where the address is secret."""
    draws, life = story.draws, story.life
    if life.secret:
        return
    commune = communes()[draws.pick(life.home)]
    if draws.chance(life.exact):
        person.insee_code = commune.insee
        person.latitude, person.longitude = draws.around(draws.pick(commune.spots).at, PERSON_SPREAD)
    elif draws.chance(0.7):
        person.insee_code = commune.insee


def _acquaintances(story: Story, person: Person, referents: Iterable[Referent], around: Neighbourhood) -> list[str]:
    """The partners where somebody already knows this person."""
    followed = [referent.partner_id for referent in referents if referent.partner_id]
    known = 1.0 if story.life.pseudonym else _KNOWN
    met = [around.near(kind, person, story.draws).id for kind in story.life.knows if story.draws.chance(known)]
    return sorted({*followed, *met})
