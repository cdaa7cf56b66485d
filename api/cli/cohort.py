"""``maillage cohort solve``: who gets which of the places that partners granted."""

from time import perf_counter

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
from api.services.cohort_answer import CohortQuestion
from api.services.cohort_answering import SharingAnswers
from api.services.cohort_sight import SeenProposal
from api.services.place_computing import PlaceComputing
from api.settings import Settings
from api.v1.cohort_documents import CohortDocument, Naming, tell_cohort
from api.wording.labels import short_barrier
from api.wording.speech import Speech
from network_data.asker import Asker
from network_data.repositories.referrals import NOTES
from network_data.sealing import Sealer
from network_data.trail import Trail

MOST_LINES = 40


def tell(question: CohortQuestion, *, json: bool) -> None:
    """Prints the proposal that answers ``question``, and keeps it."""
    settings, asker, at = Settings(), Asker.local(), now()
    speech = Speech(translations(settings.language))
    started = perf_counter()
    with ready_database(settings) as engine:
        secrets = trail_secrets(engine, settings)
        answers = SharingAnswers(
            engine,
            Trail(engine, secrets),
            Sealer(secrets, NOTES),
            asker,
            at,
            today(),
            Catalogues(),
            PlaceComputing(engine, now),
        )
        found = answers.answer(question)
    seen, naming = found.seen, Naming(found.catalogue, found.chantiers, speech)
    document = tell_cohort(seen, naming, perf_counter() - started)
    if json:
        typer.echo(document.model_dump_json(indent=2))
    else:
        _print(document, seen, naming)


def _print(document: CohortDocument, seen: SeenProposal, naming: Naming) -> None:
    speech, console = naming.speech, plain_console()
    typer.echo(
        speech.say(
            "{served} besoins servis, dont {urgent} urgents, pour {people} personnes ; {waiting} attendent.",
            served=document.reached.served,
            urgent=document.reached.urgent,
            people=document.reached.people,
            waiting=len(document.waiting) + document.other_waiting,
        )
    )
    for sentence in (document.difference, document.fairness.sentence):
        typer.echo(f"- {sentence}")
    taking = [each for each in seen.given if each.line.takes]
    table = Table(box=HORIZONTALS)
    for heading in (speech.say("Personne"), speech.say("Besoin"), speech.say("Place")):
        table.add_column(heading)
    for each in taking[:MOST_LINES]:
        service = naming.service(each.line.service_id or "")
        table.add_row(Text(each.person_id), Text(short_barrier(speech, each.line.barrier)), Text(service))
    console.print(table)
    if len(taking) > MOST_LINES:
        typer.echo(
            speech.say("... et {number} places encore : --json les donne toutes.", number=len(taking) - MOST_LINES)
        )
    for price in document.prices:
        typer.echo(f"- {price.sentence}")
    typer.echo(speech.say("Proposition gardée : {id}.", id=document.result_id))
