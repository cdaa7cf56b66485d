"""A sender as a process of its own, to be killed: ``python -m tests.webhooks.sender DATABASE TIME``."""

import sys
from datetime import datetime

from api.addresses import networks_of
from api.services.webhook_sending import WebhookSender
from api.settings import DEMONSTRATION_SECRET
from api.webhooks.destinations import Rules
from network_data.database import open_engine

SECRETS = (DEMONSTRATION_SECRET,)


def main(url: str, at: str) -> None:
    """Sends what waits at that time."""
    rules = Rules(networks_of("127.0.0.0/8"), plain=True)
    WebhookSender(open_engine(url), SECRETS, rules).run(lambda: datetime.fromisoformat(at))


if __name__ == "__main__":
    main(*sys.argv[1:])
