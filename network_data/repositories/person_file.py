"""What is known of a person, and how much of it each view shows."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from network_data.tables import HeldPaper, Need, Person, Referent
from network_data.vocabulary import BARRIERS


class View(StrEnum):
    """How much of a person's file an asker sees."""

    WHOLE = "whole"
    ENTRUSTED = "entrusted"
    """The needs entrusted to an officer, and nothing else of the person."""
    WITHOUT_SENSITIVE = "without_sensitive"
    """For a chantier's software: no sensitive need, nor what would give one away."""
    COUNTED = "counted"
    """The pseudonym, the chantier, and how many needs."""


@dataclass(frozen=True, slots=True)
class PersonFile:
    """A person with what is known of them: open needs in the order they were recorded, papers, current référents.

    ``need_count`` counts all open needs, seen or not.
    """

    person: Person
    needs: tuple[Need, ...]
    papers: tuple[HeldPaper, ...]
    referents: tuple[Referent, ...]
    need_count: int
    view: View = View.WHOLE

    @property
    def last_assessed_on(self) -> date | None:
        """The day of the latest assessment of a need seen here."""
        return max((need.assessed_on for need in self.needs), default=None)

    def referent_of(self, barrier: str) -> Referent | None:
        """The référent who follows this barrier in particular, or None."""
        return next((referent for referent in self.referents if referent.barrier == barrier), None)


def masked(file: PersonFile, view: View, entrusted: frozenset[str]) -> PersonFile:
    """The file as ``view`` shows it; ``entrusted`` are an officer's barriers."""
    if view is View.WHOLE:
        return replace(file, view=view)
    if view is View.WITHOUT_SENSITIVE:
        return _without_sensitive(file)
    needs = tuple(need for need in file.needs if need.barrier in entrusted) if view is View.ENTRUSTED else ()
    referents = tuple(referent for referent in file.referents if referent.barrier in entrusted)
    shown = referents if view is View.ENTRUSTED else ()
    return replace(file, person=_bare(file.person), needs=needs, papers=(), referents=shown, view=view)


def _bare(person: Person) -> Person:
    """The pseudonym and the chantier alone; whether the address is secret stays, for it protects."""
    return Person(id=person.id, chantier_id=person.chantier_id, secret_address=person.secret_address)


def _without_sensitive(file: PersonFile) -> PersonFile:
    """No sensitive need, no référent on one or on all barriers, and none of the partners who know the person."""
    kept = Person(**file.person.model_dump(exclude={"known_partners"}), known_partners=[])
    if kept.secret_address:
        kept = _bare(kept)
    return replace(
        file,
        person=kept,
        needs=tuple(need for need in file.needs if not BARRIERS[need.barrier].sensitive),
        referents=tuple(one for one in file.referents if one.barrier and not BARRIERS[one.barrier].sensitive),
        view=View.WITHOUT_SENSITIVE,
    )
