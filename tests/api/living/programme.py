"""A small programme for one life at random: its own people, partners and quotas, at a time that passes."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from itertools import count
from typing import Any

from anyio.from_thread import start_blocking_portal
from sqlalchemy import text
from sqlmodel import Session, SQLModel, col, select
from starlette.testclient import TestClient

from api.clock import Clock
from api.security.partner_links import PartnerLinks
from api.services.clocks import Clocks
from api.settings import DEMONSTRATION_SECRET
from network_data.database import touch_network, transaction
from network_data.tables import Grant, GrantKind, Need, Partner, PartnerLink, Person, Quota, Referral, Service
from network_data.vocabulary import AccessPath, Unit
from tests.api.living.ledger import Ledger
from tests.api.living.table import ACTORS
from tests.api.referring import ENTRUSTED, NOW, OTHER, SENSITIVE, Caller, Programme

NEEDS = (ENTRUSTED, SENSITIVE, OTHER)
_PEOPLE = (
    ("advisor", "here"),
    ("advisor", "here"),
    ("colleague", "here"),
    ("neighbour", "next-door"),
    ("stranger", "far"),
)
_NUMBERS = count(100)


class Living(Programme):
    """The application, in which one life after another begins with new people."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.app.state.clock = Clock(now=lambda: self.at, today=self._today)
        self.clocks = Clocks(self.app.state.engine, (DEMONSTRATION_SECRET,))
        self.client = TestClient(self.app)
        self._portal = start_blocking_portal(**self.client.async_backend)
        # One loop for all requests, without what the application does by itself as long as it is served.
        self.client.portal = self._portal.__enter__()
        self.callers = {account: Caller(self.client, self._who(account)) for account in ACTORS}

    @property
    def key_id(self) -> str:
        """What the log calls the chantier's software."""
        return "key:" + str(self._headers("key")["authorization"]).split("_")[1]

    def begin(self) -> "Life":
        """Another life, which begins when every life does."""
        self.at = NOW
        return Life(self, next(_NUMBERS))

    def close(self) -> None:
        """Lets the loop and the database go."""
        self._portal.__exit__(None, None, None)
        super().close()

    def _today(self) -> date:
        return self.at.date()

    def _who(self, account: str) -> Any:
        return lambda: {} if account == "nobody" else self._headers(account)


class Life:
    """People whom nobody has referred yet, and the services where they may go."""

    def __init__(self, programme: Living, number: int) -> None:
        self.programme = programme
        self.people = {f"P-{number}{at}": chantier for at, (_, chantier) in enumerate(_PEOPLE)}
        self.advisors = {f"P-{number}{at}": account for at, (account, _) in enumerate(_PEOPLE)}
        self.services = [f"{name}-{number}" for name in ("counted", "monthly", "gate", "quiet")]
        self.ledger = Ledger(programme.app.state.engine, list(self.people))
        programme.store(*self._network(number), *self._quotas(number), *self._people())
        with transaction(programme.app.state.engine, writes=True) as session:
            touch_network(session)

    def links(self) -> Mapping[str, str]:
        """Where the links to their referrals lead, by link, with the referral."""
        signed = PartnerLinks([DEMONSTRATION_SECRET])
        with Session(self.programme.app.state.engine) as session:
            query = select(PartnerLink, Referral.person_id).where(PartnerLink.referral_id == Referral.id)
            rows = session.exec(query.order_by(col(PartnerLink.number))).all()
            return {signed.path(link): link.referral_id for link, person in rows if person in self.people}

    def expiry(self, referral: str) -> list[datetime]:
        """Until when the links to a referral open."""
        with Session(self.programme.app.state.engine) as session:
            return list(session.exec(select(PartnerLink.expires_at).where(PartnerLink.referral_id == referral)).all())

    def erase(self, person: str) -> None:
        """Erases someone with all that is kept of them."""
        with transaction(self.programme.app.state.engine, writes=True) as session:
            session.delete(session.get_one(Person, person))

    def end(self) -> None:
        """Leaves nothing to the next life but its network."""
        with transaction(self.programme.app.state.engine, writes=True) as session:
            for person in self.ledger.read().people:
                session.delete(session.get_one(Person, person))
            session.flush()
            for table in ("quota", "shared_places", "network_change"):
                session.connection().execute(text(f"DELETE FROM {table}"))

    def _network(self, number: int) -> Iterator[SQLModel]:
        given: dict[str, Any] = {"source": "test", "updated_on": self.programme.at.date()}
        for name, sensitive in (("open", False), ("gated", False), ("discreet", True)):
            address = f"{name}@partenaire.example.org"
            known = {"territory_slug": "north", "name": name, "sensitive": sensitive, "email": address, **given}
            yield Partner(id=f"{name}-{number}", **known)
        paths = (AccessPath.DIRECT, AccessPath.DIRECT, AccessPath.SIAO, AccessPath.DIRECT)
        partners = ("open", "open", "gated", "discreet")
        for service, partner, path in zip(self.services, partners, paths, strict=True):
            known = {"partner_id": f"{partner}-{number}", "name": service, "description": "", "access_path": path}
            yield Service(id=service, thematiques=["logement-hebergement--louer-un-logement"], **known, **given)

    def _quotas(self, number: int) -> Iterator[SQLModel]:
        given: dict[str, Any] = {"partner_id": f"open-{number}", "since": self.programme.at.date()}
        yield Quota(unit=Unit.PLACE, amount=2, service_id=self.services[0], **given)
        yield Quota(
            unit=Unit.PLACE, amount=1, service_id=self.services[0], reserved=True, chantier_id="next-door", **given
        )
        yield Quota(unit=Unit.APPLICATION, amount=3, **given)
        yield Quota(unit=Unit.PLACE, amount=1, service_id=self.services[1], monthly=True, **given)

    def _people(self) -> Iterator[SQLModel]:
        now = self.programme.at
        for (account, _), (person, chantier) in zip(_PEOPLE, self.people.items(), strict=True):
            yield Person(id=person, chantier_id=chantier)
            yield from (Need(person_id=person, barrier=need, assessed_on=now.date(), severity=2) for need in NEEDS)
            yield Grant(account_id=account, person_id=person, kind=GrantKind.ACCOMPANIES, since=now)
        first = next(iter(self.people))
        kind, barriers = GrantKind.ENTRUSTED, [ENTRUSTED]
        yield Grant(account_id="officer", person_id=first, kind=kind, barriers=barriers, since=now)
