"""The fictitious officers' posts, and the month that runs, as written in ``data/staffing.toml``."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import Any

from sqlmodel import Session, SQLModel

from network_data.demo.files import read
from network_data.demo.partners import TERRITORY
from network_data.tables import Account, Allocation, ChantierHours, OfficerAbsence, OfficerPost, StaffingTerms
from network_data.vocabulary import HALF_DAYS

WEEKS = 4
_RUNNING_FOR = timedelta(weeks=8)
_HOLIDAY_IN = timedelta(weeks=3)
_HOLIDAY = timedelta(days=4)
_COLUMNS = ("id", "name", "half_days", "skills", "works")


def build_staffing(today: date) -> tuple[list[SQLModel], list[SQLModel]]:
    """Posts with what rests on nothing, then what rests on posts: an absence and the running month."""
    monday = today - timedelta(days=today.weekday())
    posts = read("staffing")["post"]
    holiday = monday + _HOLIDAY_IN
    return (
        [
            *(_post(row, today) for row in posts),
            *(ChantierHours(**row, feed=_feed(row["chantier_id"])) for row in read("staffing")["hours"]),
            StaffingTerms(
                territory_slug=TERRITORY,
                formula={"half_days": dict.fromkeys(_domains(posts), read("staffing")["half_day_of_a_need"])},
            ),
        ],
        [
            OfficerAbsence(post_id=posts[0]["id"], since=holiday, until=holiday + _HOLIDAY),
            Allocation(
                territory_slug=TERRITORY,
                starts_on=monday - _RUNNING_FOR,
                weeks=WEEKS,
                published_at=datetime.combine(monday - _RUNNING_FOR, time(), UTC),
                published_by="demo-coordination",
                word="Comme au tableau de la rentrée.",
                cells=list(_cells(posts)),
            ),
        ],
    )


def link_posts(session: Session) -> None:
    """Gives the posts to the accounts that hold them, where there are such accounts."""
    for row in read("staffing")["post"]:
        account = f"demo-{row.get('account')}"
        post = session.get(OfficerPost, row["id"])
        if post is not None and session.get(Account, account) is not None:
            post.account_id = account
            session.add(post)
    session.flush()


def _post(row: dict[str, Any], today: date) -> OfficerPost:
    facts = {name: row[name] for name in _COLUMNS}
    return OfficerPost(**facts, territory_slug=TERRITORY, since=today - timedelta(days=400), feed=_feed(row["id"]))


def _feed(name: str) -> str:
    """An address that everybody can guess: what it leads to is fictitious, and the same on any machine."""
    return sha256(f"maillage demonstration calendar {name}".encode()).hexdigest()[:32]


def _domains(posts: Iterable[dict[str, Any]]) -> list[str]:
    return sorted({domain for row in posts for domain in row["skills"]})


def _cells(posts: Iterable[dict[str, Any]]) -> Iterable[list[Any]]:
    for week in range(WEEKS):
        for row in posts:
            for half_day, (chantier, domain) in row["runs"].items():
                yield [week, HALF_DAYS.index(half_day), row["id"], chantier, domain]
