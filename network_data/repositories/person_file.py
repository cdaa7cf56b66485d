"""What is known of a person, and how much of it each view shows."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from network_data.tables import HeldPaper, KeptPlan, Need, Person, PlanChoice, Referent
from network_data.vocabulary import BARRIERS
from network_data.vocabulary.telling import gives_away

DISCREET = "un partenaire"
"""What stands for a partner whose name would give a barrier away."""
TELLING_PUBLICS = frozenset({"personnes-en-situation-juridique-specifique"})
TELLING_PAPERS = frozenset({"casier-b3"})
"""What is asked of, or given to, whoever carries a sensitive barrier."""
_TELLING_FACTS = {
    "known_partners",
    "excluded_partners",
    "publics",
    "requested_papers",
    "avoided_places",
    "secular_only",
    "insee_code",
    "latitude",
    "longitude",
    "secret_address",
}
"""What may give a sensitive need away, or is a judge's business.

No place at all, secret or not: were the others' shown, its absence would tell whose is secret."""


class View(StrEnum):
    """How much of a person's file an asker sees."""

    WHOLE = "whole"
    ENTRUSTED = "entrusted"
    """The needs entrusted to an officer, and nothing else of the person."""
    WITHOUT_SENSITIVE = "without_sensitive"
    """For a chantier's software: no sensitive need, nor what would give one away."""
    COUNTED = "counted"
    """The pseudonym, the chantier, and how many needs."""
    UNNAMED = "unnamed"
    """What counting the needs of a territory takes, of somebody: no pseudonym, no chantier, no one's name."""


@dataclass(frozen=True, slots=True)
class PersonFile:
    """A person with what is known of them: open needs in the order they were recorded, papers, current référents.

    ``need_count`` counts all open needs, seen or not. ``choices`` about the plan, the oldest first, and the plan kept:
    only for those who see everything.
    """

    person: Person
    needs: tuple[Need, ...]
    papers: tuple[HeldPaper, ...]
    referents: tuple[Referent, ...]
    need_count: int
    view: View = View.WHOLE
    choices: tuple[PlanChoice, ...] = ()
    kept_plan: KeptPlan | None = None

    @property
    def last_assessed_on(self) -> date | None:
        """The day of the latest assessment of a need seen here."""
        return max((need.assessed_on for need in self.needs), default=None)

    def referent_of(self, barrier: str) -> Referent | None:
        """The référent who follows this barrier in particular, or None."""
        return next((referent for referent in self.referents if referent.barrier == barrier), None)


@dataclass(frozen=True, slots=True)
class Sight:
    """How an asker sees one person.

    ``entrusted`` are an officer's barriers; ``near``: whether the person is theirs to accompany, and a secret place
    theirs to know; ``sensitive_partners`` are those whose very name tells a barrier.
    """

    view: View
    entrusted: frozenset[str] = frozenset()
    near: bool = False
    sensitive_partners: frozenset[str] = frozenset()


def masked(file: PersonFile, sight: Sight) -> PersonFile:
    """The file as ``sight`` shows it."""
    hide = {View.WHOLE: _whole, View.ENTRUSTED: _entrusted, View.WITHOUT_SENSITIVE: _without_sensitive}
    if sight.view is not View.WHOLE:
        # A plan tells every barrier, and what one may choose for it.
        file = replace(file, choices=(), kept_plan=None)
    shown = hide.get(sight.view, _counted)(file, sight)
    return replace(shown, view=sight.view)


def unnamed(file: PersonFile) -> PersonFile:
    """The facts that criteria are judged on, of nobody in particular; a référent is only there or not."""
    facts = file.person.model_dump(exclude={"id", "chantier_id", "arrived_on", "known_partners"})
    person = Person(id="", chantier_id="", **facts)
    if person.secret_address:
        person.insee_code = person.latitude = person.longitude = None
    referents = tuple(
        Referent(person_id="", barrier=one.barrier, organisation=DISCREET) for one in file.referents if one.barrier
    )
    return replace(file, person=person, referents=referents, view=View.UNNAMED)


def _whole(file: PersonFile, sight: Sight) -> PersonFile:
    """Everything, but a secret place for whoever does not accompany the person."""
    if sight.near or not file.person.secret_address:
        return file
    kept = file.person.model_dump(exclude={"insee_code", "latitude", "longitude"})
    return replace(file, person=Person(**kept))


def _entrusted(file: PersonFile, sight: Sight) -> PersonFile:
    """The needs entrusted and who follows them."""
    return replace(
        file,
        person=_bare(file.person),
        needs=tuple(need for need in file.needs if need.barrier in sight.entrusted),
        papers=(),
        referents=tuple(_discreet(file.referents, sight.entrusted, sight)),
    )


def _without_sensitive(file: PersonFile, sight: Sight) -> PersonFile:
    """No sensitive need, and nothing that gives one away: a public, a paper, a partner, a place, a référent."""
    kept = {need.barrier for need in file.needs if not BARRIERS[need.barrier].sensitive}
    facts = file.person.model_dump(exclude=_TELLING_FACTS)
    publics = {code: value for code, value in file.person.publics.items() if code not in TELLING_PUBLICS}
    requested = [paper for paper in file.person.requested_papers if paper not in TELLING_PAPERS]
    return replace(
        file,
        person=Person(**facts, publics=publics, requested_papers=requested),
        needs=tuple(need for need in file.needs if need.barrier in kept),
        papers=tuple(held for held in file.papers if held.paper not in TELLING_PAPERS),
        referents=tuple(_discreet(file.referents, kept, sight)),
    )


def _counted(file: PersonFile, _sight: Sight) -> PersonFile:
    """The pseudonym and how many needs."""
    counted = Person(id=file.person.id, chantier_id=file.person.chantier_id)
    return replace(file, person=counted, needs=(), papers=(), referents=())


def _discreet(referents: Sequence[Referent], barriers: Collection[str], sight: Sight) -> Iterator[Referent]:
    """The référents on ``barriers``, unnamed where the partner, or a word, tells of one that is not among them."""
    for one in referents:
        if one.barrier is None or one.barrier not in barriers:
            continue
        told_by_partner = one.partner_id in sight.sensitive_partners and not BARRIERS[one.barrier].sensitive
        if told_by_partner or gives_away(f"{one.organisation} {one.function or ''}", barriers):
            yield Referent(**one.model_dump(exclude={"organisation", "function", "partner_id"}), organisation=DISCREET)
        else:
            yield one


def _bare(person: Person) -> Person:
    """The pseudonym and the chantier alone; whether the address is secret stays, for it protects."""
    return Person(id=person.id, chantier_id=person.chantier_id, secret_address=person.secret_address)
