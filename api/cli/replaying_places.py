"""``maillage replay`` of a proposal of places: computed again from what was kept of the people and the quotas."""

from collections.abc import Iterator

import typer
from pydantic import BaseModel

from api.cli.failures import DEFECT, spoken_language
from api.i18n import N_, Message, say
from api.services.replaying import Verdict, Versions
from api.services.replaying_places import ReplayedSharing

_VERDICTS = {
    Verdict.IDENTICAL: N_("Identique : la même question donne aujourd’hui le même partage."),
    Verdict.DIFFERENT: N_("Différent : ce dont le partage dépend a changé depuis."),
    Verdict.DEFECT: N_("Défaut : la question est la même au dernier chiffre, et le partage est un autre. Signalez-le."),
    Verdict.UNREADABLE: N_("Ce qui est gardé ne se lit plus avec cette version du logiciel."),
}


class VersionsThenNow(BaseModel):
    """A version then and now."""

    then: str
    now: str


class PlacesReplayDocument(BaseModel):
    """A kept proposal beside the same question asked today, in counts: it names nobody."""

    result_id: str
    verdict: Verdict
    identical: bool
    needs_that_gain_a_service: int
    needs_that_lose_theirs: int
    needs_that_go_elsewhere: int
    same_problem: bool | None
    same_with_former_weights: bool | None
    network: VersionsThenNow
    rules: VersionsThenNow
    engine: VersionsThenNow
    changed_weights: list[str]


def tell_places(found: ReplayedSharing, *, json: bool) -> None:
    """Prints whether the proposal is the same; exits with 1 where only a defect explains that it is not."""
    if json:
        typer.echo(_document(found).model_dump_json(indent=2))
    else:
        for line in _lines(found):
            typer.echo(line.said(spoken_language()))
    if found.verdict is Verdict.DEFECT:
        raise typer.Exit(DEFECT)


def _document(found: ReplayedSharing) -> PlacesReplayDocument:
    return PlacesReplayDocument(
        result_id=found.result_id,
        verdict=found.verdict,
        identical=found.verdict is Verdict.IDENTICAL,
        needs_that_gain_a_service=found.gained,
        needs_that_lose_theirs=found.lost,
        needs_that_go_elsewhere=found.moved,
        same_problem=found.same_problem,
        same_with_former_weights=found.same_with_former_weights,
        network=_then_now(found.network),
        rules=_then_now(found.rules),
        engine=_then_now(found.engine),
        changed_weights=list(found.weights),
    )


def _then_now(versions: Versions) -> VersionsThenNow:
    return VersionsThenNow(then=versions.then, now=versions.now)


def _lines(found: ReplayedSharing) -> Iterator[Message]:
    yield say(_VERDICTS[found.verdict])
    for text, number in (
        (N_("- besoins qui trouvent aujourd’hui un service et n’en avaient pas : {number}"), found.gained),
        (N_("- besoins qui n’en trouvent plus : {number}"), found.lost),
        (N_("- besoins qui iraient ailleurs : {number}"), found.moved),
    ):
        if number:
            yield say(text, number=number)
    for text, versions in (
        (N_("Réseau : {then}, aujourd’hui {now}."), found.network),
        (N_("Règles (vocabulaire et poids) : {then}, aujourd’hui {now}."), found.rules),
        (N_("Moteur : version {then}, aujourd’hui {now}."), found.engine),
    ):
        if versions.changed:
            yield say(text, then=versions.then, now=versions.now)
    if found.weights and found.same_with_former_weights and found.verdict is Verdict.DIFFERENT:
        yield say("Avec les poids d’alors, le partage est identique : les poids seuls l’ont changé.")
