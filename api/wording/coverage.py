"""What the network is missing, in sentences: what is without anybody, who is alone, whom to look for."""

from collections.abc import Iterable
from types import MappingProxyType

from api.i18n import N_
from api.wording import criteria, figures, labels, places
from api.wording.speech import Speech
from matching.coverage.gaps import NO_SERVICE
from matching.coverage.prospects import FRENCH
from matching.geography import city_of

_CAUSES = MappingProxyType(
    {
        NO_SERVICE: N_("aucun service n’y répond"),
        "capacity": N_("tout est complet"),
        "reception": N_("on n’y répond qu’à distance"),
        "distance": N_("tout est trop loin"),
        "opening_hours": N_("aucun horaire ne convient"),
        "papers": N_("un papier manque chaque fois"),
        "zone": N_("personne n’accueille les habitants de leur commune"),
        "fees": N_("tout est payant"),
    }
)


def gap(speech: Speech, barrier: str, reason: str, needs: int, languages: Iterable[str]) -> str:
    """How many needs nobody can take, and why."""
    return speech.count(
        "{number} besoin sans personne pour « {barrier} » : {cause}.",
        "{number} besoins sans personne pour « {barrier} » : {cause}.",
        needs,
        barrier=labels.short_barrier(speech, barrier),
        cause=cause(speech, reason, languages),
    )


def cause(speech: Speech, reason: str, languages: Iterable[str] = ()) -> str:
    """What closes the doors, within a sentence."""
    spoken = [figures.language(speech, code) for code in languages]
    if reason == "language" and spoken:
        return speech.say("personne n’y parle : {languages}", languages=speech.listed(spoken))
    if reason in _CAUSES:
        return speech.say(_CAUSES[reason])
    return speech.say(
        "en cause le plus souvent, {condition}", condition=speech.within(criteria.criterion_name(speech, reason))
    )


def loss(speech: Speech, name: str, needs: int, barriers: Iterable[str], sole: Iterable[str]) -> str:
    """What would have nobody left without a partner, a service or a gate."""
    named = speech.listed(_quoted(speech, code) for code in barriers)
    said = speech.count(
        "Sans {name}, {number} besoin n’aurait plus personne : {barriers}.",
        "Sans {name}, {number} besoins n’auraient plus personne : {barriers}.",
        needs,
        name=name,
        barriers=named,
    )
    alone = [_quoted(speech, code) for code in sole]
    if not alone:
        return said
    nobody_else = speech.say("Aucun autre ne répond à : {barriers}.", barriers=speech.listed(alone))
    return f"{said} {nobody_else}"


def prospect(
    speech: Speech, barriers: Iterable[str], area: str | None, languages: tuple[str, ...], *, women_only: bool
) -> str:
    """The partner to look for."""
    said = speech.say(
        "Un partenaire pour {barriers}", barriers=speech.listed(_quoted(speech, code) for code in barriers)
    )
    if area:
        said = speech.say("{partner}, à {area} ou autour", partner=said, area=area)
    if women_only:
        said = speech.say("{partner}, réservé aux femmes", partner=said)
    more = [figures.language(speech, code) for code in languages if code != FRENCH]
    if more:
        said = speech.say("{partner}, où l’on parle aussi : {languages}", partner=said, languages=speech.listed(more))
    return said


def benefit(speech: Speech, unlocks: int | None, secures: int | None) -> str:
    """What a prospect would change; a count that may not be read is left out."""
    said = []
    if unlocks:
        said.append(
            speech.count("{number} besoin trouverait quelqu’un", "{number} besoins trouveraient quelqu’un", unlocks)
        )
    if secures:
        said.append(
            speech.count(
                "{number} autre ne tiendrait plus à un seul partenaire",
                "{number} autres ne tiendraient plus à un seul partenaire",
                secures,
            )
        )
    return " ; ".join(said)


def area(speech: Speech, code: str, name: str | None) -> str:
    """A commune by name, as far as it is known."""
    if not code:
        return speech.say("Commune inconnue")
    return name if name and city_of(code) == code else places.zone(speech, code)


def _quoted(speech: Speech, code: str) -> str:
    return speech.say("« {label} »", label=labels.short_barrier(speech, code))
