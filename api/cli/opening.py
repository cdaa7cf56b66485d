"""Opens the configured database for a command, and says what to do when it is not there or not ready."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine

from api.cli.failures import CommandError
from api.i18n import say
from api.services.readiness import check_ready
from api.settings import Settings, database_file
from network_data.database import open_engine


@contextmanager
def ready_database(settings: Settings) -> Iterator[Engine]:
    """An engine on a database that exists and is up to date; disposed of at the end.

    Raises:
        CommandError: there is no such SQLite file.
        NotReadyError: the database does not answer, or a migration has not been run.
    """
    require_file(settings)
    engine = open_engine(settings.database_url)
    try:
        check_ready(engine)
        yield engine
    finally:
        engine.dispose()


def require_file(settings: Settings) -> None:
    """Passes unless the database is an SQLite file that does not exist: opening it would create it, empty."""
    path = database_file(settings.database_url)
    if path is not None and not path.exists():
        raise CommandError(
            say(
                "La base de données {path} n’existe pas encore. Lancez « maillage db upgrade » pour la créer, "
                "ou « maillage demo » pour la démonstration.",
                path=path,
            )
        )
