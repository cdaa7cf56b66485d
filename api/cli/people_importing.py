"""``maillage import people``: enters the people of a chantier that starts, from one file."""

import json as json_text
from dataclasses import asdict
from pathlib import Path

import typer
from sqlmodel import Session

from api.cli.failures import CommandError, spoken_language
from api.cli.opening import ready_database
from api.clock import now, today
from api.i18n import say
from api.security.installation import check_secrets
from api.services.people_import.entering import Entered, Ledger, PeopleImport
from api.services.people_import.reading import TEMPLATE, read_people
from api.settings import Settings
from network_data.asker import Asker
from network_data.database import transaction
from network_data.repositories import NetworkRepository
from network_data.repositories.accounts import AccountRepository
from network_data.repositories.grants import GrantRepository
from network_data.repositories.identities import PURPOSE, IdentityRepository
from network_data.repositories.person_entry import PersonEntryRepository
from network_data.sealing import Sealer
from network_data.trail import JoinedTrail, Recorder, Trail

_SHOWN = 50


def print_template() -> None:
    """Writes the columns, and one fictitious row to replace."""
    typer.echo(TEMPLATE, nl=False)


def run(file: Path, *, dry_run: bool, json: bool) -> None:
    """Enters everybody of a file, or nobody, and reports.

    Raises:
        CommandError: the file cannot be read, or something in it is to be corrected.
    """
    try:
        content = file.read_bytes()
    except OSError as error:
        raise CommandError(say("Ce fichier ne peut pas être lu : vérifiez son nom et son dossier.")) from error
    settings = Settings()
    check_secrets(settings)
    with ready_database(settings) as engine, transaction(engine, writes=not dry_run) as session:
        ledger = _ledger(session, JoinedTrail(Trail(engine, settings.secrets), session), settings)
        done = PeopleImport(ledger, today()).run(read_people(content, today()), keep=not dry_run)
    if json:
        typer.echo(json_text.dumps({**asdict(done), "dry_run": dry_run}, ensure_ascii=False, indent=2))
    else:
        _print(done, dry_run=dry_run)
    if done.faults:
        raise CommandError(say("Rien n’a été enregistré : corrigez le fichier, puis recommencez."))


def _ledger(session: Session, trail: Recorder, settings: Settings) -> Ledger:
    asker, moment = Asker.local(), now()
    return Ledger(
        asker,
        PersonEntryRepository(asker, session, moment, trail),
        IdentityRepository(asker, session, moment, trail, Sealer(settings.secrets, PURPOSE)),
        GrantRepository(asker, session, moment, trail),
        AccountRepository(session, moment),
        NetworkRepository(session),
        moment,
        settings.secrets,
    )


def _print(done: Entered, *, dry_run: bool) -> None:
    lines = [
        say("  Ligne {row}, {column} : {problem}.", row=fault.row, column=fault.column or "-", problem=fault.problem)
        for fault in done.faults[:_SHOWN]
    ]
    if len(done.faults) > _SHOWN:
        lines.append(say("  et {count} autres (--json les donne)", count=len(done.faults) - _SHOWN))
    if not done.faults:
        new = done.read - done.known if dry_run else len(done.people)
        lines += [
            say("Personnes lues : {count}", count=done.read),
            say("Déjà entrées, laissées comme elles sont : {count}", count=done.known),
            say("À entrer : {count}", count=new) if dry_run else say("Entrées : {count}", count=new),
        ]
        if dry_run:
            lines.append(say("Essai : rien n’a été enregistré."))
    for line in lines:
        typer.echo(line.said(spoken_language()))
