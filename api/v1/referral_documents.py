"""How the API tells referrals, their events and what was agreed to share."""

from collections.abc import Mapping
from datetime import date, datetime
from gettext import NullTranslations
from typing import Any, Self

from pydantic import BaseModel, Field, computed_field

from api.services.next_best import NextBest
from api.v1.answer import SuggestionAnswer
from api.v1.telling import tell_suggestion
from api.v1.versions import VersionedDocument
from api.wording import Wording
from api.wording.referrals import reason_name, state_name
from network_data.referrals import EventKind
from network_data.referrals.log import may_follow
from network_data.repositories.referrals import ReferralFile
from network_data.tables import AgreementForm, ReferralEvent, SharedField, SharingAgreement
from network_data.vocabulary import REFERRAL_STATES, ReferralKind, ReferralState, Unit


class EventDocument(BaseModel):
    """One line of the log."""

    number: int
    kind: EventKind
    to: ReferralState | None = Field(description="null pour une étape défaite.")
    at: datetime
    recorded_at: datetime
    actor: str
    on_behalf_of: str | None
    reason: str | None
    reason_label: str | None
    note: str | None = Field(description="null aussi quand elle n’est pas à lire pour qui demande.")
    details: dict[str, Any]


class HoldDocument(BaseModel):
    """What a referral holds of the partner's quotas."""

    unit: Unit
    until: datetime | None = Field(description="null : tant que l’état dure.")


class ReferralDocument(VersionedDocument):
    """A referral, where it stands, and the events that say why."""

    id: str
    person_id: str
    service_id: str
    recipient: str
    kind: ReferralKind
    barriers: list[str]
    replaces: str | None
    state: ReferralState
    label: str
    ended: bool
    since: datetime
    created_at: datetime
    allowed: list[ReferralState] = Field(description="Les états qui peuvent suivre.")
    holds: list[HoldDocument]
    events: list[EventDocument]

    @computed_field(description="Combien d’événements : l’« ETag », à renvoyer dans « If-Match ».")  # type: ignore[prop-decorator]
    @property
    def version(self) -> int:
        """How many events were written."""
        return len(self.events)

    def changes_after(self, version: int) -> list[EventDocument]:
        """The events written after that version."""
        return self.events[version:]

    @classmethod
    def of(cls, file: ReferralFile, language: NullTranslations) -> Self:
        """The document of a referral, its state named in ``language``."""
        referral, course = file.referral, file.course
        return cls(
            id=referral.id,
            person_id=referral.person_id,
            service_id=referral.service_id,
            recipient=referral.recipient,
            kind=course.kind,
            barriers=referral.barriers,
            replaces=referral.replaces_id,
            state=course.state,
            label=state_name(course.state, course.kind).said(language),
            ended=REFERRAL_STATES[course.state].ended,
            since=course.since,
            created_at=referral.created_at,
            allowed=list(may_follow(course)),
            holds=[HoldDocument(unit=unit, until=until) for unit, until in sorted(file.holdings.items())],
            events=[
                EventDocument(
                    number=event.number,
                    kind=event.kind,
                    to=event.to_state,
                    at=event.at,
                    recorded_at=event.recorded_at,
                    actor=event.actor,
                    on_behalf_of=event.on_behalf_of,
                    reason=event.reason,
                    reason_label=_reason(event, language),
                    note=file.notes.get(event.number),
                    details=_readable(event.details, file),
                )
                for event in file.events
            ],
        )


class NextDocument(BaseModel):
    """What comes after a referral that led nowhere, or that left a barrier as it was."""

    barriers: list[str] = Field(description="Les freins qui attendent toujours une réponse ; aucun : rien à faire.")
    first: str | None = Field(description="Le frein qui passe avant, si le partenaire l’a dit : la suite en parle.")
    suggestion: SuggestionAnswer | None = Field(description="null quand le réseau n’a pas d’autre porte.")
    answers: list[str] = Field(description="Les freins que ce service prendrait.")

    @classmethod
    def of(cls, found: NextBest | None, wording: Wording) -> Self:
        """The document of what was found; of nothing to do when it is None."""
        if found is None:
            return cls(barriers=[], first=None, suggestion=None, answers=[])
        return cls(
            barriers=list(found.barriers),
            first=found.first,
            suggestion=tell_suggestion(found.suggestion, wording) if found.suggestion else None,
            answers=list(found.answers),
        )


class SharingDocument(VersionedDocument):
    """What a person agreed to share."""

    id: str
    person_id: str
    service_id: str
    recipient: str
    fields: list[SharedField]
    given_on: date
    until: date
    form: AgreementForm
    interpreter: bool
    recorded_by: str
    recorded_at: datetime
    withdrawn_at: datetime | None

    @computed_field(description="1, puis 2 une fois retiré : l’« ETag », à renvoyer dans « If-Match ».")  # type: ignore[prop-decorator]
    @property
    def version(self) -> int:
        """1 as it was given, 2 once it was withdrawn."""
        return 1 if self.withdrawn_at is None else 2

    def changes_after(self, version: int) -> list[Self]:
        """The agreement as it is, if it changed after that version."""
        return [self] if self.version > version else []

    @classmethod
    def of(cls, agreement: SharingAgreement) -> Self:
        """The document of an agreement."""
        return cls.model_validate(agreement.model_dump())


def _reason(event: ReferralEvent, language: NullTranslations) -> str | None:
    if event.reason is None or event.to_state is None:
        return None
    return reason_name(event.to_state, event.reason).said(language)


def _readable(details: Mapping[str, Any], file: ReferralFile) -> dict[str, Any]:
    """What the asker may read of a move: not a barrier that is not theirs to know."""
    other = details.get("other_barrier")
    hidden = other is not None and not file.reach.covers([other])
    return {name: value for name, value in details.items() if name != "other_barrier" or not hidden}
