"""Queries on webhooks and on what became of what they told, for whoever administers their keys."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from secrets import token_hex

from sqlmodel import Session, col, func, select

from network_data.asker import Asker
from network_data.repositories.keys import KeyRepository
from network_data.sealing import Sealer
from network_data.tables import ApiKey, DeliveryState, Webhook, WebhookDelivery

PURPOSE = "webhook"
"""What the secrets that sign are sealed for."""
BOTH_SIGN = timedelta(hours=24)
"""For how long a secret that was replaced signs beside the new one."""


class WebhookRepository:
    """The webhooks of the keys that ``asker`` administers, at ``now``."""

    def __init__(self, asker: Asker, session: Session, now: datetime, sealer: Sealer) -> None:
        self._session = session
        self._now = now
        self._sealer = sealer
        self._keys = KeyRepository(asker, session)

    def key(self, key_id: str) -> ApiKey | None:
        """The key, where the asker administers it."""
        return self._keys.find(key_id)

    def hold(self, key: ApiKey) -> None:
        """Has other changes to the webhook of this key wait until this one is done."""
        self._session.exec(select(ApiKey.id).where(ApiKey.id == key.id).with_for_update(key_share=True)).all()

    def of_key(self, key: ApiKey) -> Webhook | None:
        """The webhook of a key."""
        return self._session.exec(select(Webhook).where(Webhook.key_id == key.id)).first()

    def all(self) -> Sequence[tuple[ApiKey, Webhook]]:
        """Every webhook beside its key, in the order of the keys."""
        keys = [key for key, _ in self._keys.all()]
        found = self._session.exec(select(Webhook).where(col(Webhook.key_id).in_([key.id for key in keys]))).all()
        by_key = {webhook.key_id: webhook for webhook in found}
        return [(key, by_key[key.id]) for key in keys if key.id in by_key]

    def add(self, key: ApiKey, url: str, secret: str) -> Webhook:
        """A webhook for a key that has none."""
        sealed = self._sealer.seal({"secret": secret, "former": None})
        webhook = Webhook(id=token_hex(12), key_id=key.id, url=url, secret_sealed=sealed, made_at=self._now)
        self._session.add(webhook)
        self._session.flush()
        return webhook

    def replace_secret(self, webhook: Webhook, secret: str) -> None:
        """Signs with another secret from now on, and for a while with the former one too."""
        former = self._sealer.open(webhook.secret_sealed)["secret"]
        webhook.secret_sealed = self._sealer.seal({"secret": secret, "former": former})
        webhook.former_until = self._now + BOTH_SIGN
        self._session.flush()

    def remove(self, webhook: Webhook) -> None:
        """Tells it nothing more, and forgets what it was told."""
        self._session.delete(webhook)
        self._session.flush()

    def latest(self, webhook: Webhook, most: int) -> Sequence[WebhookDelivery]:
        """What it was or will be told, the latest first; nothing of what it may not know any more."""
        query = select(WebhookDelivery).where(
            WebhookDelivery.webhook_id == webhook.id, WebhookDelivery.state != DeliveryState.VOID
        )
        in_order = query.order_by(col(WebhookDelivery.made_at).desc(), col(WebhookDelivery.id))
        return self._session.exec(in_order.limit(most)).all()

    def counts(self, webhook: Webhook) -> Mapping[DeliveryState, int]:
        """How many deliveries stand where."""
        query = select(WebhookDelivery.state, func.count()).where(WebhookDelivery.webhook_id == webhook.id)
        return {DeliveryState(state): n for state, n in self._session.exec(query.group_by(col(WebhookDelivery.state)))}


def signing_secrets(webhook: Webhook, sealer: Sealer, now: datetime) -> tuple[str, ...]:
    """What signs for a webhook at ``now``, the secret in use first.

    Raises:
        UnreadableSealError: none of the installation's keys opens it.
    """
    opened = sealer.open(webhook.secret_sealed)
    former = opened["former"] if webhook.former_until is not None and now < webhook.former_until else None
    return tuple(secret for secret in (opened["secret"], former) if secret)


def reseal_webhooks(session: Session, sealer: Sealer) -> int:
    """Seals every secret again under the first key, without reading it; how many there are."""
    rows = session.exec(select(Webhook).order_by(col(Webhook.id))).all()
    for row in rows:
        row.secret_sealed = sealer.reseal(row.secret_sealed)
    return len(rows)
