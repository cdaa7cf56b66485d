"""``maillage replay`` of a month of officers: computed again with the same effort."""

import typer
from pydantic import BaseModel

from api.cli.failures import DEFECT, spoken_language
from api.i18n import say
from api.services.staffing.desk import ReadRun
from api.services.staffing.replaying import replay_month


class MonthReplayDocument(BaseModel):
    """A kept month beside the same question asked today."""

    result_id: str
    identical: bool
    replayable: bool
    half_days_that_differ: int
    engine_then: str
    engine_now: str


def tell_month(read: ReadRun, *, json: bool) -> None:
    """Prints whether the month is the same; exits with 1 where only a defect explains that it is not."""
    found = replay_month(read)
    if json:
        document = MonthReplayDocument(
            result_id=read.run.id,
            identical=found.identical,
            replayable=found.replayable,
            half_days_that_differ=found.half_days_that_differ,
            engine_then=found.then,
            engine_now=found.now,
        )
        typer.echo(document.model_dump_json(indent=2))
    elif found.identical:
        typer.echo(say("Identique : la même question donne aujourd’hui le même mois.").said(spoken_language()))
    else:
        told = say("Différent : {number} demi-journées ne sont pas les mêmes.", number=found.half_days_that_differ)
        typer.echo(told.said(spoken_language()))
    if not found.identical and found.replayable and found.then == found.now:
        raise typer.Exit(DEFECT)
