"""The small programme of the referrals' tests, whose partner has an address, with someone who sends its mail."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from api.services.mailing import Done, Mailer
from network_data.database import transaction
from network_data.tables import MailState, OutgoingMail, Partner
from tests.api.referring import Programme
from tests.mail.postbox import Postbox
from tests.mail.sender import SECRETS, SITE

ADDRESS = "accueil@partenaire.example.org"


class Office(Programme):
    """The programme, and its mail."""

    def __init__(self, url: str, *, built: bool = False) -> None:
        super().__init__(url, built=built)
        if not built:
            with transaction(self.app.state.engine, writes=True) as session:
                session.get_one(Partner, "partner").email = ADDRESS

    def send(self, box: Postbox, at: datetime | None = None) -> Done:
        """Sends what waits."""
        mailer = Mailer(self.app.state.engine, SECRETS, box.terms, SITE)
        return mailer.run(lambda: at or self.at)

    def letters(self) -> list[tuple[str, str]]:
        """Every message, by kind and state, the oldest first."""
        with Session(self.app.state.engine) as session:
            rows = session.exec(select(OutgoingMail).order_by(col(OutgoingMail.made_at), col(OutgoingMail.key))).all()
            return [(row.kind.value, row.state.value) for row in rows]

    def waiting(self) -> list[OutgoingMail]:
        """The messages that have not left."""
        with Session(self.app.state.engine, expire_on_commit=False) as session:
            return list(session.exec(select(OutgoingMail).where(OutgoingMail.state == MailState.WAITING)).all())

    def skip(self, **time: float) -> None:
        """Lets time pass."""
        self.at += timedelta(**time)


__all__ = ["ADDRESS", "SECRETS", "SITE", "Office"]
