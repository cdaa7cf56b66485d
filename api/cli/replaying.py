"""``maillage replay``: a stored result computed again, and what differs."""

from collections.abc import Iterator

import typer
from pydantic import AwareDatetime, BaseModel

from api.cli.failures import DEFECT, spoken_language
from api.cli.opening import ready_database
from api.cli.replaying_months import tell_month
from api.cli.replaying_places import tell_places
from api.clock import now, today
from api.i18n import N_, Message, say
from api.security.installation import trail_secrets
from api.services.catalogues import Catalogues
from api.services.match import Matcher
from api.services.replaying import Replay, Verdict
from api.services.replaying import replay as compute_again
from api.services.replaying_places import replay_places
from api.services.staffing.desk import StaffingDesk
from api.settings import Settings
from api.wording import Wording
from network_data.asker import Asker
from network_data.database import transaction
from network_data.repositories.results import ResultRepository
from network_data.repositories.shared_places import SharedPlacesRepository
from network_data.trail import Trail

_VERDICTS = {
    Verdict.IDENTICAL: N_("Identique : la même question donne aujourd’hui la même réponse."),
    Verdict.DIFFERENT: N_("Différent : ce dont le résultat dépend a changé depuis."),
    Verdict.DEFECT: N_(
        "Défaut : rien de ce dont le résultat dépend n’a changé, et la réponse est une autre. Signalez-le."
    ),
    Verdict.UNREADABLE: N_("Ce qui est gardé ne se lit plus avec cette version du logiciel."),
}
_DIFFERENCES = {
    "first": N_("- {barrier} : premier service {then}, aujourd’hui {now}"),
    "suggestions": N_("- {barrier} : les services proposés étaient {then}, sont {now}"),
    "scores": N_("- {barrier} : les scores étaient {then}, sont {now}"),
    "uncovered": N_("- {barrier} : la raison d’être sans solution était {then}, est {now}"),
    "step": N_("- {barrier} : le plan allait à {then}, va à {now}"),
    "wave": N_("- {barrier} : le pas venait en {then}, vient en {now}"),
    "alternative": N_("- {barrier} : l’autre choix était {then}, est {now}"),
    "left": N_("- {barrier} : hors du plan, la raison était {then}, est {now}"),
    "move": N_("- {barrier} : ce qui a fait changer le plan gardé était {then}, est {now}"),
}


class DifferenceDocument(BaseModel):
    """Something of the answer about one barrier."""

    what: str
    barrier: str
    then: str | None
    now: str | None


class VersionsDocument(BaseModel):
    """A version then and now."""

    then: str
    now: str


class CountDocument(BaseModel):
    """How many services addressed a barrier, then and now."""

    barrier: str
    then: int
    now: int


class NetworkDocument(VersionsDocument):
    """What is known to have changed of the services of the result; ``arrived`` were not in it.

    ``requests``: those whose past requests changed; ``expectations``: whether all requests let one expect other things.
    """

    changed: list[str]
    gone: list[str]
    arrived: list[str]
    addressing: list[CountDocument]
    requests: list[str]
    expectations: bool


class WeightDocument(BaseModel):
    """A weight then and now."""

    weight: str
    then: float | list[float] | None
    now: float | list[float] | None


class ReplayDocument(BaseModel):
    """A stored result beside the same question asked today."""

    result_id: str
    made_at: AwareDatetime
    verdict: Verdict
    identical: bool
    same_with_former_weights: bool | None
    differences: list[DifferenceDocument]
    network: NetworkDocument
    rules: VersionsDocument
    engine: VersionsDocument
    weights: list[WeightDocument]


