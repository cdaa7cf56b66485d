"""Tells chantiers' software what waits to be told, each by one process at a time, and notes what came of it."""

import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Engine
from sqlmodel import Session

from api.webhooks.destinations import Lookup, Rules, look_up
from api.webhooks.posting import Outcome, post
from api.webhooks.signing import signed_headers
from network_data.asker import Asker
from network_data.database import transaction
from network_data.repositories.referrals import NOTES, ReferralRepository
from network_data.repositories.requests import WORDS, RequestRepository
from network_data.repositories.webhook_queue import Claim, WebhookQueue
from network_data.repositories.webhooks import PURPOSE, signing_secrets
from network_data.sealing import Sealer
from network_data.tables import WebhookDelivery, WebhookEvent
from network_data.trail import JoinedTrail, Trail

_AT_ONCE = 200
"""Deliveries of one run; the others leave by the next."""
_AGENT = "Maillage"


@dataclass(frozen=True, slots=True)
class _Parcel:
    """A delivery that is ours to send now."""

    claim: Claim
    url: str
    secrets: tuple[str, ...]
    body: bytes


class WebhookSender:
    """Sends what the webhooks of one installation are to be told."""

    def __init__(self, engine: Engine, secrets: tuple[str, ...], rules: Rules, lookup: Lookup = look_up) -> None:
        self._engine = engine
        self._rules = rules
        self._lookup = lookup
        self._trail = Trail(engine, secrets)
        self._sealer = Sealer(secrets, PURPOSE)
        self._notes = Sealer(secrets, NOTES)
        self._words = Sealer(secrets, WORDS)

    def run(self, now: Callable[[], datetime], ending: Callable[[], bool] = bool) -> Mapping[str, int]:
        """Sends what may leave now; how many came to which status. Stops early when ``ending`` says so.

        A delivery is claimed in one transaction, sent in none, and settled in another. Who dies in between has it
        sent again, under the same id, once the claim has run out. What does not answer is left alone until the next
        run: it keeps nobody else waiting.
        """
        with transaction(self._engine) as session:
            due = WebhookQueue(session, now()).due(_AT_ONCE)
        met: Counter[str] = Counter()
        silent: set[str] = set()
        for delivery_id, webhook_id in due:
            if ending():
                break
            if webhook_id in silent:
                continue
            outcome = self._send(delivery_id, now)
            if outcome is not None:
                met[outcome.status] += 1
            if outcome is not None and not outcome.taken:
                silent.add(webhook_id)
        return met

    def _send(self, delivery_id: str, now: Callable[[], datetime]) -> Outcome | None:
        with transaction(self._engine, writes=True) as session:
            claim = WebhookQueue(session, now()).claim(delivery_id)
        parcel = self._parcel(claim, now()) if claim else None
        if parcel is None:
            return None
        headers = {"Content-Type": "application/json", "User-Agent": _AGENT, "Connection": "close"}
        headers |= signed_headers(parcel.claim.id, parcel.secrets, now(), parcel.body)
        outcome = post(parcel.url, headers, parcel.body, self._rules, self._lookup)
        self._settle(parcel.claim, outcome, now())
        return outcome

    def _parcel(self, claim: Claim, now: datetime) -> _Parcel | None:
        """The delivery as it is sent; None when it is not ours, or not the software's to know any more."""
        with transaction(self._engine, writes=True) as session:
            queue = WebhookQueue(session, now)
            found = queue.claimed(claim)
            if found is None:
                return None
            delivery, webhook = found
            software = queue.software(webhook)
            if software is None or not self._is_within_reach(session, software, delivery, now):
                queue.void(delivery)
                return None
            return _Parcel(claim, webhook.url, signing_secrets(webhook, self._sealer, now), _body(delivery))

    def _is_within_reach(self, session: Session, software: Asker, delivery: WebhookDelivery, now: datetime) -> bool:
        """Whether the key opens over the API what the delivery tells of; the trail says that it was told."""
        trail = JoinedTrail(self._trail, session)
        if delivery.event is WebhookEvent.REFERRAL:
            referrals = ReferralRepository(software, session, now, trail, self._notes)
            return referrals.find(delivery.referral_id or "") is not None
        if delivery.event is WebhookEvent.REQUEST:
            return (
                RequestRepository(software, session, now, trail, self._words).find(delivery.request_id or "")
                is not None
            )
        return True

    def _settle(self, claim: Claim, outcome: Outcome, now: datetime) -> None:
        with transaction(self._engine, writes=True) as session:
            queue = WebhookQueue(session, now)
            found = queue.claimed(claim)
            if found is None:
                return
            settle = queue.delivered if outcome.taken else queue.later
            settle(found[0], outcome.status)


def _body(delivery: WebhookDelivery) -> bytes:
    """What is sent, the same to the last byte however often it is tried."""
    told = {
        "type": delivery.event.value,
        "timestamp": delivery.made_at.astimezone(UTC).isoformat(timespec="seconds"),
        "data": delivery.details,
    }
    return json.dumps(told, sort_keys=True, separators=(",", ":")).encode()
