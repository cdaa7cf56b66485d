"""Solves and imagines months for ``maillage staff``, and prints them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

import typer
from pydantic import ValidationError
from rich.box import HORIZONTALS
from rich.table import Table
from rich.text import Text

from api.cli.failures import CommandError
from api.cli.opening import ready_database
from api.cli.tables import plain_console
from api.clock import now, today
from api.i18n import N_, say, translations
from api.security.installation import trail_secrets
from api.services.staffing.answering import Answering, MonthQuestion
from api.services.staffing.computing import Computing
from api.services.staffing.scenarios import SCENARIO, TOLD_KIND, Scenario
from api.settings import Settings
from api.v1.staffing import names_of
from api.v1.staffing_documents import StaffingDocument, tell_solved, tell_what_if
from api.wording import staffing as words
from api.wording.speech import Speech
from api.wording.staffing import Names
from network_data.asker import Asker
from network_data.trail import Trail

_STATUS = {
    "optimal": N_("Mois proposé : prouvé le meilleur, niveau par niveau."),
    "feasible": N_("Mois proposé : le meilleur trouvé, sans preuve à tous les niveaux."),
    "infeasible": N_("Ce mois ne se peut pas :"),
}


@dataclass(frozen=True, slots=True)
class Imagining:
    """What was typed after ``what-if``; weeks count from one."""

    kind: str
    officer: str | None
    weeks: tuple[int, ...]
    domain: str | None
    chantier: str | None
    people: int
    floor: int

    def scenario(self) -> Scenario:
        """What it imagines.

        Raises:
            CommandError: there is no such kind.
        """
        weeks = tuple(week - 1 for week in self.weeks)
        try:
            TOLD_KIND.validate_python(self.kind)
            return SCENARIO.validate_python({name: getattr(self, name) for name in self.__slots__} | {"weeks": weeks})
        except ValidationError as error:
            told = say("Cas inconnu : {kind}. Choisissez away, reshuffle, half-post, officer, people, chantier ou fit.")
            raise CommandError(say(told.text, kind=self.kind)) from error


def solve_month(territory: str | None, start: datetime | None, effort: float, *, json: bool) -> None:
    """Prints a month."""
    settings = Settings()
    with _answering(settings) as answering:
        found = answering.answer(MonthQuestion(territory, start.date() if start else None, effort=effort))
    speech = Speech(translations(settings.language))
    document = tell_solved(found.read, found.posed, names_of(found), speech)
    _print(document, names_of(found), speech, json=json)


def imagine_month(
    asked: Imagining, territory: str | None, start: datetime | None, effort: float, *, json: bool
) -> None:
    """Prints a month imagined otherwise."""
    settings, scenario = Settings(), asked.scenario()
    with _answering(settings) as answering:
        question = MonthQuestion(territory, start.date() if start else None, scenario, effort)
        found = answering.answer(question)
    speech = Speech(translations(settings.language))
    document = tell_what_if(found.read, names_of(found), speech)
    if not json:
        typer.echo(document.comparison.sentence)
    _print(document, names_of(found), speech, json=json)


@contextmanager
def _answering(settings: Settings) -> Iterator[Answering]:
    with ready_database(settings) as engine:
        trail = Trail(engine, trail_secrets(engine, settings))
        yield Answering(engine, trail, Asker.local(), now(), today(), Computing(engine, now))


def _print(document: StaffingDocument, names: Names, speech: Speech, *, json: bool) -> None:
    if json:
        typer.echo(document.model_dump_json(indent=2))
        return
    typer.echo(speech.say(_STATUS[document.status]))
    for conflict in document.conflicts:
        typer.echo(f"- {conflict.reason}")
        if conflict.relax:
            typer.echo(f"  → {conflict.relax}")
    if document.status == "infeasible":
        return
    console = plain_console()
    table = Table(box=HORIZONTALS)
    for heading, justify in ((N_("Chantier"), "left"), (N_("Aujourd’hui"), "right"), (N_("Proposé"), "right")):
        table.add_column(speech.say(heading), justify="left" if justify == "left" else "right")
    for chantier, ratio in document.coverage.items():
        before = document.today.get(chantier)
        told = "—" if before is None else words.percent(speech, before)
        table.add_row(Text(names.chantier(speech, chantier)), told, words.percent(speech, ratio))
    console.print(table)
    loads = Table(box=HORIZONTALS)
    loads.add_column(speech.say(N_("Poste")))
    loads.add_column(speech.say(N_("Charge")), justify="right")
    for officer, ratio in document.load.items():
        loads.add_row(Text(names.officer(speech, officer)), words.percent(speech, ratio))
    console.print(loads)
    typer.echo(speech.say("Résultat {result}, en {seconds} s.", result=document.result_id, seconds=document.seconds))