def replay(result_id: str, *, json: bool) -> None:
    """Prints how a result compares with the same question asked today; exits with 1 on a defect of the engine."""
    settings = Settings()
    with ready_database(settings) as engine, transaction(engine) as session:
        trail = Trail(engine, trail_secrets(engine, settings))
        month = StaffingDesk(Asker.local(), session, now(), trail, today()).find(result_id)
        if month is not None:
            tell_month(month, json=json)
            return
        shared = SharedPlacesRepository(Asker.local(), session, now(), trail).find(result_id)
        if shared is not None:
            tell_places(replay_places(shared, Catalogues().current(session, today())), json=json)
            return
        results = ResultRepository(Asker.local(), session, now(), trail)
        found = compute_again(results, Matcher(session, Catalogues()), result_id)
        document = _document(found)
    if json:
        typer.echo(document.model_dump_json(indent=2))
    else:
        for line in _lines(document):
            typer.echo(line.said(spoken_language()))
    if document.verdict is Verdict.DEFECT:
        raise typer.Exit(DEFECT)


def _document(found: Replay) -> ReplayDocument:
    network = found.network
    return ReplayDocument(
        result_id=found.stored.id,
        made_at=found.stored.made_at,
        verdict=found.verdict,
        identical=found.verdict is Verdict.IDENTICAL,
        same_with_former_weights=found.same_with_former_weights,
        differences=[
            DifferenceDocument(what=each.what, barrier=each.barrier, then=each.then, now=each.now)
            for each in found.differences
        ],
        network=NetworkDocument(
            then=network.versions.then,
            now=network.versions.now,
            changed=list(network.changed),
            gone=list(network.gone),
            arrived=list(network.arrived),
            addressing=[
                CountDocument(barrier=barrier, then=then, now=now)
                for barrier, (then, now) in (network.addressing or {}).items()
            ],
            requests=list(network.requests),
            expectations=network.expectations,
        ),
        rules=VersionsDocument(then=found.rules.then, now=found.rules.now),
        engine=VersionsDocument(then=found.engine.then, now=found.engine.now),
        weights=[WeightDocument(weight=name, then=then, now=now) for name, (then, now) in found.weights.items()],
    )


def _lines(found: ReplayDocument) -> Iterator[Message]:
    wording = Wording(spoken_language())
    yield say(_VERDICTS[found.verdict])
    for each in found.differences:
        told = wording.barrier(each.barrier)
        yield say(_DIFFERENCES[each.what], barrier=told, then=each.then or _NONE, now=each.now or _NONE)
    yield from _changes(found, wording)


def _changes(found: ReplayDocument, wording: Wording) -> Iterator[Message]:
    network = found.network
    if network.then == network.now:
        yield say("Réseau : le même ({version}).", version=network.now)
    else:
        yield say("Réseau : changé depuis ({then}, aujourd’hui {now}).", then=network.then, now=network.now)
    for text, services in (
        (N_("- services du résultat dont la fiche a changé : {services}"), network.changed),
        (N_("- services du résultat qui ont disparu : {services}"), network.gone),
        (N_("- services qui n’étaient pas dans le résultat : {services}"), network.arrived),
        (N_("- services du résultat dont les demandes passées ne sont plus les mêmes : {services}"), network.requests),
    ):
        if services:
            yield say(text, services=", ".join(services))
    if network.expectations:
        yield say("- les demandes passées de tout le réseau ne font plus attendre la même chose")
    for count in network.addressing:
        told = wording.barrier(count.barrier)
        yield say(
            "- {barrier} : {then} services y répondaient, {now} aujourd’hui",
            barrier=told,
            then=count.then,
            now=count.now,
        )
    for weight in found.weights:
        yield say("Poids {weight} : {then}, aujourd’hui {now}.", **weight.model_dump())
    if found.weights and found.differences and found.same_with_former_weights:
        yield say("Avec les poids d’alors, la réponse est identique : les poids seuls l’ont changée.")
    for text, versions in (
        (N_("Règles (vocabulaire et poids) : {then}, aujourd’hui {now}."), found.rules),
        (N_("Moteur : version {then}, aujourd’hui {now}."), found.engine),
    ):
        if versions.then != versions.now:
            yield say(text, **versions.model_dump())


_NONE = say("rien")
