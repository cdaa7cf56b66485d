"""Writes what chantiers' software is to be told beside what causes it: each stands or falls with its event."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, or_, select

from network_data.referrals.log import Course as ReferralCourse
from network_data.requests import Course as RequestCourse
from network_data.tables import ApiKey, Chantier, OfficerRequest, Referral, Webhook, WebhookDelivery, WebhookEvent
from network_data.vocabulary import BARRIERS

PERMISSION = "referrals"
"""What a key must be allowed to do for its software to be told."""


class WebhookOutbox:
    """What is to be told at ``now``; within the caller's transaction, opened to write.

    What a chantier's software may never read is not written for it; whether its key still reaches the rest is
    looked at once more when it leaves.
    """

    def __init__(self, session: Session, now: datetime) -> None:
        self._session = session
        self._now = now

    def referral_changed(self, referral: Referral, chantier_id: str, course: ReferralCourse) -> None:
        """Tells that a line was written into the log of a referral of someone of a chantier."""
        if not any(BARRIERS[barrier].sensitive for barrier in referral.barriers):
            told = {"id": referral.id, "state": course.state.value, "version": course.number}
            self._tell(_News(WebhookEvent.REFERRAL, told, referral_id=referral.id), chantier_id)

    def request_changed(self, request: OfficerRequest, course: RequestCourse) -> None:
        """The same of a request; nobody is told of questions about nobody."""
        if request.person_id is not None and not BARRIERS[request.barrier].sensitive:
            told = {"id": request.id, "state": course.state.value, "version": course.number}
            self._tell(_News(WebhookEvent.REQUEST, told, request_id=request.id), request.chantier_id)

    def ping(self, webhook: Webhook) -> None:
        """Tells nothing but that the way is open."""
        self._add(_News(WebhookEvent.PING, {}), webhook.id, token_hex(12))

    def _tell(self, news: "_News", chantier_id: str) -> None:
        for webhook_id in self._listening(chantier_id):
            self._add(news, webhook_id, f"{news.details['id']}:{news.details['version']}")

    def _listening(self, chantier_id: str) -> list[str]:
        """The webhooks of a chantier's keys that open what is told; they stay until the end of this."""
        query = (
            select(Webhook.id, ApiKey.permissions)
            .where(
                Webhook.key_id == ApiKey.id,
                ApiKey.chantier_id == chantier_id,
                ApiKey.chantier_id == Chantier.id,
                *opens(self._now),
            )
            .order_by(col(Webhook.id))
            .with_for_update(of=Webhook, read=True, key_share=True)
        )
        return [webhook_id for webhook_id, permissions in self._session.exec(query) if PERMISSION in permissions]

    def _add(self, news: "_News", webhook_id: str, key: str) -> None:
        delivery = WebhookDelivery(
            id=token_hex(16),
            key=f"{webhook_id}:{key}",
            webhook_id=webhook_id,
            event=news.event,
            referral_id=news.referral_id,
            request_id=news.request_id,
            details=dict(news.details),
            made_at=self._now,
            next_try_at=self._now,
        )
        self._session.add(delivery)
        self._session.flush()


@dataclass(frozen=True, slots=True)
class _News:
    """What each webhook of a chantier is told; the columns of ``WebhookDelivery`` say what each is."""

    event: WebhookEvent
    details: Mapping[str, Any]
    referral_id: str | None = None
    request_id: str | None = None


def opens(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """What holds of a key that opens something: neither revoked nor expired, of a chantier that is not closed."""
    return (
        col(ApiKey.revoked_at).is_(None),
        or_(col(ApiKey.expires_at).is_(None), col(ApiKey.expires_at) > now),
        or_(col(Chantier.closed_on).is_(None), col(Chantier.closed_on) > now.date()),
    )
