"""A sender as a process of its own, to be killed: ``python -m tests.mail.sender DATABASE PORT TIME``."""

import sys
from dataclasses import replace
from datetime import datetime

from api.services.mailing import Mailer
from api.settings import DEMONSTRATION_SECRET
from network_data.database import open_engine
from tests.mail.postbox import Postbox

SITE = "https://maillage.example.org"
SECRETS = (DEMONSTRATION_SECRET,)


def main(url: str, port: str, at: str) -> None:
    """Sends what waits at that time."""
    terms = replace(Postbox().terms, port=int(port))
    Mailer(open_engine(url), SECRETS, terms, SITE).run(lambda: datetime.fromisoformat(at))


if __name__ == "__main__":
    main(*sys.argv[1:])
