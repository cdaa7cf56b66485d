"""``maillage weights``: what each weight means, and how much hangs on it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import typer
from pydantic import BaseModel, Field, TypeAdapter
from rich.box import HORIZONTALS
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table
from rich.text import Text

from api.cli.failures import spoken_language
from api.cli.opening import ready_database
from api.cli.tables import plain_console
from api.clock import now, today
from api.i18n import N_, say
from api.security.installation import trail_secrets
from api.services.catalogues import Catalogues
from api.services.profiles import profile_of
from api.services.weighing import default_tables, explained_weights
from api.settings import Settings
from matching.profile import Profile
from matching.sensitivity import MOVE, Effect, effects, moves
from matching.weight_meanings import Unit
from network_data.asker import Asker
from network_data.database import transaction
from network_data.repositories import NetworkRepository, PeopleRepository
from network_data.trail import Trail

_UNITS = {
    Unit.SHARE: N_("part, de 0 à 1"),
    Unit.LOG_ODDS: N_("logit"),
    Unit.WEIGHT: N_("poids d’un frein"),
    Unit.VALUE: N_("poids × score"),
    Unit.FACTOR: N_("facteur"),
    Unit.KILOMETRES: N_("km"),
    Unit.SPEED: N_("km/h"),
    Unit.HOURS: N_("heures"),
    Unit.DAYS: N_("jours"),
    Unit.APPOINTMENTS: N_("rendez-vous"),
}
_EXPLAINED = (N_("Poids"), N_("Valeur"), N_("Unité"), N_("Ce qu’il veut dire"))
_MOVED = (N_("Poids"), N_("De"), N_("À"), N_("Autre premier service"), N_("Autre service dans le plan"))


class ExplainedWeight(BaseModel):
    """One weight, and what it means."""

    table: str
    key: str
    value: float | list[float]
    unit: Unit
    meaning: str


class MovedWeight(BaseModel):
    """What changed when one weight alone moved; null when the weights file would not be accepted so."""

    table: str
    key: str
    index: int | None = Field(description="Which of a list, from 0.")
    before: float
    after: float
    allowed: bool
    first_changed: int | None
    plan_changed: int | None


class SensitivityDocument(BaseModel):
    """How much hangs on each weight, over some people."""

    people: int
    needs: int = Field(description="Needs with at least one suggestion.")
    steps: int = Field(description="Needs to which a plan gives a service.")
    share: float
    moves: list[MovedWeight]


def explain(*, json: bool) -> None:
    """Prints every weight with its meaning."""
    language = Settings().language
    told = [
        ExplainedWeight(
            table=each.table,
            key=each.key,
            value=each.value,
            unit=each.meaning.unit,
            meaning=each.meaning.en if language == "en" else each.meaning.fr,
        )
        for each in explained_weights()
    ]
    if json:
        typer.echo(TypeAdapter(list[ExplainedWeight]).dump_json(told, indent=2).decode())
    else:
        rows = [[f"{w.table}.{w.key}", _figures(w.value), _said(_UNITS[w.unit]), w.meaning] for w in told]
        _print_table(_EXPLAINED, rows)


def sensitivity(most: int | None, *, json: bool) -> None:
    """Prints how many answers change when one weight moves, over the people of the database, named to nobody."""
    settings = Settings()
    with ready_database(settings) as engine, transaction(engine) as session:
        trail = Trail(engine, trail_secrets(engine, settings))
        people = PeopleRepository(Asker.local(), session, now(), trail)
        territories = NetworkRepository(session).territories()
        files = [file for each in territories for file in people.unnamed_of(each.slug)]
        profiles = [profile_of(file, today()) for file in files][:most]
        catalogue = Catalogues().current(session, today())
    tables = default_tables()
    with _progress(profiles) as answered:
        document = _document(profiles, list(effects(tables, profiles, catalogue, answered)))
    if json:
        typer.echo(document.model_dump_json(indent=2))
    else:
        _print_sensitivity(document)


def _document(profiles: Sequence[Profile], found: Sequence[Effect]) -> SensitivityDocument:
    return SensitivityDocument(
        people=sum(bool(profile.needs) for profile in profiles),
        needs=max((effect.needs for effect in found), default=0),
        steps=max((effect.steps for effect in found), default=0),
        share=MOVE,
        moves=[
            MovedWeight(
                table=effect.move.table,
                key=effect.move.key,
                index=effect.move.index,
                before=effect.move.before,
                after=effect.move.after,
                allowed=effect.allowed,
                first_changed=effect.first_changed if effect.allowed else None,
                plan_changed=effect.plan_changed if effect.allowed else None,
            )
            for effect in found
        ],
    )


def _print_sensitivity(document: SensitivityDocument) -> None:
    rows = []
    for move in document.moves:
        name = f"{move.table}.{move.key}" + ("" if move.index is None else f"[{move.index}]")
        counts = [_share(move.first_changed, document.needs), _share(move.plan_changed, document.steps)]
        rows.append([name, f"{move.before:.4g}", f"{move.after:.4g}", *counts])
    _print_table(_MOVED, rows)
    told = say(
        "{people} personnes, {needs} freins avec une proposition, {steps} freins dans un plan. Un seul poids bouge à "
        "la fois, de 20 % ; ceux du score sont remis à une somme de 1 en gardant les proportions des autres. « — » : "
        "le fichier des poids n’accepterait pas cette valeur.",
        people=document.people,
        needs=document.needs,
        steps=document.steps,
    )
    typer.echo(told.said(spoken_language()))


def _share(changed: int | None, whole: int) -> str:
    if changed is None:
        return "—"
    return f"{changed} ({changed / whole:.1%})" if whole else "0"


@contextmanager
def _progress(profiles: Sequence[Profile]) -> Iterator[Callable[[], None]]:
    """A bar on a terminal; nothing elsewhere. Gives what to call once per person and move."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as bar:
        total = len(moves(default_tables())) * sum(bool(profile.needs) for profile in profiles)
        task = bar.add_task(_said(N_("Calcul")), total=total)
        yield lambda: bar.advance(task)


def _print_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    table = Table(box=HORIZONTALS)
    for heading in headings:
        table.add_column(_said(heading), overflow="fold")
    for row in rows:
        table.add_row(*map(Text, row))
    plain_console().print(table)


def _figures(value: float | list[float]) -> str:
    figures = [f"{each:g}" for each in (value if isinstance(value, list) else [value])]
    return " /\n".join(" / ".join(figures[at : at + 3]) for at in range(0, len(figures), 3))


def _said(sentence: str) -> str:
    return spoken_language().gettext(sentence)
