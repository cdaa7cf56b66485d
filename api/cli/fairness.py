"""``maillage fairness``: whether groups of people are offered as much as the others."""

import typer
from rich.box import HORIZONTALS
from rich.table import Table
from rich.text import Text

from api.cli.opening import ready_database
from api.cli.tables import plain_console
from api.clock import now, today
from api.i18n import translations
from api.security.installation import trail_secrets
from api.services.catalogues import Catalogues
from api.services.fairness import FairnessAuditor
from api.settings import Settings
from api.v1.fairness_documents import FairnessDocument, GroupFigures, tell_fairness
from api.wording.fairness import amount, dimension_name, measure_name
from api.wording.speech import Speech
from matching.fairness import Measure
from network_data.asker import Asker
from network_data.database import transaction
from network_data.repositories import PeopleRepository
from network_data.trail import Trail


def tell(territory: str | None, *, json: bool) -> None:
    """Prints the receipt of a territory."""
    settings = Settings()
    speech = Speech(translations(settings.language))
    with ready_database(settings) as engine, transaction(engine) as session:
        people = PeopleRepository(Asker.local(), session, now(), Trail(engine, trail_secrets(engine, settings)))
        auditor = FairnessAuditor(Asker.local(), session, people, Catalogues(), today())
        document = tell_fairness(auditor.receipt(territory), speech)
    if json:
        typer.echo(document.model_dump_json(indent=2))
    else:
        _print(document, speech)


def _print(document: FairnessDocument, speech: Speech) -> None:
    if document.people is None:
        typer.echo(speech.say("Moins de dix personnes : rien ne peut être montré."))
        return
    typer.echo(speech.say("{people} personnes, {n} comparaisons.", people=document.people, n=document.comparisons))
    for finding in document.findings or [speech.say("Aucun écart ne dépasse ce que fait le hasard.")]:
        typer.echo(f"- {finding}")
    table = Table(box=HORIZONTALS)
    table.add_column("")
    table.add_column(speech.say("Personnes"), justify="right")
    for measure in Measure:
        table.add_column(measure_name(speech, measure), justify="right")
    dimension = None
    for group in document.groups:
        if group.dimension != dimension:
            dimension = group.dimension
            table.add_row(Text(dimension_name(speech, dimension), style="bold"))
        table.add_row(Text(group.label), str(group.people), *(_cell(speech, group, measure) for measure in Measure))
    plain_console().print(table)
    typer.echo(document.caution)


def _cell(speech: Speech, group: GroupFigures, measure: Measure) -> str:
    figure, gap = group.figures.get(measure), group.differences.get(measure)
    if figure is None:
        return "—"
    return amount(speech, measure, figure.value) + (" *" if gap and gap.flagged else "")
