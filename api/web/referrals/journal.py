"""Tells the log of a referral in plain French, the latest first: what happened, when, who wrote it down."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from heapq import merge
from typing import Any

from api.web.language import page_wording
from api.web.referrals.moments import told_appointment
from api.web.typography import within
from api.wording.referrals import reason_name
from network_data.civil_time import local_time
from network_data.referrals import EventKind
from network_data.referrals.guards import Contact, Result
from network_data.referrals.log import ENGINE
from network_data.repositories.contacts import ContactRepository
from network_data.repositories.referrals import ReferralFile
from network_data.tables import LoggedContact, ReferralEvent, Way, Whom
from network_data.vocabulary import NO_REASON_GIVEN, ReferralKind, ReferralState

RESULTS: Mapping[Result, str] = {Result.LIFTED: "levé", Result.PARTLY: "en partie levé", Result.NOT_LIFTED: "pas levé"}
_CONTACTS = {Contact.CALL: "au téléphone", Contact.MEETING: "en les rencontrant"}
_WORDS: Mapping[ReferralState, str] = {
    ReferralState.SUGGESTED: "Proposée par le moteur",
    ReferralState.PREPARED: "Préparée",
    ReferralState.SENT: "Envoyée au partenaire",
    ReferralState.GIVEN: "Remise à la personne, qui s’y rend elle-même",
    ReferralState.WAITLISTED: "Mise sur liste d’attente",
    ReferralState.ACCEPTED: "Acceptée",
    ReferralState.MISSED: "Rendez-vous à redater : elle n’a pas pu venir",
    ReferralState.IN_PROGRESS: "C’est commencé",
    ReferralState.COMPLETED: "Aboutie",
    ReferralState.DECLINED: "Déclinée par le partenaire",
    ReferralState.REFUSED: "La personne a dit non",
    ReferralState.CANCELLED: "Annulée",
    ReferralState.UNREACHED: "On n’a plus réussi à joindre la personne",
    ReferralState.EXPIRED: "Restée sans réponse",
    ReferralState.ENTERED_IN_ERROR: "Marquée comme une erreur de saisie",
}
_FILED = {
    ReferralState.SENT: "Dossier déposé",
    ReferralState.ACCEPTED: "Accordé",
    ReferralState.DECLINED: "Refusé par la décision rendue",
}
_DAYS = {
    "next_review_on": "À redemander le",
    "receipt_on": "Récépissé du",
    "renewal_on": "À renouveler le",
    "next_check_on": "Prochaine vérification le",
}


_WAYS = {Way.CALL: "Au téléphone avec", Way.MEETING: "Rencontre avec", Way.MESSAGE: "Message à"}
SOFTWARE = "le logiciel du chantier"


@dataclass(frozen=True, slots=True)
class Line:
    """An event as the page tells it; ``undone``: it no longer stands. ``is_undo``: it says so of the one before."""

    at: datetime
    words: str
    more: tuple[str, ...]
    who: str
    note: str | None
    undone: bool = False
    is_undo: bool = False
    number: int | None = None
    """Of the event, where it is one."""
    contact_id: str | None = None
    """Of a contact that the reader may take back."""


def journal(file: ReferralFile, contacts: ContactRepository, name_of: Callable[[str], str | None]) -> list[Line]:
    """The lines of a referral, contacts among them, the latest first; ``name_of`` an account, None without one."""
    standing = {event.number for event in file.course.standing}
    lines: list[Line] = []
    for event in file.events:
        undo = event.kind is EventKind.UNDO
        lines.append(
            Line(
                at=local_time(event.at),
                words="L’étape d’avant est défaite" if undo else event_words(event, file.course.kind),
                more=tuple(_more(event, file)),
                who=_who(event, name_of),
                note=file.notes.get(event.number),
                undone=not undo and event.number not in standing,
                is_undo=undo,
                number=event.number,
            )
        )
    lines.reverse()
    logged = [
        Line(
            at=local_time(each.contact.at),
            words=contact_words(each.contact),
            more=(),
            who=name_of(each.contact.recorded_by) or SOFTWARE,
            note=each.note,
            contact_id=each.contact.id if contacts.may_undo(each.contact) else None,
        )
        for each in contacts.of_person(file.reach, file.referral.id)
    ]
    # The steps keep the order in which they were written, whenever they happened.
    return list(merge(lines, logged, key=lambda line: line.at, reverse=True))


def contact_words(contact: LoggedContact) -> str:
    """What a contact was: « Au téléphone avec le partenaire : pas de réponse »."""
    whom = "le partenaire" if contact.whom is Whom.PARTNER else "la personne"
    return f"{_WAYS[contact.way]} {whom}" + ("" if contact.reached else " : pas de réponse")


def event_words(event: ReferralEvent, kind: ReferralKind) -> str:
    """What a move was, in a few words."""
    state = event.to_state
    assert state is not None, "a move leads somewhere"
    if state is ReferralState.SCHEDULED:
        words = f"Rendez-vous le {appointment_words(event.details)}"
    else:
        words = (_FILED.get(state) if kind is ReferralKind.DOSSIER else None) or _WORDS[state]
    if event.reason and event.reason != NO_REASON_GIVEN:
        words += f" : {within(reason_name(state, event.reason).text)}"
    contact = event.details.get("contact")
    return f"{words} ({_CONTACTS[Contact(contact)]})" if contact else words


def appointment_words(details: Mapping[str, Any]) -> str:
    """When the appointment of a step is."""
    return told_appointment(datetime.fromisoformat(details["scheduled_at"]), details.get("half_day"))


def _more(event: ReferralEvent, file: ReferralFile) -> Iterator[str]:
    details = event.details
    wording = page_wording()
    if event.details.get("urgent"):
        yield "Urgente"
    other = details.get("other_barrier")
    if other and file.reach.covers([other]):
        yield f"D’abord : {wording.short_barrier(other)}"
    for barrier, result in details.get("results", {}).items():
        yield f"{wording.short_barrier(barrier)} : {RESULTS[Result(result)]}"
    for name, words in _DAYS.items():
        if name in details:
            yield f"{words} {wording.exact_day(date.fromisoformat(details[name]))}"


def _who(event: ReferralEvent, name_of: Callable[[str], str | None]) -> str:
    behalf = {"partner": ", ce qu’a dit le partenaire", "person": ", ce qu’a dit la personne"}.get(
        event.on_behalf_of or "", ""
    )
    if event.actor == ENGINE:
        return "Maillage"
    name = name_of(event.actor)
    if name:
        return name + behalf
    return "le partenaire" if event.on_behalf_of == "partner" else SOFTWARE
