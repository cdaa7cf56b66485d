"""Who may sign in, in what role and where, and whom they were entrusted with."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import LargeBinary
from sqlmodel import Field, SQLModel

from network_data.asker import Role
from network_data.tables.base import EnumText, NullableJSON, UtcDateTime


class Account(SQLModel, table=True):
    """Someone who works with the programme. The password is kept as an argon2id hash only."""

    id: str = Field(primary_key=True)
    """Random; what the trail and other tables call them."""
    login: str = Field(unique=True)
    """In lower case."""
    name: str
    password_hash: str | None = None
    totp_sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    """The second factor's secret, sealed; NULL without one."""
    totp_last_step: int | None = None
    """The last time step a code was accepted for: a code serves once."""
    oidc_subject: str | None = Field(default=None, unique=True)
    """Who they are for the OpenID Connect provider: the issuer, a space, the subject; NULL when not linked."""
    created_at: datetime = Field(sa_type=UtcDateTime)
    left_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When they left: from then on nothing opens, at once."""
    is_demonstration: bool = False


class AccountMail(SQLModel, table=True):
    """Where someone wants the day's digest; no row: they gave no address."""

    __tablename__ = "account_mail"

    account_id: str = Field(primary_key=True, foreign_key="account.id", ondelete="CASCADE")
    email_sealed: bytes = Field(sa_type=LargeBinary)
    digest: bool = True
    """Whether they want it now."""


class RoleAssignment(SQLModel, table=True):
    """A role held in a chantier, or in a whole territory, between two days."""

    __tablename__ = "role_assignment"

    id: int | None = Field(default=None, primary_key=True)
    account_id: str = Field(foreign_key="account.id", index=True, ondelete="CASCADE")
    role: Role = Field(sa_type=EnumText(Role))
    territory_slug: str | None = Field(default=None, foreign_key="territory.slug", index=True)
    chantier_id: str | None = Field(default=None, foreign_key="chantier.id", index=True)
    since: date
    until: date | None = None


class GrantKind(StrEnum):
    """Why someone may see a person."""

    ACCOMPANIES = "accompanies"
    STANDS_IN = "stands_in"
    """For a colleague who is away."""
    ENTRUSTED = "entrusted"
    """An officer, after a request: the barriers named, and no others."""
    HANDS_OVER = "hands_over"
    """Whoever accompanied until now, while the next one settles in."""
    OPENED = "opened"
    """Outside one's own list, for a stated reason and a short time."""


class Grant(SQLModel, table=True):
    """One account may see one person, for a reason, until a day. The only thing that opens a person's file."""

    id: int | None = Field(default=None, primary_key=True)
    account_id: str = Field(foreign_key="account.id", index=True, ondelete="CASCADE")
    person_id: str = Field(foreign_key="person.id", index=True, ondelete="CASCADE")
    kind: GrantKind = Field(sa_type=EnumText(GrantKind))
    barriers: list[str] | None = Field(default=None, sa_type=NullableJSON)
    """What an officer was entrusted with; NULL is every barrier."""
    identity_agreed: bool = False
    """Whether the person agreed that an officer knows their first name and telephone."""
    since: datetime = Field(sa_type=UtcDateTime)
    until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reason: str = ""
    given_by: str | None = Field(default=None, foreign_key="account.id", index=True)
    taken_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When whoever somebody was handed over to said that they take over."""


class WebSession(SQLModel, table=True):
    """A signed-in browser; the cookie holds a secret of which only the hash is kept."""

    __tablename__ = "web_session"

    id: str = Field(primary_key=True)
    """SHA-256 of the cookie's secret."""
    account_id: str = Field(foreign_key="account.id", index=True, ondelete="CASCADE")
    created_at: datetime = Field(sa_type=UtcDateTime)
    seen_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    device: str = ""
    """The browser and system, in a few words."""
    second_factor: bool = False
    provider_token: bytes | None = Field(default=None, sa_type=LargeBinary)
    """What ends the provider's session with this one: its ID token, sealed; NULL without a provider."""


class LinkPurpose(StrEnum):
    """What a single-use link is for."""

    INVITATION = "invitation"
    RESET = "reset"


class SingleUseLink(SQLModel, table=True):
    """A link to set a password once; only the hash of its secret is kept."""

    __tablename__ = "single_use_link"

    id: str = Field(primary_key=True)
    account_id: str = Field(foreign_key="account.id", index=True, ondelete="CASCADE")
    purpose: LinkPurpose = Field(sa_type=EnumText(LinkPurpose))
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class SignInAttempt(SQLModel, table=True):
    """A failed sign-in, kept a short while to slow down guessing; login and address only as keyed digests."""

    __tablename__ = "sign_in_attempt"

    id: int | None = Field(default=None, primary_key=True)
    login_digest: str = Field(index=True)
    address_digest: str = Field(index=True)
    at: datetime = Field(sa_type=UtcDateTime, index=True)


class ProviderReturn(SQLModel, table=True):
    """Someone back from the OpenID Connect provider, kept a few minutes: each trip serves once."""

    __tablename__ = "provider_return"

    id: str = Field(primary_key=True)
    """SHA-256 of the trip's state; of a cookie's secret for whoever still owes a code."""
    expires_at: datetime = Field(sa_type=UtcDateTime, index=True)
    sealed: bytes | None = Field(default=None, sa_type=LargeBinary)
    """Who owes a code; NULL for a trip that was used."""


class ApiKey(SQLModel, table=True):
    """A key for a chantier's own software: shown once, kept as a hash."""

    __tablename__ = "api_key"

    id: str = Field(primary_key=True)
    """The key's public beginning."""
    name: str
    secret_hash: str
    chantier_id: str = Field(foreign_key="chantier.id", index=True)
    permissions: list[str] = Field(sa_type=NullableJSON)
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class PersonIdentity(SQLModel, table=True):
    """A person's names and contact details, sealed, apart from everything else; the engine never reads this."""

    __tablename__ = "person_identity"

    person_id: str = Field(foreign_key="person.id", primary_key=True, ondelete="CASCADE")
    sealed: bytes = Field(sa_type=LargeBinary)
