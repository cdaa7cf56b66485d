"""Turns a stored person into the profile that the engine may know."""

from datetime import date
from typing import Any

from matching.decisions import Decisions, KeptStep, Pin
from matching.profile import HeldPaper, Location, Need, Profile
from network_data.repositories import PersonFile
from network_data.tables import ChoiceKind, Person


def profile_of(file: PersonFile, on: date, per_barrier: int = 5) -> Profile:
    """The profile of a stored person on the day ``on``: no pseudonym, and no place if the address is secret."""
    person = file.person
    papers = tuple(HeldPaper(held.paper, held.until) for held in file.papers)
    return Profile(
        needs=tuple(_need(file, need.barrier, need.severity, need.priority, need.assessed_on) for need in file.needs),
        on=on,
        location=_location(person),
        birth_year=person.birth_year,
        publics=person.publics,
        languages=None if person.languages is None else frozenset(person.languages),
        papers=papers if person.papers_known else None,
        requested_papers=frozenset(person.requested_papers),
        needs_women_only=person.needs_women_only,
        secret_address=person.secret_address,
        step_free_access=person.step_free_access,
        with_animal=person.with_animal,
        avoided_places=tuple(person.avoided_places),
        max_distance_km=person.max_distance_km,
        remote_ok=person.remote_ok,
        phone=person.has_phone,
        reads=person.reads,
        can_pay=person.can_pay,
        available=None if person.available is None else frozenset(person.available),
        known_partners=frozenset(person.known_partners) | {ref.partner_id for ref in file.referents if ref.partner_id},
        excluded_partners=frozenset(person.excluded_partners),
        secular_only=person.secular_only,
        decisions=decisions_of(file),
        per_barrier=per_barrier,
    )


def decisions_of(file: PersonFile) -> Decisions:
    """What was decided about a stored person's plan."""
    kinds = {kind: [choice for choice in file.choices if choice.kind is kind] for kind in ChoiceKind}
    kept = file.kept_plan
    return Decisions(
        pins={each.barrier: Pin(each.partner_id or "", each.service_id) for each in kinds[ChoiceKind.PINNED]},
        refused=frozenset((each.barrier, each.partner_id or "") for each in kinds[ChoiceKind.REFUSED]),
        after=frozenset((each.first or "", each.barrier) for each in kinds[ChoiceKind.AFTER]),
        faces=kept.faces if kept else None,
        kept=tuple(_kept_step(step) for step in kept.steps) if kept else (),
    )


def _kept_step(step: dict[str, Any]) -> KeptStep:
    return KeptStep(step["barrier"], step["service_id"], step["partner_id"], step["wave"])


def _need(file: PersonFile, barrier: str, severity: int, priority: bool, assessed_on: date) -> Need:
    referent = file.referent_of(barrier)
    return Need(barrier, severity, priority, assessed_on, referent.organisation if referent else None)


def _location(person: Person) -> Location | None:
    if person.secret_address or (person.latitude is None and person.insee_code is None):
        return None
    return Location(person.latitude, person.longitude, person.insee_code)
