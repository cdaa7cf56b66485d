"""``maillage secrets rotate``: seals everything again under the first secret key, and signs the trail with it."""

import json as json_text
from dataclasses import asdict

import typer

from api.cli.failures import CommandError, spoken_language
from api.cli.opening import ready_database
from api.clock import now
from api.i18n import say
from api.services.rotation import DamagedTrailError, rotate_secrets
from api.settings import Settings
from network_data.sealing import UnreadableSealError


def rotate(*, json: bool) -> None:
    """Rotates, and says how much was sealed again and what to do next."""
    settings = Settings()
    with ready_database(settings) as engine:
        try:
            done = rotate_secrets(engine, settings.secrets, now())
        except DamagedTrailError as error:
            told = say("La trace n’est pas entière : lancez « maillage audit verify » avant de changer de clé.")
            raise CommandError(told) from error
        except UnreadableSealError as error:
            told = say("Un enregistrement ne s’ouvre avec aucune des clés. Rien n’a changé : remettez l’ancienne.")
            raise CommandError(told) from error
    if json:
        typer.echo(json_text.dumps(asdict(done), indent=2))
    else:
        sentence = say(
            "Identités scellées de nouveau : {identities}. Seconds facteurs : {second_factors}. "
            "Les anciennes clés peuvent quitter MAILLAGE_SECRET_KEY.",
            **asdict(done),
        )
        typer.echo(sentence.said(spoken_language()))
