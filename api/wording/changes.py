"""What would change an answer, in sentences a person can act on: « Il serait proposé si elle avait : ... »."""

from collections.abc import Callable
from types import MappingProxyType
from typing import Any

from api.i18n import N_
from api.wording import criteria, figures, labels, scores
from api.wording.speech import Speech
from matching.changes import Change, Side, side_of
from matching.eligibility import Status
from matching.enquiry import Answer, Flip, Gap, Goal
from network_data.vocabulary import half_day_mask

CONDITIONS = MappingProxyType(
    {
        "wait-until": N_("on attendait le {day}"),
        "ask-person-can-pay": N_("elle pouvait payer une participation (à lui demander)"),
        "ask-person-remote": N_("un rendez-vous par téléphone ou en visio lui convenait (à lui demander)"),
        "ask-person-woman": N_("ce lieu réservé aux femmes lui convenait (à lui demander)"),
        "ask-person-publics": N_("elle se reconnaissait dans « {public} » (à lui demander)"),
        "ask-person-papers": N_("elle avait les papiers demandés (à vérifier avec elle)"),
        "ask-service-zone": N_("le service accueillait bien sa commune (à lui demander)"),
        "ask-service-publics": N_("le service accueillait tous les publics (à lui demander)"),
        "ask-service-women-only": N_("le lieu était bien réservé aux femmes (à demander)"),
        "ask-service-fees": N_("le service était gratuit pour elle (à lui demander)"),
        "ask-service-step-free": N_("on y entrait sans monter de marche (à demander)"),
        "ask-service-languages": N_("on y recevait avec un interprète (à demander)"),
        "ask-service-hours": N_("le service recevait le {half_day} (à demander)"),
        "ask-service-contact": N_("on pouvait prendre contact sur place (à demander)"),
        "ask-service-animals": N_("son animal pouvait y entrer (à demander)"),
        "ask-service-religious": N_("le partenaire disait n’être lié à aucune religion (à demander)"),
        "ask-access": N_("on y entrait directement (à demander)"),
        "ask-capacity": N_("une place restait libre (à demander)"),
        "hold-paper": N_("elle avait : {papers}"),
        "partner-knows": N_("ce partenaire la connaissait déjà"),
        "accept-remote": N_("elle acceptait un rendez-vous à distance"),
        "get-phone": N_("elle disposait d’un téléphone"),
        "leave-animal": N_("quelqu’un gardait son animal pendant ce temps"),
        "free-half-day": N_("elle pouvait se libérer le {half_day}"),
        "find-funding": N_("une aide payait la participation demandée"),
        "go-as-far-as": N_("elle pouvait aller jusqu’à {km}"),
        "bring-interpreter": N_("un interprète venait avec elle"),
        "partner-updates-record": N_("le partenaire confirmait sa fiche aujourd’hui"),
        "record-states-barrier": N_("la fiche du partenaire disait clairement qu’il répond à ce frein"),
        "place-opens": N_("une place se libérait"),
        "no-other-at-door": N_("les autres services de la même porte n’avaient pas de place"),
        "service-opens": N_("le service ouvrait aussi le {half_day}"),
        "service-receives-remotely": N_("le service proposait un rendez-vous à distance"),
        "service-receives-on-site": N_("le service la recevait sur place"),
        "service-step-free": N_("le service la recevait dans un lieu sans marche"),
        "service-women-only": N_("le service réservait un lieu ou un moment aux femmes"),
        "exception-zone": N_("le service faisait une exception à sa zone"),
        "exception-publics": N_("le service faisait une exception au public qu’il accueille"),
        "exception-age": N_("le service faisait une exception à l’âge demandé"),
        "nearer": N_("le lieu était à {km} au plus"),
    }
)
"""Kind of change -> what stands after « si »; the braces hold what it is about, in words."""

_PAPER = "hold-paper"
_VALUES: dict[str, tuple[str, Callable[[Speech, Any], str]]] = {
    "wait-until": ("day", figures.exact_day),
    "ask-person-publics": ("public", lambda speech, code: speech.within(labels.public(speech, code))),
    _PAPER: ("papers", lambda speech, code: speech.within(labels.paper(speech, code))),
    "ask-service-hours": ("half_day", lambda speech, code: figures.half_days(speech, half_day_mask([code]))),
    "free-half-day": ("half_day", lambda speech, code: figures.half_days(speech, half_day_mask([code]))),
    "service-opens": ("half_day", lambda speech, code: figures.half_days(speech, half_day_mask([code]))),
    "go-as-far-as": ("km", figures.distance),
    "nearer": ("km", figures.distance),
}

