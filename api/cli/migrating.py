"""``maillage db``: brings the database up to date, or says where it stands."""

import typer

from api.cli.failures import CommandError, spoken_language
from api.cli.opening import require_file
from api.i18n import say
from api.settings import Settings, create_database_folder
from network_data.database import open_engine
from network_data.migrations import check, is_current, upgrade


def upgrade_database() -> None:
    """Creates the database where it does not exist, and runs every migration."""
    settings = Settings()
    create_database_folder(settings.database_url)
    engine = open_engine(settings.database_url)
    try:
        upgrade(engine)
    finally:
        engine.dispose()
    typer.echo(say("La base de données est à jour.").said(spoken_language()))


def check_database() -> None:
    """Passes when the database is up to date.

    Raises:
        CommandError: a migration has not been run, or the tables are not what the code expects.
    """
    settings = Settings()
    require_file(settings)
    engine = open_engine(settings.database_url)
    try:
        current, differences = is_current(engine), check(engine)
    finally:
        engine.dispose()
    if not current:
        raise CommandError(say("La base de données n’est pas à jour. Lancez « maillage db upgrade »."))
    if differences:
        listed = " ; ".join(differences)
        raise CommandError(say("La base de données n’est pas celle que le code attend : {listed}.", listed=listed))
    typer.echo(say("La base de données est à jour.").said(spoken_language()))
