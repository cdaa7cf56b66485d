"""The settings of an installation: environment variables ``MAILLAGE_*``, or a ``.env`` file where one starts."""

import errno
import os
from enum import StrEnum
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from api.addresses import LOOPBACK, THIS_MACHINE, host_of, networks_of, proxies_of
from api.i18n import say
from api.validation import refuse

_BACKENDS = ("sqlite", "postgresql")

DEMONSTRATION_SECRET = "demonstration: everything here is fictitious"  # noqa: S105 - public on purpose
DEMONSTRATION_URL = "sqlite:///var/demo.sqlite"


class LogFormat(StrEnum):
    """How a line of the log is written."""

    PLAIN = "plain"
    JSON = "json"


class Settings(BaseSettings):
    """What differs from one installation to the next; everything has a default that works on a fresh machine."""

    model_config = SettingsConfigDict(env_prefix="MAILLAGE_", env_file=".env", extra="ignore", frozen=True)

    database_url: str = Field(default="sqlite:///var/maillage.sqlite", repr=False)
    """``sqlite:///`` and a path, or ``postgresql://`` for production."""
    secret_key: SecretStr | None = None
    """Seals names, signs the trail. To replace it, write the new key, a comma, the former ones: they still open."""
    insecure_cookies: bool = False
    """Lets cookies travel without HTTPS: for a trial on one machine only."""
    public_url: str = f"http://{LOOPBACK}:8000"
    """Where people reach this installation, for the links that are given to them."""
    allowed_hosts: str | None = None
    """Other names by which it is reached, beside that of ``public_url`` and this machine's own, separated by commas."""
    trusted_proxies: str | None = None
    """The HTTPS servers before it, by address or network: they alone say for whom they ask."""
    demonstration: bool = False
    """Whether what is served is fictitious; the pages say so."""
    administrator_second_factor: bool = True
    """Whether an administrator needs a second factor to administer; the demonstration, open to all, asks for none."""
    requests_per_minute: int = Field(default=600, ge=1)
    """How many requests of one key the JSON API answers in a minute, in each process."""
    language: Literal["fr", "en"] = "fr"
    """The language of the command line; over HTTP each reader's own preference decides."""
    oidc_issuer: str | None = None
    """The OpenID Connect provider by which people may sign in; with the two that follow, or none of the three."""
    oidc_client_id: str | None = None
    oidc_client_secret: SecretStr | None = None
    oidc_name: str = "le compte de votre organisation"
    """What the button calls it."""
    oidc_second_factor_acr: str | None = None
    """The ``acr`` by which it says that it asked for two factors, several between spaces; none: not taken."""
    due_every_minutes: int = Field(default=60, ge=0)
    """How often the application itself runs the clocks of referrals; 0: never, ``maillage due`` does."""
    smtp_url: SecretStr | None = None
    """The mail server, ``smtp://``, ``starttls://`` or ``smtps://``; none: no mail is sent."""
    mail_from: str | None = None
    """In whose name mail is sent; with ``smtp_url``."""
    most_open_per_partner: int = Field(default=6, ge=1)
    """Referrals that a partner has before them at once; from there on others are proposed first."""
    webhook_networks: str | None = None
    """Networks of our own house where chantiers' software may be told of changes, separated by commas."""
    log_format: LogFormat = LogFormat.PLAIN
    tile_url: str | None = None
    """Map background; none by default, so that no third party learns where people look."""

    @property
    def secrets(self) -> tuple[str, ...]:
        """The secret keys, the one in use first; in the demonstration, one that protects nothing real."""
        if self.secret_key is None or self.demonstration:
            return (DEMONSTRATION_SECRET,)
        return tuple(key.strip() for key in self.secret_key.get_secret_value().split(",") if key.strip())

    @property
    def second_factor_for_administrators(self) -> bool:
        """Whether an administrator who came in without a second factor may only add one."""
        return self.administrator_second_factor and not self.demonstration

    @property
    def secure_cookies(self) -> bool:
        """Whether cookies travel by HTTPS only; the demonstration is served to its own machine without it."""
        return not (self.insecure_cookies or self.demonstration)

    @property
    def hosts(self) -> tuple[str, ...] | None:
        """The names it answers to; None in the demonstration, which answers to any."""
        if self.demonstration:
            return None
        named = (each.strip().lower() for each in (self.allowed_hosts or "").split(",") if each.strip())
        return tuple({*THIS_MACHINE, host_of(urlsplit(self.public_url).netloc) or LOOPBACK, *named})

    @property
    def proxies(self) -> tuple[str, ...]:
        """The addresses and networks of the HTTPS servers before it."""
        return proxies_of(self.trusted_proxies or "")

    @field_validator("trusted_proxies")
    @classmethod
    def _are_addresses(cls, text: str | None) -> str | None:
        try:
            proxies_of(text or "")
        except ValueError:
            raise refuse(
                say("Ce ne sont pas des adresses ni des réseaux, ou c’est tout le monde."),
                say("Écrivez par exemple « 127.0.0.1, 10.0.3.0/24 » : les seules machines qui vous transmettent."),
            ) from None
        return text

    @field_validator("webhook_networks")
    @classmethod
    def _are_networks(cls, text: str | None) -> str | None:
        try:
            networks_of(text or "")
        except ValueError:
            raise refuse(
                say("Ce ne sont pas des adresses ni des réseaux, ou c’est tout le monde."),
                say("Écrivez par exemple « 10.0.3.0/24 » : où les logiciels de vos chantiers sont prévenus."),
            ) from None
        return text

    @field_validator("database_url")
    @classmethod
    def _is_a_database(cls, url: str) -> str:
        try:
            known = make_url(url).get_backend_name() in _BACKENDS
        except ArgumentError:
            known = False
        if not known:
            raise refuse(
                say("Cette adresse de base de données n’est pas prise en charge."),
                say("Écrivez « sqlite:///chemin » ou « postgresql://utilisateur@serveur/base »."),
            )
        return url


def database_file(url: str) -> Path | None:
    """The file of an SQLite database; None for any other, or for one kept in memory."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database or parsed.database == ":memory:":
        return None
    return Path(parsed.database)


def create_database_folder(url: str) -> None:
    """Creates the folder of an SQLite database; nothing to do for any other.

    Raises:
        OSError: it cannot be made, or not written to; SQLite itself would only say that it cannot open a file.
    """
    path = database_file(url)
    if path is not None:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not os.access(path.parent, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path.parent))
