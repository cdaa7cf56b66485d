"""``maillage due``: does what the clocks of referrals ask for today."""

import json as json_text
from dataclasses import asdict

import typer

from api.cli.failures import spoken_language
from api.cli.opening import ready_database
from api.clock import now, today
from api.i18n import Message, say
from api.security.installation import check_secrets
from api.services.clocks import Clocks, Done
from api.settings import Settings
from api.wording.reminders import clock_name


def run(*, json: bool) -> None:
    """Runs the clocks once, and says what was done.

    Raises:
        UnsafeInstallationError: there is no secret key to sign the trail with.
    """
    settings = Settings()
    check_secrets(settings)
    with ready_database(settings) as engine:
        done = Clocks(engine, settings.secrets).run(now(), today())
    if json:
        typer.echo(json_text.dumps(asdict(done), indent=2, sort_keys=True))
        return
    for line in _lines(done):
        typer.echo(line.said(spoken_language()))


def _lines(done: Done) -> list[Message]:
    if not done.reminded and not done.expired and not done.digests:
        return [say("Rien de nouveau.")]
    told = [
        say("Rappels : {count}. {name}", count=count, name=clock_name(clock))
        for clock, count in sorted(done.reminded.items())
    ]
    ended = [
        say("Orientations terminées : {count}. {name}", count=count, name=clock_name(clock))
        for clock, count in sorted(done.expired.items())
    ]
    digests = [say("Résumés du jour : {count}.", count=done.digests)] if done.digests else []
    return told + ended + digests
