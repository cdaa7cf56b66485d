"""What chantiers' software waits to be told: claimed by one sender at a time, sent, tried again later, or given up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_hex

from sqlalchemy import ColumnElement, CursorResult
from sqlmodel import Session, col, delete, or_, select, update

from network_data.asker import Asker, Position, Role
from network_data.repositories.retries import CLAIM_LASTS, next_try
from network_data.repositories.webhook_outbox import PERMISSION, opens
from network_data.tables import ApiKey, Chantier, DeliveryState, Webhook, WebhookDelivery

KEPT_FOR = timedelta(days=90)
"""For how long what became of a delivery is kept."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A delivery that is one's own to send for a while."""

    id: str
    token: str


class WebhookQueue:
    """The queue as it is worked at ``now``, within the caller's transaction."""

    def __init__(self, session: Session, now: datetime) -> None:
        self._session = session
        self._now = now

    def due(self, most: int) -> Sequence[tuple[str, str]]:
        """The deliveries that may leave now, each beside its webhook, the oldest first."""
        query = select(WebhookDelivery.id, WebhookDelivery.webhook_id).where(self._may_leave())
        in_order = query.order_by(col(WebhookDelivery.next_try_at), col(WebhookDelivery.id))
        return self._session.exec(in_order.limit(most)).all()

    def claim(self, delivery_id: str) -> Claim | None:
        """Takes a delivery to send it; None when someone else has it, or it is settled."""
        claim = Claim(delivery_id, token_hex(16))
        taken = (
            update(WebhookDelivery)
            .where(col(WebhookDelivery.id) == delivery_id, self._may_leave())
            .values(
                claimed_by=claim.token,
                claimed_until=self._now + CLAIM_LASTS,
                tries=col(WebhookDelivery.tries) + 1,
            )
            .execution_options(synchronize_session=False)
        )
        result = self._session.execute(taken)
        assert isinstance(result, CursorResult)
        return claim if result.rowcount else None

    def claimed(self, claim: Claim) -> tuple[WebhookDelivery, Webhook] | None:
        """The delivery and where it goes, as long as it is still one's own."""
        query = select(WebhookDelivery, Webhook).where(
            WebhookDelivery.id == claim.id,
            WebhookDelivery.claimed_by == claim.token,
            WebhookDelivery.webhook_id == Webhook.id,
        )
        return self._session.exec(query.execution_options(populate_existing=True)).first()

    def software(self, webhook: Webhook) -> Asker | None:
        """Whoever holds the key, who alone may be told; None when it opens nothing of the kind any more."""
        query = select(ApiKey).where(ApiKey.id == webhook.key_id, ApiKey.chantier_id == Chantier.id, *opens(self._now))
        key = self._session.exec(query.execution_options(populate_existing=True)).first()
        if key is None or PERMISSION not in key.permissions:
            return None
        position = Position(Role.SOFTWARE, chantier=key.chantier_id)
        return Asker(f"key:{key.id}", (position,), frozenset(key.permissions))

    def delivered(self, delivery: WebhookDelivery, status: str) -> None:
        """The software has taken it."""
        self._settle(delivery, DeliveryState.DELIVERED, status)

    def void(self, delivery: WebhookDelivery) -> None:
        """It is not theirs to know any more."""
        self._settle(delivery, DeliveryState.VOID, None)

    def later(self, delivery: WebhookDelivery, status: str) -> None:
        """It is tried again, or given up after some days."""
        again = next_try(delivery.tries, delivery.made_at, self._now)
        if again is None:
            self._settle(delivery, DeliveryState.FAILED, status)
            return
        delivery.status, delivery.next_try_at = status, again
        delivery.claimed_by = delivery.claimed_until = None
        self._session.flush()

    def forget_old(self) -> None:
        """Lets what was settled long ago go: whoever looks for it reads the trail."""
        old = col(WebhookDelivery.settled_at) < self._now - KEPT_FOR
        self._session.execute(delete(WebhookDelivery).where(old).execution_options(synchronize_session=False))

    def _may_leave(self) -> ColumnElement[bool]:
        free = or_(col(WebhookDelivery.claimed_until).is_(None), col(WebhookDelivery.claimed_until) <= self._now)
        return (col(WebhookDelivery.next_try_at) <= self._now) & free

    def _settle(self, delivery: WebhookDelivery, state: DeliveryState, status: str | None) -> None:
        delivery.state, delivery.status, delivery.settled_at = state, status, self._now
        delivery.next_try_at = delivery.claimed_by = delivery.claimed_until = None
        self._session.flush()
