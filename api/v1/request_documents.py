"""How the API tells requests to the officers and their events."""

from collections.abc import Callable, Mapping
from datetime import datetime
from gettext import NullTranslations
from typing import Any, Self

from pydantic import BaseModel, Field, computed_field

from api.services.requests.desk import allowed
from api.v1.versions import VersionedDocument
from api.wording.requests import state_name
from network_data.repositories.requests import NOTE, RequestFile
from network_data.requests import EventKind
from network_data.tables import RequestEvent
from network_data.vocabulary import RequestState

Hides = Callable[[str], bool]
"""Whether a service may not be told to whoever asks."""


class ProposedDocument(BaseModel):
    """A service proposed."""

    service_id: str
    words: str | None = Field(description="null quand ils ne sont pas à lire pour qui demande.")


class RequestEventDocument(BaseModel):
    """One line of the log."""

    number: int
    kind: EventKind
    to: RequestState | None = Field(description="null pour ce qui n’est pas une étape.")
    at: datetime
    actor: str
    officer: str | None = Field(description="À qui elle est passée.")
    reason: str | None
    note: str | None
    services: list[ProposedDocument]
    details: dict[str, Any]


class RequestDocument(VersionedDocument):
    """A request, where it stands, and the events that say why."""

    id: str
    chantier_id: str
    person_id: str | None = Field(description="null : sur une situation, ou pas à connaître pour qui demande.")
    barrier: str | None = Field(description="null quand il n’est pas à connaître pour qui demande.")
    question: str | None
    asked_by: str
    asked_at: datetime
    officer: str | None = Field(description="null : dans la file commune.")
    waiting: bool = Field(description="Personne ne l’a encore prise, ou pas celle ou celui à qui elle est passée.")
    state: RequestState
    label: str
    ended: bool
    since: datetime
    allowed: list[RequestState] = Field(description="Les états qui peuvent suivre.")
    events: list[RequestEventDocument]

    @computed_field(description="Combien d’événements : l’« ETag », à renvoyer dans « If-Match ».")  # type: ignore[prop-decorator]
    @property
    def version(self) -> int:
        """How many events were written."""
        return len(self.events)

    def changes_after(self, version: int) -> list[RequestEventDocument]:
        """The events written after that version."""
        return self.events[version:]

    @classmethod
    def of(cls, file: RequestFile, language: NullTranslations, hides: Hides) -> Self:
        """The document of a request, its state named in ``language``."""
        request, course = file.request, file.course
        return cls(
            id=request.id,
            chantier_id=request.chantier_id,
            person_id=file.person_id,
            barrier=request.barrier if file.sight.barrier else None,
            question=file.question,
            asked_by=request.asked_by,
            asked_at=request.asked_at,
            officer=course.officer,
            waiting=course.waiting,
            state=course.state,
            label=state_name(course.state).said(language),
            ended=course.ended,
            since=course.since,
            allowed=list(allowed(file)),
            events=[_event(event, file.said.get(event.number, {}), hides) for event in file.events],
        )


def _event(event: RequestEvent, said: Mapping[str, str], hides: Hides) -> RequestEventDocument:
    services = [each for each in event.details.get("services", ()) if not hides(each)]
    details = {
        name: value
        for name, value in event.details.items()
        if name != "services" and not (name in ("chosen", "service") and hides(str(value)))
    }
    return RequestEventDocument(
        number=event.number,
        kind=event.kind,
        to=event.to_state,
        at=event.at,
        actor=event.actor,
        officer=event.officer_id,
        reason=event.reason,
        note=said.get(NOTE),
        services=[ProposedDocument(service_id=each, words=said.get(each)) for each in services],
        details=details,
    )
