"""What happened to a request, line by line, in words."""

from dataclasses import dataclass
from datetime import datetime

from api.i18n import N_, translations
from api.web.language import PAGES_LOCALE
from api.web.requests.desk import RequestsDesk
from api.wording.requests import why_shared
from api.wording.speech import Speech
from network_data.repositories.requests import ENGINE, NOTE, RequestFile
from network_data.requests import EventKind
from network_data.tables import RequestEvent
from network_data.vocabulary import CLOSING_REASONS, RequestState

_MOVES = {
    RequestState.ASKED: N_("Demande posée"),
    RequestState.TAKEN: N_("Demande prise"),
    RequestState.PROPOSED: N_("Pistes proposées"),
    RequestState.CHOSEN: N_("Piste choisie"),
    RequestState.OTHER_ROUTE: N_("Autre piste demandée"),
    RequestState.JOINT_CONTACT: N_("Partenaire appelé"),
    RequestState.HANDED_BACK: N_("Demande rendue"),
    RequestState.CLOSED: N_("Demande close"),
}
_RESULTS = {
    "no_answer": N_("sans décision"),
    "scheduled": N_("rendez-vous fixé"),
    "accepted": N_("accepté"),
    "waitlisted": N_("sur liste d’attente"),
    "declined": N_("décliné"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line. ``undone``: whether it no longer stands; ``referral``: the referral that a call moved."""

    what: str
    who: str
    at: datetime
    note: str
    undone: bool
    referral: str | None


def history(desk: RequestsDesk, file: RequestFile) -> list[Line]:
    """Every line of the log, the latest first."""
    standing = {event.number for event in file.course.standing}
    names: dict[str, str] = {}
    for event in file.events:
        for account in (event.actor, event.officer_id):
            if account and account not in names:
                names[account] = desk.name(account)
    return [
        Line(
            what=_what(desk, event, names),
            who="Maillage" if event.actor == ENGINE else names.get(event.actor, ""),
            at=event.at,
            note=file.said.get(event.number, {}).get(NOTE, ""),
            undone=event.number not in standing and event.kind is not EventKind.UNDO,
            referral=event.details.get("referral"),
        )
        for event in reversed(file.events)
    ]


def _what(desk: RequestsDesk, event: RequestEvent, names: dict[str, str]) -> str:
    if event.kind is EventKind.UNDO:
        return "Étape défaite"
    if event.kind is EventKind.TAKE_OVER:
        return "Demande reprise telle qu’elle est"
    if event.kind is EventKind.ASSIGN:
        return _assigned(event, names)
    told = _MOVES[event.to_state or RequestState.ASKED]
    reason = CLOSING_REASONS.get(event.reason or "")
    if event.to_state is RequestState.CLOSED and reason:
        return f"{told} : {reason.label.lower()}"
    if event.to_state is RequestState.JOINT_CONTACT:
        service = desk.visit.network.service(str(event.details.get("service", "")))
        said = [service.name if service else "", _RESULTS.get(str(event.details.get("result")), "")]
        return " : ".join(part for part in (told, ", ".join(filter(None, said))) if part)
    return told


def _assigned(event: RequestEvent, names: dict[str, str]) -> str:
    if event.officer_id is None:
        return "Rendue à la file commune"
    name = names.get(event.officer_id, "")
    why = why_shared(Speech(translations(PAGES_LOCALE)), event.details.get("why", ()))
    return f"Passée à {name} ({why})" if why else f"Passée à {name}"
