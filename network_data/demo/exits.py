"""Invents what some people found within the year, and what they said when they were asked how it goes."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta

from network_data.demo.draws import Draws
from network_data.referrals.after_exit import marks
from network_data.tables import ExitContact, Need, Person, PersonExit
from network_data.vocabulary import BARRIERS, Domain
from network_data.vocabulary.after_exit import ExitKind, ExitOutcome

_FOUND = 0.22
"""The share of people who found something; some of them left the chantier for it, others are about to."""
_OLDEST = 330
_LATELY = 20
_STILL_TO_ASK = timedelta(days=12)
_KINDS = {ExitKind.HOME: 5.0, ExitKind.LASTING_JOB: 4.0, ExitKind.SHORT_JOB: 2.0, ExitKind.TRAINING: 2.0}
_SOUGHT = {ExitKind.HOME: Domain.HOUSING, ExitKind.LASTING_JOB: Domain.WORK}
_SAID = {
    ExitOutcome.HOLDS: 7.0,
    ExitOutcome.CHANGED: 1.5,
    ExitOutcome.ENDED: 1.0,
    ExitOutcome.UNREACHED: 1.0,
}
_BY = "demo-conseil"


def build_exits(
    people: Sequence[Person], needs: Sequence[Need], today: date, seed: int
) -> tuple[list[PersonExit], list[ExitContact]]:
    """The exits and the answers of the demonstration, the same for the same people, day and seed.

    Nobody found a home who still looks for one, nor a lasting job who still looks for work.
    """
    exits, contacts = list[PersonExit](), list[ExitContact]()
    sought = {(need.person_id, BARRIERS[need.barrier].domain) for need in needs}
    for person in people:
        draws = Draws(seed, "exit", person.id)
        if person.secret_address or not draws.chance(_FOUND):
            continue
        kinds = [kind for kind in _KINDS if (person.id, _SOUGHT.get(kind)) not in sought]
        found = _exit(person, draws.weighted(kinds, [_KINDS[kind] for kind in kinds], 1)[0], draws, today)
        exits.append(found)
        contacts += _answers(found, draws, today)
    return exits, contacts


def _exit(person: Person, kind: ExitKind, draws: Draws, today: date) -> PersonExit:
    on = today - timedelta(days=draws.between(_LATELY, _OLDEST))
    return PersonExit(
        id=f"sortie-{person.id}",
        person_id=person.id,
        kind=kind,
        on=on,
        recorded_by=_BY,
        recorded_at=_noon(on),
    )


def _answers(found: PersonExit, draws: Draws, today: date) -> Iterator[ExitContact]:
    """An answer at every moment that has come, at the second call if need be; lately some are still to ask."""
    for mark in marks(found.on):
        on = mark.due_on + timedelta(days=draws.between(0, 6))
        if on > today or (mark.due_on > today - _STILL_TO_ASK and draws.chance(0.6)):
            return
        outcome = draws.weighted(list(_SAID), list(_SAID.values()), 1)[0]
        yield _said(found, mark.months, on, outcome)
        again = on + timedelta(days=draws.between(2, 8))
        if outcome is ExitOutcome.UNREACHED and again <= today:
            yield _said(found, mark.months, again, ExitOutcome.HOLDS, "encore")


def _said(found: PersonExit, months: int, on: date, outcome: ExitOutcome, *again: str) -> ExitContact:
    return ExitContact(
        id="-".join([found.id, str(months), *again]),
        exit_id=found.id,
        months=months,
        on=on,
        outcome=outcome,
        recorded_by=_BY,
        recorded_at=_noon(on),
    )


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)
