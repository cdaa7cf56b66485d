"""Why a service is proposed: how it answers the barrier, what speaks for it, what its score is made of."""

from collections.abc import Callable
from types import MappingProxyType

from api.i18n import N_
from api.wording import criteria, figures, labels, remedies
from api.wording.speech import Speech
from matching.channels import Channel, ChannelMatch
from matching.eligibility import Criterion, Status
from matching.suggestions import Suggestion, Through, Uncovered

COMPONENTS = MappingProxyType(
    {
        "fit": N_("Répond au frein"),
        "distance": N_("Proximité"),
        "capacity": N_("Places disponibles"),
        "certainty": N_("Conditions déjà vérifiées"),
        "freshness": N_("Fiche à jour"),
        "known": N_("Partenaire déjà connu d’elle"),
        "answer": N_("Répond aux demandes"),
        "delay": N_("Répond vite"),
        "acceptance": N_("Accepte les demandes"),
    }
)

BEHIND_GATES = MappingProxyType(
    {
        "siao": N_("{who}, derrière le SIAO"),
        "mdph": N_("{who}, derrière la MDPH"),
        "medecin": N_("{who}, sur demande d’un médecin"),
        "commission": N_("{who}, derrière une commission"),
    }
)
"""Gate code -> how to say who stands behind it."""

_TELLING_REASONS = (
    "opening_hours-open",
    "capacity-open",
    "language-shared",
    "fees-free",
    "women_only-as-needed",
    "animals-admitted",
    "language-interpreter",
)
"""The reasons that speak for a service in its explanation, in this order."""


def component(speech: Speech, name: str) -> str:
    """The short label of a component of the score."""
    return speech.say(COMPONENTS[name])


def channel(speech: Speech, match: ChannelMatch) -> str:
    """How the service was found to answer the barrier: its evidence."""
    thematique = labels.thematique(speech, match.thematique) if match.thematique else ""
    if match.channel is Channel.KEYWORD:
        return speech.say("Le mot « {keyword} » figure dans sa présentation", keyword=match.keyword)
    named = (
        speech.say("Thématique « {thematique} »", thematique=thematique)
        if match.channel is Channel.EXACT
        else speech.say("Thématique voisine « {thematique} »", thematique=thematique)
    )
    if match.network:
        return speech.say("{named}, réseau spécialisé : {network}", named=named, network=labels.network(match.network))
    if match.keyword:
        return speech.say("{named}, et le mot « {keyword} » dans sa présentation", named=named, keyword=match.keyword)
    return named


def explanation(speech: Speech, suggestion: Suggestion, reason: Callable[[Criterion], str]) -> str:
    """Why this one, in one or two sentences: the evidence, then what speaks for it and what is left to verify.

    ``reason`` says a criterion.
    """
    strengths = [*_strengths(speech, suggestion, reason), *_open_questions(speech, suggestion.criteria)]
    sentences = [channel(speech, suggestion.match)]
    if strengths:
        joined = " ; ".join(strengths)
        sentences.append(joined[:1].upper() + joined[1:])
    return " ".join(f"{sentence}." for sentence in sentences)


def _strengths(speech: Speech, suggestion: Suggestion, reason: Callable[[Criterion], str]) -> list[str]:
    found: list[str] = []
    if suggestion.components.get("known"):
        found.append(speech.say("déjà connu d’elle"))
    if suggestion.km is not None:
        found.append(speech.say("à {km}", km=figures.distance(speech, suggestion.km)))
    told = {criterion.reason: criterion for criterion in suggestion.criteria if criterion.status is Status.MET}
    found.extend(speech.within(reason(told[code]).rstrip(".")) for code in _TELLING_REASONS if code in told)
    return found


def _open_questions(speech: Speech, found: tuple[Criterion, ...]) -> list[str]:
    names = [
        speech.within(criteria.criterion_name(speech, criterion.criterion))
        for criterion in found
        if criterion.status is Status.UNKNOWN
    ]
    return [speech.say("à vérifier : {names}", names=speech.listed(names))] if names else []


def through(speech: Speech, found: Through) -> str:
    """What lies behind a gate: « CHRS et Pension de famille (12 services), derrière le SIAO »."""
    who = found.partner_name
    if found.count > 1:
        who = speech.say("{names} ({number} services)", names=speech.listed(found.names), number=found.count)
    return speech.say(BEHIND_GATES[found.gate.code], who=who)


def uncovered(speech: Speech, found: Uncovered) -> str:
    """Why a barrier has no solution yet, and what to do."""
    if found.reason == "all-refused":
        return speech.say("Tous les partenaires qui y répondent ont été écartés pour ce frein : revoyez-le avec elle.")
    if found.criterion is None:
        return speech.say("Aucun partenaire du réseau n’y répond encore : parlez-en à vos chargés de partenariat.")
    condition = speech.within(criteria.criterion_name(speech, found.criterion))
    why = speech.count(
        "Un service y répond mais ne peut pas accueillir cette personne aujourd’hui ; en cause : {condition}.",
        "{number} services y répondent mais aucun ne peut accueillir cette personne aujourd’hui ; "
        "en cause le plus souvent : {condition}.",
        found.services,
        condition=condition,
    )
    return f"{why} {remedies.remedy(speech, found.criterion)}"
