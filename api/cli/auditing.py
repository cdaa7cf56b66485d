"""``maillage audit``: says whether the trail is whole, and lists what it holds."""

import json as json_text
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType

import typer
from rich.box import HORIZONTALS
from rich.table import Table
from rich.text import Text

from api.cli.failures import CommandError, spoken_language
from api.cli.opening import ready_database
from api.cli.tables import plain_console
from api.clock import now
from api.i18n import N_, Message, say
from api.security.installation import trail_secrets
from api.settings import Settings
from network_data.asker import Asker
from network_data.database import transaction
from network_data.repositories import TrailQuery, TrailRepository
from network_data.tables import AuditEntry
from network_data.trail import End, Fault, Trail

TAMPERED = 3
"""Exit code when the trail is not whole, so that a nightly check can tell it from a command that could not run."""

_DIGEST = re.compile("[0-9a-f]{64}")
_MOST_DIGITS = 18
"""Of a number that a database can hold."""
_COLUMNS = (N_("N°"), N_("Quand (UTC)"), N_("Qui"), N_("Quoi"), N_("Personnes"), N_("D’où"), N_("Pourquoi"))
_FAULTS = MappingProxyType(
    {
        "altered": N_("La ligne {number} de la trace a été modifiée."),
        "missing": N_("La ligne {number} de la trace manque."),
        "chain-broken": N_("La ligne {number} de la trace ne suit plus la précédente : l’une des deux a été réécrite."),
        "hidden": N_("La ligne {number} de la trace n’est plus trouvée par toutes les personnes qu’elle concerne."),
        "rewound": N_(
            "La ligne {number} de la trace n’est plus celle que vous aviez notée : la base de données est revenue en "
            "arrière, ou la trace a été réécrite."
        ),
        "cut-off": N_("La trace a été coupée ou prolongée : à partir de la ligne {number}, on ne peut plus s’y fier."),
        "head-missing": N_("La signature de la trace a disparu."),
        "head-forged": N_(
            "La signature de la trace n’est pas celle de cette installation : la trace a été réécrite, "
            "ou MAILLAGE_SECRET_KEY n’est plus la même."
        ),
    }
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to list: by whom, what, about whom, from one day to another, and how much."""

    actor: str | None
    action: str | None
    person: str | None
    since: datetime | None
    until: datetime | None
    limit: int

    def query(self) -> TrailQuery:
        """The same with whole days in UTC, the last one included."""
        until = self.until and _start(self.until.date() + timedelta(days=1))
        return TrailQuery(self.actor, self.action, self.person, self.since and _start(self.since.date()), until)


def verify(noted: str | None, *, json: bool) -> None:
    """Says whether the trail is whole, and still holds the end that was noted, if one is given.

    Exits with ``TAMPERED`` and names the entry when it is not.
    """
    end = _end_of(noted) if noted is not None else None
    settings = Settings()
    with ready_database(settings) as engine:
        trail = Trail(engine, trail_secrets(engine, settings))
        fault = trail.verify()
        if fault is None and end is not None and trail.lacks(end):
            fault = Fault(end.number, "rewound")
    if json:
        typer.echo(json_text.dumps(_told(fault), ensure_ascii=False, indent=2))
    else:
        typer.echo(_sentence(fault).said(spoken_language()), err=fault is not None)
    if fault is not None:
        raise typer.Exit(TAMPERED)


def print_head() -> None:
    """Prints the number and the digest of the last entry, as ``verify`` reads them."""
    settings = Settings()
    with ready_database(settings) as engine:
        end = Trail(engine, trail_secrets(engine, settings)).head()
    if end is None:
        raise CommandError(say("La trace est vide."))
    typer.echo(f"{end.number}:{end.digest}")


def list_entries(wanted: Wanted, *, json: bool) -> None:
    """Prints the latest entries of the trail that were asked for."""
    settings = Settings()
    with ready_database(settings) as engine, transaction(engine) as session:
        repository = TrailRepository(Asker.local(), session, now(), Trail(engine, trail_secrets(engine, settings)))
        entries, total = repository.page(wanted.query(), 0, wanted.limit)
        if json:
            found = [entry.model_dump(mode="json") for entry in entries]
            typer.echo(json_text.dumps({"total": total, "entries": found}, ensure_ascii=False, indent=2))
        else:
            _print(entries, total)


def _end_of(noted: str) -> End:
    number, _, digest = noted.strip().partition(":")
    if not number.isdecimal() or len(number) > _MOST_DIGITS or not _DIGEST.fullmatch(digest):
        raise CommandError(
            say("Écrivez la fin notée comme « maillage audit head » la donne : un numéro, deux-points, 64 caractères.")
        )
    return End(int(number), digest)


def _told(fault: Fault | None) -> dict[str, object]:
    return {
        "whole": fault is None,
        "entry": fault and fault.number,
        "problem": fault and fault.problem,
    }


def _sentence(fault: Fault | None) -> Message:
    return say("La trace est entière.") if fault is None else say(_FAULTS[fault.problem], number=fault.number)


def _print(entries: list[AuditEntry], total: int) -> None:
    language = spoken_language()
    table = Table(box=HORIZONTALS)
    for heading in _COLUMNS:
        table.add_column(language.gettext(heading), overflow="fold")
    for entry in entries:
        table.add_row(*(Text(cell) for cell in _cells(entry)))
    console = plain_console()
    console.print(table)
    console.print(Text(say("{shown} sur {total}.", shown=len(entries), total=total).said(language)))


def _cells(entry: AuditEntry) -> tuple[str, ...]:
    people = "\n".join(entry.subjects[:3]) + (f"\n+ {len(entry.subjects) - 3}" if len(entry.subjects) > 3 else "")
    moment = entry.at.strftime("%Y-%m-%d %H:%M:%S")
    return (str(entry.number), moment, entry.actor, entry.action, people, entry.address or "", entry.reason)


def _start(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
