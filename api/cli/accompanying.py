"""``maillage user accompany``: gives people to an advisor, where nobody is left to hand them over."""

from collections.abc import Sequence

import typer
from sqlmodel import Session

from api.cli.failures import CommandError, spoken_language
from api.cli.opening import ready_database
from api.clock import now
from api.i18n import say
from api.security.installation import check_secrets
from api.services.grants import Granting, RefusedGrantError
from api.services.people import person_file
from api.settings import Settings
from network_data.asker import Asker
from network_data.database import transaction
from network_data.repositories import NetworkRepository, PeopleRepository
from network_data.repositories.accounts import AccountRepository
from network_data.repositories.grants import GrantRepository
from network_data.trail import JoinedTrail, Recorder, Trail


def accompany(login: str, who: Sequence[str]) -> None:
    """Gives every person of ``who`` to the advisor, or none when one of them cannot be."""
    settings = Settings()
    check_secrets(settings)
    with ready_database(settings) as engine, transaction(engine, writes=True) as session:
        granting = _granting(session, JoinedTrail(Trail(engine, settings.secrets), session))
        account = granting.accounts.by_login(login)
        if account is None:
            raise CommandError(say("Aucun compte en service n’a cet identifiant."))
        for person_id in who:
            try:
                granting.accompany(person_file(granting.people, person_id), account.id)
            except RefusedGrantError as refused:
                told = say("Ce compte n’est pas celui d’un conseiller du chantier de chaque personne.")
                raise CommandError(told) from refused
    typer.echo(say("Personnes désormais accompagnées par ce compte : {n}.", n=len(who)).said(spoken_language()))


def _granting(session: Session, trail: Recorder) -> Granting:
    asker, moment = Asker.local(), now()
    return Granting(
        asker,
        PeopleRepository(asker, session, moment, trail),
        GrantRepository(asker, session, moment, trail),
        AccountRepository(session, moment),
        NetworkRepository(session),
        moment,
    )