_WOULD = MappingProxyType(
    {
        Goal.ELIGIBLE: N_("Il pourrait l’accueillir si {conditions}."),
        Goal.SHOWN: N_("Il serait proposé si {conditions}."),
        Goal.FIRST: N_("Il passerait premier si {conditions}."),
    }
)
_NOTHING_WOULD = MappingProxyType(
    {
        Goal.ELIGIBLE: N_("Rien que vous, elle ou le service puissiez changer ne l’ouvrirait à cette personne."),
        Goal.SHOWN: N_("Rien que vous, elle ou le service puissiez changer ne le ferait proposer."),
        Goal.FIRST: N_("Rien que vous, elle ou le service puissiez changer ne le ferait passer premier."),
    }
)


def standing(speech: Speech, answer: Answer) -> str:
    """Where a service stands for a barrier: proposed and at what rank, or what keeps it out."""
    if answer.status is Status.NOT_MET:
        unmet = (found.criterion for found in answer.verdict.criteria if found.status is Status.NOT_MET)
        names = ", ".join(criteria.criterion_name(speech, name) for name in unmet)
        return speech.say("Pas proposé ; ce qui devrait changer : {names}.", names=names)
    if answer.rank is None:
        return speech.say("Un autre service du même partenaire est proposé : {id}.", id=answer.ahead_at_same_door)
    if any(flip.goal is Goal.SHOWN for flip in answer.flips):
        said = N_("Possible, mais pas parmi les premiers : rang {rank} sur {out_of}.")
    else:
        said = N_("Proposé, au rang {rank} sur {out_of}.")
    return speech.say(said, rank=answer.rank, out_of=answer.out_of)


def condition(speech: Speech, change: Change) -> str:
    """One change, as it stands after « si »."""
    name, in_words = _VALUES.get(change.kind, ("", None))
    words = {name: in_words(speech, change.value)} if in_words else {}
    return speech.say(CONDITIONS[change.kind], **words)


def flip(speech: Speech, found: Flip) -> str:
    """The smallest change that reaches a goal; who decides, where only the service does; or that nothing would."""
    if found.changes is None:
        return speech.say(_NOTHING_WOULD[found.goal])
    first, *others = _conditions(speech, found.changes)
    conditions = "".join([first, *(speech.say(", et si {condition}", condition=other) for other in others)])
    told = [speech.say(_WOULD[found.goal], conditions=conditions)]
    if any(side_of(change) is Side.EXCEPTION for change in found.changes):
        told.append(speech.say("Ni vous ni elle n’y pouvez rien : seul le service peut faire cette exception."))
    return " ".join(told)


def _conditions(speech: Speech, changes: tuple[Change, ...]) -> list[str]:
    """One condition per change, papers together as one."""
    papers = [change for change in changes if change.kind == _PAPER]
    told: list[str] = []
    for change in changes:
        if change.kind != _PAPER:
            told.append(condition(speech, change))
        elif change == papers[0]:
            named = speech.listed(speech.within(labels.paper(speech, str(paper.value))) for paper in papers)
            told.append(speech.say(CONDITIONS[_PAPER], papers=named))
    return told


def what_would_change(speech: Speech, answer: Answer) -> list[str]:
    """One sentence per goal not reached; a goal reached by the same changes as a higher one is not told twice."""
    told: list[str] = []
    for position, found in enumerate(answer.flips):
        further = answer.flips[position + 1 :]
        if not any(found.changes == higher.changes for higher in further):
            told.append(flip(speech, found))
    if answer.settled:
        names = speech.listed(speech.within(criteria.criterion_name(speech, name)) for name in answer.settled)
        told.append(speech.say("Ne se change pas : {names}.", names=names))
    return told


def gap(speech: Speech, found: Gap) -> str:
    """By what a service stands behind another: each component lost or gained, the greatest loss first."""
    ordered = sorted(found.differences.items(), key=lambda pair: pair[1])
    parts = [_difference(speech, name, value) for name, value in ordered if figures.counts(value)]
    why = speech.listed(parts) if parts else speech.say("à égalité, l’ordre des identifiants départage")
    return speech.say(
        "Derrière « {service} » ({partner}), au rang {rank} : {why}.",
        service=found.service.name,
        partner=found.partner,
        rank=found.rank,
        why=why,
    )


def _difference(speech: Speech, name: str, value: float) -> str:
    label, amount = speech.within(scores.component(speech, name)), figures.score(speech, abs(value))
    if value < 0:
        return speech.say("perd {amount} sur « {label} »", amount=amount, label=label)
    return speech.say("gagne {amount} sur « {label} »", amount=amount, label=label)
