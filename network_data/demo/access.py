"""Says who accompanies whom in the demonstration, what officers were entrusted with, and what people are called."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session, col, select

from network_data.asker import Role
from network_data.demo.answered import load_answered
from network_data.demo.draws import Draws
from network_data.demo.files import read
from network_data.demo.follow_ups import STEP_WORDS, load_follow_ups
from network_data.demo.meetings import MEETING_WORDS, load_meetings
from network_data.demo.notes import NOTE_WORDS, load_notes
from network_data.demo.officer_requests import load_officer_requests
from network_data.demo.paper_story import load_paper_story
from network_data.demo.points import POINT_WORDS, load_points
from network_data.demo.staffing import link_posts
from network_data.demo.team import (
    DemonstrationAccount,
    build_accounts,
    build_keys,
    build_positions,
    demonstration_accounts,
    demonstration_password,
    start_of,
)
from network_data.sealing import Sealer
from network_data.tables import Account, Chantier, Grant, GrantKind, Need, Person, PersonIdentity
from network_data.vocabulary import BARRIERS

IDENTITY = "identity"
"""The purpose under which names are sealed."""
SHOWCASE = "P-0417"
_MOST_ENTRUSTED = 8
_ENTRUSTED_FOR = timedelta(days=180)
_ENTRUSTED_SINCE = timedelta(days=20)
_GRANTED_SINCE = timedelta(days=300)
_SETTLES_IN = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Safekeeping:
    """How an installation keeps what must not be read: its secrets, and how it hashes a password."""

    secrets: Sequence[str]
    hash_password: Callable[[str], str]


def load_access(session: Session, today: date, safekeeping: Safekeeping, seed: int) -> None:
    """Inserts the fictitious accounts, keys, grants, identities and requests, unless they are there; no commit here."""
    accounts = build_accounts(today, safekeeping.hash_password(demonstration_password()))
    if session.get(Account, accounts[0].id) is not None:
        return
    people = session.exec(select(Person).order_by(col(Person.id))).all()
    needs = session.exec(select(Need).order_by(col(Need.id))).all()
    sealer = Sealer(safekeeping.secrets, IDENTITY)
    accompanied = list(_accompanied(today, people))
    stages = (
        accounts,
        [*build_positions(today), *build_keys(today, session.exec(select(Chantier)).all())],
        [*accompanied, *_entrusted(today, needs), _handed_over(today, accompanied)],
        [PersonIdentity(person_id=each.id, sealed=sealer.seal(identity_of(each, seed))) for each in people],
    )
    for rows in stages:
        session.add_all(rows)
        session.flush()
    load_follow_ups(session, today, Sealer(safekeeping.secrets, STEP_WORDS), seed)
    load_paper_story(session, today, seed)
    load_points(session, today, Sealer(safekeeping.secrets, POINT_WORDS))
    load_notes(session, today, Sealer(safekeeping.secrets, NOTE_WORDS))
    load_meetings(session, today, (Sealer(safekeeping.secrets, MEETING_WORDS), Sealer(safekeeping.secrets, STEP_WORDS)))
    link_posts(session)
    load_officer_requests(session, today, safekeeping.secrets)
    load_answered(session, today, seed, {each.person_id: each.account_id for each in accompanied})


def identity_of(person: Person, seed: int) -> dict[str, str | None]:
    """A fictitious person's name and contact details; no address where it is secret or unknown."""
    draws, names = Draws(seed, "identity", person.id), read("names")
    is_woman = person.publics.get("femmes")
    first = draws.pick(names["either" if is_woman is None else "women" if is_woman else "men"])
    last = draws.pick(names["last"])
    street = f"{draws.between(1, 120)} {draws.pick(names['streets'])}"
    phone = f"+33 1 99 00 {draws.between(0, 99):02d} {draws.between(0, 99):02d}"
    return {
        "first_name": first,
        "last_name": last,
        "phone": phone if person.has_phone else None,
        "email": f"{person.id.lower()}@example.org" if draws.chance(0.3) else None,
        "address": street if person.insee_code and not person.secret_address else None,
    }


def _accompanied(today: date, people: Iterable[Person]) -> Iterator[Grant]:
    """Everyone to one of the two advisors of their chantier, in turn; the showcase to the first."""
    advisors: defaultdict[str, list[DemonstrationAccount]] = defaultdict(list)
    for account in demonstration_accounts():
        if account.role is Role.ADVISOR and account.chantier:
            advisors[account.chantier].append(account)
    turn: defaultdict[str, int] = defaultdict(int)
    for person in people:
        own = advisors[person.chantier_id]
        number = 0 if person.id == SHOWCASE else turn[person.chantier_id] % len(own)
        turn[person.chantier_id] += 1
        yield _grant(own[number].id, person.id, GrantKind.ACCOMPANIES, today)


def _entrusted(today: date, needs: Sequence[Need]) -> Iterator[Grant]:
    """To each officer, the needs of their own field of a few people who agreed; the showcase's among them."""
    for officer in demonstration_accounts():
        by_person: defaultdict[str, list[str]] = defaultdict(list)
        for need in needs:
            if BARRIERS[need.barrier].domain.value == officer.domain:
                by_person[need.person_id].append(need.barrier)
        for person_id in _first_ones(by_person):
            grant = _grant(officer.id, person_id, GrantKind.ENTRUSTED, today)
            grant.barriers = by_person[person_id]
            grant.identity_agreed = True
            grant.since = start_of(today - _ENTRUSTED_SINCE)
            grant.until = start_of(today + _ENTRUSTED_FOR)
            yield grant


def _first_ones(by_person: Mapping[str, Sequence[str]]) -> list[str]:
    """The showcase if it is there, then those with most needs to entrust."""
    ranked = sorted(by_person, key=lambda each: (each != SHOWCASE, -len(by_person[each]), each))
    return ranked[:_MOST_ENTRUSTED]


def _handed_over(today: date, accompanied: Iterable[Grant]) -> Grant:
    """One person whom the first advisor of Rejoué has just handed over to the second."""
    first, second = [each for each in demonstration_accounts() if each.chantier == "rejoue"][:2]
    theirs = next(grant for grant in accompanied if grant.account_id == second.id)
    theirs.since, theirs.given_by = start_of(today), first.id
    grant = _grant(first.id, theirs.person_id, GrantKind.HANDS_OVER, today)
    grant.since, grant.until = start_of(today), start_of(today + _SETTLES_IN)
    grant.given_by = first.id
    return grant


def _grant(account_id: str, person_id: str, kind: GrantKind, today: date) -> Grant:
    return Grant(account_id=account_id, person_id=person_id, kind=kind, since=start_of(today - _GRANTED_SINCE))
