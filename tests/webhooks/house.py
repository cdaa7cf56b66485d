"""The small programme of the referrals' tests, of which one chantier's software is told what changes."""

from collections.abc import Mapping, Sequence

from sqlmodel import Session, col, select

from api.addresses import networks_of
from api.security.keys import KeyTerms, Permission, make_key
from api.services.webhook_sending import WebhookSender
from api.services.webhooks import Means, Webhooks
from api.webhooks.destinations import Lookup, Rules, look_up
from network_data.asker import Asker
from network_data.database import transaction
from network_data.repositories.webhooks import PURPOSE
from network_data.sealing import Sealer
from network_data.tables import WebhookDelivery
from network_data.trail import JoinedTrail
from tests.access.world import HERE, NOW
from tests.api.referring import Programme
from tests.webhooks.sender import SECRETS

HOME = Rules(networks_of("127.0.0.0/8"), plain=True)
"""What lets this machine be told."""


class House(Programme):
    """The programme, and what its webhooks are told."""

    def key(self, chantier: str = HERE, *, allow: Sequence[Permission] = (Permission.REFERRALS,)) -> str:
        """A key of a chantier; its id."""
        with transaction(self.app.state.engine, writes=True) as session:
            return make_key(session, KeyTerms("tests", chantier, frozenset(allow)), NOW).id

    def register(self, key_id: str, url: str, rules: Rules = HOME) -> str:
        """Has the software of a key told at ``url``; the secret."""
        with transaction(self.app.state.engine, writes=True) as session:
            return self.webhooks(session, rules).register(key_id, url)

    def webhooks(self, session: Session, rules: Rules = HOME) -> Webhooks:
        """The webhooks, as whoever holds the machine administers them."""
        recorder = JoinedTrail(self.app.state.trail, session)
        return Webhooks(Asker.local(), session, recorder, self.at, Means(Sealer(SECRETS, PURPOSE), rules))

    def send(self, rules: Rules = HOME, lookup: Lookup = look_up) -> Mapping[str, int]:
        """Sends what waits."""
        return WebhookSender(self.app.state.engine, SECRETS, rules, lookup).run(lambda: self.at)

    def deliveries(self) -> list[tuple[str, str, str | None]]:
        """Every delivery: of what, where it stands, what the last try came to; the oldest first."""
        with Session(self.app.state.engine) as session:
            rows = session.exec(
                select(WebhookDelivery).order_by(col(WebhookDelivery.made_at), col(WebhookDelivery.key))
            ).all()
            return [(row.event.value, row.state.value, row.status) for row in rows]


__all__ = ["HOME", "SECRETS", "House"]
