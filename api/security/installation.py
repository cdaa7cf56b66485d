"""Refuses to open an installation that would protect nobody: a public secret, fictitious accounts among real ones."""

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from api.addresses import THIS_MACHINE
from api.clock import now
from api.i18n import Message, say
from api.settings import DEMONSTRATION_SECRET, Settings
from network_data.database import transaction
from network_data.repositories import NetworkRepository
from network_data.repositories.accounts import AccountRepository

SHORTEST_SECRET = 32


class UnsafeInstallationError(RuntimeError):
    """What is set would leave people unprotected; the message says what to set instead."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.text)
        self.message = message


def check_secrets(settings: Settings) -> None:
    """Passes in the demonstration, or with secrets that nobody can guess.

    Raises:
        UnsafeInstallationError: there is none, it is the public one, or it is short.
    """
    if settings.demonstration:
        return
    if settings.secret_key is None or DEMONSTRATION_SECRET in settings.secrets or not settings.secrets:
        raise UnsafeInstallationError(
            say(
                "Il manque une clé secrète : sans elle, rien ne protège les noms. Réglez MAILLAGE_SECRET_KEY, par "
                "exemple avec ce que donne « openssl rand -base64 48 », et gardez-la ailleurs que la base de données."
            )
        )
    if min(len(secret) for secret in settings.secrets) < SHORTEST_SECRET:
        raise UnsafeInstallationError(
            say("MAILLAGE_SECRET_KEY est trop courte : il faut au moins {count} caractères.", count=SHORTEST_SECRET)
        )


def check_accounts(engine: Engine, settings: Settings) -> None:
    """Passes in the demonstration, or when no account of it is in the database.

    Raises:
        UnsafeInstallationError: accounts whose passwords are public could sign in.
    """
    if settings.demonstration:
        return
    try:
        with transaction(engine) as session:
            found = AccountRepository(session, now()).demonstration()
    except SQLAlchemyError:
        # No table, no account; a database that does not answer is told by /health/ready. Sign-in refuses them anyway.
        return
    if found:
        raise UnsafeInstallationError(
            say(
                "Cette base de données contient des comptes de démonstration, dont le mot de passe est public. "
                "Servez-la avec « maillage demo », ou partez d’une base vide."
            )
        )


def check_fiction(engine: Engine, settings: Settings) -> None:
    """Passes unless the demonstration, which anyone may enter, would show a real territory.

    Raises:
        UnsafeInstallationError: the settings say demonstration, and the database does not.
    """
    if not settings.demonstration:
        return
    with transaction(engine) as session:
        real = [each for each in NetworkRepository(session).territories() if not each.is_demonstration]
    if real:
        raise UnsafeInstallationError(
            say("Cette base de données n’est pas fictive : retirez MAILLAGE_DEMONSTRATION, qui l’ouvrirait à tous.")
        )


def trail_secrets(engine: Engine, settings: Settings) -> tuple[str, ...]:
    """What signs the trail of a database, for a command: a fictitious one's is public, a real one's is not.

    Raises:
        UnsafeInstallationError: the database is real, and the settings hold no secret worth the name.
    """
    with transaction(engine) as session:
        fictitious = [territory.is_demonstration for territory in NetworkRepository(session).territories()]
    if fictitious and all(fictitious):
        return (DEMONSTRATION_SECRET,)
    check_secrets(settings)
    return settings.secrets


def check_host(host: str, settings: Settings) -> None:
    """Passes for this machine, or when cookies never travel without HTTPS.

    Raises:
        UnsafeInstallationError: sessions could be read on the way.
    """
    if host not in THIS_MACHINE and not settings.secure_cookies:
        raise UnsafeInstallationError(
            say(
                "Sans HTTPS, Maillage ne s’ouvre qu’à cette machine : retirez --host, ou retirez "
                "MAILLAGE_INSECURE_COOKIES et placez Maillage derrière un serveur HTTPS."
            )
        )
