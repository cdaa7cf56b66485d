"""Has chantiers' software told of changes at an address: registered, tried, given another secret, removed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from sqlmodel import Session

from api.errors import InvalidRequestError, NotFoundError
from api.i18n import Message, say
from api.security.keys import Permission
from api.webhooks.destinations import DestinationError, Rules, destination
from api.webhooks.signing import new_signing_secret
from network_data.asker import Asker
from network_data.repositories.webhook_outbox import WebhookOutbox
from network_data.repositories.webhooks import WebhookRepository
from network_data.sealing import Sealer
from network_data.tables import ApiKey, DeliveryState, Webhook, WebhookDelivery
from network_data.trail import Event, Recorder

_REFUSED: Mapping[str, Message] = MappingProxyType(
    {
        "unreadable": say("Cette adresse ne se lit pas : écrivez-la comme https://logiciel.example.org/maillage."),
        "not-https": say("Donnez une adresse en https:// : ce qui est annoncé ne voyage pas en clair."),
        "forbidden-address": say(
            "Cette adresse n’est pas ouverte à tous, ou la démonstration n’y écrit pas : donnez-en une autre, ou "
            "demandez à qui tient cette installation de l’autoriser (MAILLAGE_WEBHOOK_NETWORKS)."
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Means:
    """What webhooks are kept and judged by."""

    sealer: Sealer
    rules: Rules


@dataclass(frozen=True, slots=True)
class Told:
    """A webhook, how many deliveries stand where, and the last ones."""

    webhook: Webhook
    counts: Mapping[DeliveryState, int]
    latest: Sequence[WebhookDelivery]


class Webhooks:
    """The webhooks that ``asker`` administers, within the caller's transaction, opened to write."""

    def __init__(self, asker: Asker, session: Session, recorder: Recorder, now: datetime, means: Means) -> None:
        self._asker = asker
        self._recorder = recorder
        self._now = now
        self._means = means
        self._stored = WebhookRepository(asker, session, now, means.sealer)
        self._outbox = WebhookOutbox(session, now)

    def all(self) -> Sequence[tuple[ApiKey, Webhook]]:
        """Every webhook beside its key."""
        return self._stored.all()

    def key(self, key_id: str) -> ApiKey:
        """The key.

        Raises:
            NotFoundError: there is no such key, or it is another administrator's.
        """
        key = self._stored.key(key_id)
        if key is None:
            raise NotFoundError(say("Cette clé n’existe pas, ou n’est pas de celles que vous administrez."))
        return key

    def told(self, key: ApiKey, most: int) -> Told | None:
        """What the webhook of a key was told; None when it has none."""
        webhook = self._stored.of_key(key)
        return Told(webhook, self._stored.counts(webhook), self._stored.latest(webhook, most)) if webhook else None

    def register(self, key_id: str, url: str) -> str:
        """Has the software of a key told at ``url`` from now on; the secret, known now and never again.

        Raises:
            NotFoundError: as ``key`` does.
            InvalidRequestError: the address may not be written to, or the key cannot be told.
        """
        key = self.key(key_id)
        self._stored.hold(key)
        self._check(key)
        address = url.strip()
        try:
            destination(address, self._means.rules)
        except DestinationError as error:
            raise InvalidRequestError(_REFUSED[error.kind]) from error
        secret = new_signing_secret()
        self._record("webhook.register", key)
        self._stored.add(key, address, secret)
        return secret

    def renew(self, key_id: str) -> str:
        """Signs with another secret from now on, and for a day with both; the new one, known now and never again.

        Raises:
            NotFoundError: there is no such webhook.
        """
        key, webhook = self._find(key_id)
        secret = new_signing_secret()
        self._record("webhook.renew", key)
        self._stored.replace_secret(webhook, secret)
        return secret

    def ping(self, key_id: str) -> None:
        """Has the software told nothing, to see whether it can be.

        Raises:
            NotFoundError: there is no such webhook.
        """
        key, webhook = self._find(key_id)
        self._record("webhook.ping", key)
        self._outbox.ping(webhook)

    def remove(self, key_id: str) -> None:
        """Tells the software nothing more.

        Raises:
            NotFoundError: there is no such webhook.
        """
        key, webhook = self._find(key_id)
        # The trail is taken first: whoever sends a delivery takes it before the delivery too.
        self._record("webhook.remove", key)
        self._stored.remove(webhook)

    def _find(self, key_id: str) -> tuple[ApiKey, Webhook]:
        key = self.key(key_id)
        self._stored.hold(key)
        webhook = self._stored.of_key(key)
        if webhook is None:
            raise NotFoundError(say("Le logiciel de cette clé n’est prévenu nulle part."))
        return key, webhook

    def _check(self, key: ApiKey) -> None:
        if key.revoked_at is not None or (key.expires_at is not None and key.expires_at <= self._now):
            raise InvalidRequestError(say("Cette clé n’ouvre plus rien : donnez-en d’abord une autre."))
        if Permission.REFERRALS not in key.permissions:
            raise InvalidRequestError(say("Cette clé ne suit pas les orientations (droit « referrals »)."))
        if self._stored.of_key(key) is not None:
            raise InvalidRequestError(say("Cette clé a déjà une adresse : retirez-la d’abord."))

    def _record(self, action: str, key: ApiKey) -> None:
        details: dict[str, object] = {"key": key.id, "chantier": key.chantier_id}
        self._recorder.record(Event(self._asker.id, action, address=self._asker.address, details=details), self._now)
