"""A small programme to ask from every side: two territories, three chantiers, and one asker of every kind."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from types import MappingProxyType

from fastapi import FastAPI
from sqlalchemy import Engine
from sqlmodel import SQLModel

from api.app import create_app
from api.clock import Clock
from api.security.keys import KeyTerms, Permission, make_key
from api.security.secrets import digest
from api.settings import DEMONSTRATION_SECRET, Settings
from network_data.asker import Role
from network_data.database import touch_network, transaction
from network_data.referrals import EventKind
from network_data.repositories.follow_notes import NOTE_WORDS
from network_data.repositories.requests import NOTE, WORDS
from network_data.repositories.steps import PURPOSE as STEP_WORDS
from network_data.repositories.webhooks import PURPOSE as SIGNING
from network_data.requests import EventKind as RequestEventKind
from network_data.sealing import Sealer
from network_data.tables import (
    Account,
    AgreementForm,
    ApiKey,
    Audience,
    Chantier,
    FollowMeeting,
    FollowNote,
    FollowStep,
    Grant,
    GrantKind,
    LoggedContact,
    MeetingPerson,
    Need,
    OfficerPost,
    OfficerRequest,
    Partner,
    Person,
    PersonExit,
    Referent,
    Referral,
    ReferralEvent,
    Reminder,
    RequestEvent,
    RoleAssignment,
    Service,
    SharingAgreement,
    StepBy,
    StepKind,
    Territory,
    Way,
    Webhook,
    Whom,
)
from network_data.vocabulary import ReferralKind, ReferralState, RequestState
from network_data.vocabulary.after_exit import ExitKind

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
TODAY = NOW.date()
LONG_AGO = date(2026, 1, 5)
COOKIE = "maillage-session"
NOBODY, EXPIRED, REVOKED, KEY = "nobody", "expired", "revoked", "key"
HERE = "here"
"""The chantier of every asker who has one."""
CHANTIERS = MappingProxyType({HERE: "north", "next-door": "north", "far": "south"})
OWN, COLLEAGUES, NEXT_DOOR, FAR = "P-own", "P-colleagues", "P-next-door", "P-far"
PEOPLE = MappingProxyType({OWN: HERE, COLLEAGUES: HERE, NEXT_DOOR: "next-door", FAR: "far"})
"""By pseudonym, their chantier: the advisor here accompanies ``OWN``, of whom the officer was entrusted a need."""
ACCOMPANIED = ((Role.ADVISOR, OWN), ("colleague", COLLEAGUES), ("neighbour", NEXT_DOOR), ("stranger", FAR))
"""Who accompanies whom."""
ENTRUSTED, SENSITIVE, OTHER = "acces-logement", "addictions", "gestion-budget"
_OF_CHANTIER = frozenset({Role.ADVISOR, Role.DIRECTION, Role.SUPERVISOR})
_OF_TERRITORY = frozenset({Role.OFFICER, Role.COORDINATOR})
ROLES = (*sorted(_OF_CHANTIER), *sorted(_OF_TERRITORY), Role.ADMINISTRATOR, Role.AUDITOR)
KINDS = (NOBODY, EXPIRED, REVOKED, KEY, *ROLES)


@dataclass(frozen=True, slots=True)
class Credential:
    """What someone sends with every request to say who they are."""

    headers: Mapping[str, str] = field(default_factory=dict)
    session: str | None = None

    def csrf(self, app: FastAPI) -> str:
        """The token of the forms of their browser."""
        return app.state.csrf.token(f"session:{digest(self.session)}") if self.session else ""


def application(url: str) -> FastAPI:
    """The application at ``NOW``, as the demonstration runs it; nobody asks too often, the provider is down."""
    settings = Settings.model_validate(
        {
            "database_url": url,
            "demonstration": True,
            "insecure_cookies": True,
            "requests_per_minute": 1_000_000,
            "oidc_issuer": "http://127.0.0.1:1",
            "oidc_client_id": "tests",
            "oidc_client_secret": "tests",
        }
    )
    app = create_app(settings)
    # Not by FastAPI's overrides: with one of them, it looks at every dependency's signature again on every request.
    app.state.clock = Clock(lambda: NOW, lambda: TODAY)
    return app


def build(engine: Engine, population: Iterable[SQLModel] | None = None) -> None:
    """Stores the places, the network, the accounts and the people with what was granted, or another population."""
    with transaction(engine, writes=True) as session:
        known = (*accompanied(), *_referrals(), *_follow_ups(), *_requests()) if population is None else population
        for records in (_places(), _network(), _accounts(), _assignments(), _keys(), known):
            # One table at a time: nothing but the order given says what stands on what.
            for _table, alike in groupby(records, type):
                session.add_all(alike)
                session.flush()
        touch_network(session)


def credential(app: FastAPI, kind: str) -> Credential:
    """How an asker of this kind says who they are: a new session, or a new key of the chantier here."""
    if kind == NOBODY:
        return Credential()
    if kind in (KEY, REVOKED):
        return _key(app.state.engine, revoked=kind == REVOKED)
    opened = NOW - timedelta(hours=11) if kind == EXPIRED else NOW
    account = Role.ADVISOR if kind == EXPIRED else kind
    secret = app.state.sessions.open(account, "tests", opened, second_factor=False)
    return Credential({"cookie": f"{COOKIE}={secret}"}, secret)


def _key(engine: Engine, *, revoked: bool) -> Credential:
    with transaction(engine, writes=True) as session:
        made = make_key(session, KeyTerms("tests", HERE, frozenset(Permission)), NOW)
    if revoked:
        with transaction(engine, writes=True) as session:
            session.get_one(ApiKey, made.id).revoked_at = NOW
    return Credential({"authorization": f"Bearer {made.shown}"})


def _places() -> Iterable[SQLModel]:
    yield from (Territory(slug=slug, name=slug.title(), departments=["75"]) for slug in ("north", "south"))
    for chantier, territory in CHANTIERS.items():
        yield Chantier(id=chantier, territory_slug=territory, name=chantier.title())
    for territory in ("north", "south"):
        yield OfficerPost(
            id=f"post-{territory}",
            territory_slug=territory,
            name="Chargée de partenariat",
            skills={"logement": 100},
            works=["mon-am", "tue-am"],
            since=LONG_AGO,
            feed=f"feed-{territory}",
        )


def _network() -> Iterable[SQLModel]:
    yield Partner(id="partner", territory_slug="north", source="test", name="Partenaire", updated_on=TODAY)
    yield Service(
        id="service",
        partner_id="partner",
        source="test",
        name="Service",
        description="",
        updated_on=TODAY,
        thematiques=["logement-hebergement--louer-un-logement"],
    )


def accompanied() -> Iterable[SQLModel]:
    """The people with what was granted about them, whom nobody has referred yet."""
    yield from _people()
    yield from _grants()


def _people() -> Iterable[SQLModel]:
    yield from (Person(id=person, chantier_id=chantier) for person, chantier in PEOPLE.items())
    for person in PEOPLE:
        for barrier in (ENTRUSTED, SENSITIVE, OTHER):
            yield Need(person_id=person, barrier=barrier, assessed_on=TODAY)


def _accounts() -> Iterable[SQLModel]:
    for account in (*ROLES, "colleague", "neighbour", "stranger"):
        yield Account(id=account, login=account, name=account.title(), created_at=NOW)


def _assignments() -> Iterable[SQLModel]:
    for role in ROLES:
        chantier = HERE if role in _OF_CHANTIER else None
        territory = "north" if role in _OF_TERRITORY else None
        yield _assignment(role, role, chantier, territory)
    for account, chantier in (("colleague", HERE), ("neighbour", "next-door"), ("stranger", "far")):
        yield _assignment(account, Role.ADVISOR, chantier, None)


def _assignment(account: str, role: Role, chantier: str | None, territory: str | None) -> RoleAssignment:
    return RoleAssignment(account_id=account, role=role, chantier_id=chantier, territory_slug=territory, since=LONG_AGO)


def _keys() -> Iterable[SQLModel]:
    yield ApiKey(
        id="neighbours-key",
        name="Neighbours",
        secret_hash="-",
        chantier_id="next-door",
        permissions=["referrals"],
        created_at=NOW,
    )
    yield Webhook(
        id="neighbours-webhook",
        key_id="neighbours-key",
        url="https://software.example.org/",
        secret_sealed=Sealer((DEMONSTRATION_SECRET,), SIGNING).seal({"secret": "whsec_", "former": None}),
        made_at=NOW,
    )


def _grants() -> Iterable[SQLModel]:
    since = NOW - timedelta(days=1)
    for account, person in ACCOMPANIED:
        yield Grant(account_id=account, person_id=person, kind=GrantKind.ACCOMPANIES, since=since)
    yield Grant(
        account_id=Role.OFFICER,
        person_id=OWN,
        kind=GrantKind.ENTRUSTED,
        barriers=[ENTRUSTED],
        identity_agreed=True,
        since=since,
    )


def _referrals() -> Iterable[SQLModel]:
    """Of each person, a referral about the need that may be entrusted, and an agreement to share."""
    prepared, since = ReferralState.PREPARED, NOW - timedelta(hours=1)
    for person in PEOPLE:
        referral = f"referral-{person}"
        yield Referral(
            id=referral,
            person_id=person,
            service_id="service",
            recipient="partner",
            kind=ReferralKind.ORIENTATION,
            barriers=[ENTRUSTED],
            created_at=since,
            state=prepared,
            since=since,
        )
        yield ReferralEvent(
            referral_id=referral,
            number=1,
            kind=EventKind.MOVE,
            to_state=prepared,
            actor="colleague",
            at=since,
            recorded_at=since,
        )
        yield Reminder(
            id=f"reminder-{person}",
            key=f"{referral}:still-no-answer:1:1",
            person_id=person,
            referral_id=referral,
            clock="still-no-answer",
            step=1,
            due_on=TODAY,
            made_at=since,
        )
        yield PersonExit(
            id=f"exit-{person}",
            person_id=person,
            kind=ExitKind.LASTING_JOB,
            on=TODAY - timedelta(days=40),
            recorded_by="colleague",
            recorded_at=since,
        )
        yield LoggedContact(
            id=f"contact-{person}",
            person_id=person,
            referral_id=referral,
            whom=Whom.PARTNER,
            way=Way.CALL,
            reached=False,
            at=since,
            recorded_at=since,
            recorded_by="advisor",
        )
        yield SharingAgreement(
            id=f"agreement-{person}",
            person_id=person,
            recipient="partner",
            service_id="service",
            fields=[],
            given_on=TODAY,
            until=TODAY,
            form=AgreementForm.ORAL,
            recorded_by="colleague",
            recorded_at=since,
        )


def _follow_ups() -> Iterable[SQLModel]:
    """Of each person, a référent, a step beside them and a note; a comité where they are talked about."""
    sealer = Sealer([DEMONSTRATION_SECRET], STEP_WORDS)
    for number, person in enumerate(PEOPLE, start=1):
        yield Referent(id=number, person_id=person, organisation="CCAS", since=LONG_AGO)
    for person in PEOPLE:
        yield FollowStep(
            id=f"step-{person}",
            person_id=person,
            kind=StepKind.CALL,
            by=StepBy.ADVISOR,
            words_sealed=sealer.seal({"what": "Appeler la CPAM", "who": ""}),
            made_by="colleague",
            made_at=NOW - timedelta(days=1),
        )
    for chantier in CHANTIERS:
        meeting = f"meeting-{chantier}"
        yield FollowMeeting(id=meeting, chantier_id=chantier, on=TODAY, called_by="colleague", called_at=NOW)
    for person, chantier in PEOPLE.items():
        yield MeetingPerson(meeting_id=f"meeting-{chantier}", person_id=person, added_by="colleague")
    sealer = Sealer([DEMONSTRATION_SECRET], NOTE_WORDS)
    for account, person in ACCOMPANIED:
        yield FollowNote(
            id=f"note-{person}",
            person_id=person,
            audience=Audience.TEAM,
            words_sealed=sealer.seal({"words": "Préfère les matins."}),
            written_by=account,
            written_at=NOW - timedelta(hours=1),
        )


def _requests() -> Iterable[SQLModel]:
    """Of each person, a question about the need that may be entrusted, which waits in the common queue."""
    since, sealer = NOW - timedelta(hours=1), Sealer([DEMONSTRATION_SECRET], WORDS)
    for person, chantier in PEOPLE.items():
        yield OfficerRequest(
            id=f"request-{person}",
            chantier_id=chantier,
            territory_slug=CHANTIERS[chantier],
            person_id=person,
            barrier=OTHER,
            asked_by="colleague",
            asked_at=since,
            question_sealed=sealer.seal({NOTE: "Qui accueille sans rendez-vous ?"}),
            state=RequestState.ASKED,
            since=since,
        )
        yield RequestEvent(
            request_id=f"request-{person}",
            number=1,
            kind=RequestEventKind.MOVE,
            to_state=RequestState.ASKED,
            actor="colleague",
            at=since,
        )
