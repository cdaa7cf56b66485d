"""Whether the database answers and stands where the code expects it."""

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from api.errors import NotReadyError
from api.i18n import say
from network_data.migrations import is_current


def check_ready(engine: Engine) -> None:
    """Passes when requests can be answered.

    Raises:
        NotReadyError: the database does not answer, or a migration has not been run.
    """
    try:
        current = is_current(engine)
    except SQLAlchemyError:
        raise NotReadyError(
            say("La base de données ne répond pas. Vérifiez MAILLAGE_DATABASE_URL et le serveur.")
        ) from None
    if not current:
        raise NotReadyError(say("La base de données n’est pas à jour. Lancez « maillage db upgrade »."))
