"""A small programme where advisors ask officers: two of them hold posts, and a month is published."""

from datetime import date, timedelta
from typing import Any

from sqlmodel import Session

from network_data.asker import Role
from network_data.repositories.requests import courses_of
from network_data.tables import Account, Allocation, OfficerAbsence, OfficerPost, RoleAssignment
from network_data.vocabulary import HALF_DAYS
from tests.access.world import HERE, LONG_AGO
from tests.api.referring import ENTRUSTED, NOW, OWN, Caller, Programme

WORDS = "Quelle résidence accueille avec un chien ?"
MONDAY = date(2026, 11, 16)
WORKING = tuple(HALF_DAYS[:10])
PROPOSED = [{"service_id": "service", "words": "Demandez Sonia."}, {"service_id": "elsewhere", "words": "Plus loin."}]


class Requests(Programme):
    """The programme of referrals, with two officers who hold posts: one goes to the chantier here, one next door."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.store(
            Account(id="second", login="second", name="Second", created_at=NOW),
            RoleAssignment(account_id="second", role=Role.OFFICER, territory_slug="north", since=LONG_AGO),
            *(_post(account) for account in ("officer", "second")),
            Allocation(
                territory_slug="north",
                starts_on=MONDAY,
                weeks=1,
                published_at=NOW,
                published_by="coordinator",
                cells=[
                    *([0, at, "post-officer", HERE, "logement"] for at in range(4)),
                    *([0, at, "post-second", "next-door", "logement"] for at in range(4)),
                ],
            ),
        )

    def away(self, account: str) -> None:
        """Not there for a month."""
        self.store(OfficerAbsence(post_id=f"post-{account}", since=MONDAY, until=MONDAY + timedelta(days=30)))

    def check(self) -> None:
        """What is stored of every request, and of every referral, is what its log gives."""
        super().check()
        with Session(self.app.state.engine) as session:
            for request, course in courses_of(session):
                stored = (request.state, request.since, request.officer_id, request.waiting)
                assert stored == (course.state, course.since, course.officer, course.waiting)


def _post(account: str) -> OfficerPost:
    return OfficerPost(
        id=f"post-{account}",
        territory_slug="north",
        account_id=account,
        name=account.title(),
        skills={"logement": 100, "droits": 50},
        works=list(WORKING),
        since=LONG_AGO,
    )


def ask(caller: Caller, person: str | None = OWN, barrier: str = ENTRUSTED, **said: Any) -> dict[str, Any]:
    """Asks the officers; the request."""
    about = {"person_id": person} if person else {"chantier_id": HERE}
    made = caller.post("/requests", {"barrier": barrier, "question": WORDS, **about, **said})
    assert made.status_code == 201, made.text
    document: dict[str, Any] = made.json()
    return document


def move(caller: Caller, request: str, to: str, **said: Any) -> Any:
    """The answer to a move."""
    return caller.post(f"/requests/{request}/events", {"to": to, **said})


def done(caller: Caller, request: str, to: str, **said: Any) -> dict[str, Any]:
    """A move that must be made; the request."""
    response = move(caller, request, to, **said)
    assert response.status_code == 200, response.text
    document: dict[str, Any] = response.json()
    return document
