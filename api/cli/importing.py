"""``maillage import``: reads files into the network, and reports on them."""

import json as json_text
from collections.abc import Sequence
from pathlib import Path

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn
from sqlmodel import Session

from api.cli.failures import CommandError, spoken_language
from api.cli.opening import ready_database
from api.cli.people_importing import run as run_people
from api.i18n import Message, say
from api.services.readings import keep_readings
from api.settings import Settings
from network_data.exchange import FORMATS, Fault, ImportReport, import_files

_FAULTS_SHOWN = 20
PEOPLE = "people"
"""Not of the network: the people of a chantier that starts."""


def run(format_name: str, files: Sequence[Path], territory: str | None, *, dry_run: bool, json: bool) -> None:
    """Imports ``files`` whole or not at all, and reports.

    Raises:
        CommandError: there is no such format, or not one row could be used.
    """
    if format_name == PEOPLE:
        _import_people(files, territory, dry_run=dry_run, json=json)
        return
    if format_name not in FORMATS:
        known = ", ".join((*FORMATS, PEOPLE))
        raise CommandError(
            say("Le format « {name} » n’existe pas. Formats connus : {known}.", name=format_name, known=known)
        )
    try:
        report = _import(format_name, files, territory, keep=not dry_run)
    except KeyboardInterrupt:
        typer.echo(say("Import interrompu : la base est restée comme avant.").said(spoken_language()), err=True)
        raise
    if json:
        typer.echo(json_text.dumps({**report.as_dict(), "dry_run": dry_run}, ensure_ascii=False, indent=2))
    else:
        _print_report(report, dry_run=dry_run)
    if not report.usable:
        raise CommandError(say("Aucune ligne n’a pu être utilisée : la base est restée comme avant."))


def _import_people(files: Sequence[Path], territory: str | None, *, dry_run: bool, json: bool) -> None:
    if len(files) != 1 or territory is not None:
        raise CommandError(say("Pour entrer des personnes, donnez un seul fichier, sans territoire."))
    run_people(files[0], dry_run=dry_run, json=json)


def _import(format_name: str, files: Sequence[Path], territory: str | None, *, keep: bool) -> ImportReport:
    with ready_database(Settings()) as engine, Session(engine) as session, _progress() as progress:
        task = progress.add_task(say("Lecture").said(spoken_language()), total=1.0, rows=0)
        report = import_files(
            session,
            format_name,
            files,
            territory,
            progress=lambda rows, share: progress.update(task, completed=share, rows=rows),
        )
        if keep:
            progress.update(task, description=say("Lecture des descriptions").said(spoken_language()))
            keep_readings(session)
            session.commit()
    return report


def _progress() -> Progress:
    """A bar on a terminal; nothing at all elsewhere."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TextColumn("{task.fields[rows]}"))
    return Progress(*columns, console=console, disable=not console.is_terminal, transient=True)


def _print_report(report: ImportReport, *, dry_run: bool) -> None:
    lines = [
        say("Territoire : {territory}", territory=report.territory),
        say("Lignes lues : {count}", count=report.read),
        say("Partenaires et services créés : {count}", count=report.created),
        say("Mis à jour : {count}", count=report.updated),
        say("Inchangés : {count}", count=report.unchanged),
        say("Laissées de côté : {count}", count=report.skipped_count),
        say("Refusées : {count}", count=report.rejected_count),
        *_faults(report.rejected, report.rejected_count),
        say("Lues sans l’une de leurs valeurs : {count}", count=report.warning_count),
        *_faults(report.warnings, report.warning_count),
    ]
    if dry_run:
        lines.append(say("Essai : rien n’a été enregistré."))
    language = spoken_language()
    for line in lines:
        typer.echo(line.said(language))


def _faults(faults: Sequence[Fault], count: int) -> list[Message]:
    """The first faults, each with where it is, and how many more there are."""
    shown = [
        say(
            "  {file}, ligne {row}, {field} : {reason}",
            file=fault.file,
            row=fault.row,
            field=fault.field or "-",
            reason=fault.reason,
        )
        for fault in faults[:_FAULTS_SHOWN]
    ]
    rest = count - len(shown)
    return [*shown, say("  et {count} autres (--json les donne)", count=rest)] if rest > 0 else shown
