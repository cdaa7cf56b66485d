"""Why a step of the plan goes to this partner, and why now or later."""

from api.i18n import N_
from api.wording import figures, labels, scores
from api.wording.speech import Speech
from matching.plan import Step
from network_data.vocabulary import Prerequisite

_WAVES = {1: N_("maintenant"), 2: N_("ensuite")}
_LATER = N_("plus tard")


def wave(speech: Speech, number: int) -> str:
    """When a step can start, in a word."""
    return speech.say(_WAVES.get(number, _LATER))


def because(speech: Speech, step: Step) -> str:
    """Why this partner, then why at this moment: two to four short sentences."""
    return " ".join([_why_this_partner(speech, step), *_why_then(speech, step)])


def _why_this_partner(speech: Speech, step: Step) -> str:
    if step.pinned:
        return speech.say("Ce choix a été fait avant le plan, qui le suit.")
    if step.known_partner:
        return speech.say("Ce partenaire la connaît déjà.")
    if step.only_option:
        return speech.say("C’est la seule piste du réseau aujourd’hui.")
    if step.shared_with:
        return speech.say("Ce partenaire répond aussi à : {barriers}.", barriers=_barriers(speech, step.shared_with))
    evidence = scores.channel(speech, step.chosen.match)
    if step.chosen.km is None:
        return f"{evidence}."
    return speech.say("{evidence}, à {km}.", evidence=evidence, km=figures.distance(speech, step.chosen.km))


def _why_then(speech: Speech, step: Step) -> list[str]:
    told = [_blocked(speech, edge) for edge in step.blocked_by]
    if step.after:
        told.append(speech.say("Mis après : {barriers}, par choix.", barriers=_barriers(speech, step.after)))
    if step.postponed and not told:
        told.append(speech.say("Un peu plus tard, pour ne pas multiplier les premiers rendez-vous."))
    if not told and step.need.priority:
        told.append(speech.say("C’est l’une de ses priorités."))
    if step.eased_by:
        easing = [_quoted(speech, edge.before) for edge in step.eased_by]
        doubt = _doubt(speech, step.eased_by)
        told.append(speech.say("Plus simple après : {barriers}{doubt}.", barriers=speech.listed(easing), doubt=doubt))
    if step.together_with:
        others = [_quoted(speech, _other(edge, step.need.barrier)) for edge in step.together_with]
        doubt = _doubt(speech, step.together_with)
        told.append(speech.say("À mener avec : {barriers}{doubt}.", barriers=speech.listed(others), doubt=doubt))
    return told


def _blocked(speech: Speech, edge: Prerequisite) -> str:
    return speech.say(
        "L’étape « {step} » attend d’abord : {barrier}{doubt}.",
        step=_blocked_step(speech, edge),
        barrier=_quoted(speech, edge.before),
        doubt=_doubt(speech, (edge,)),
    )


def _blocked_step(speech: Speech, edge: Prerequisite) -> str:
    if edge.step is None:
        raise ValueError("a blocking prerequisite names the step that it blocks")
    return speech.say(edge.step)


def _doubt(speech: Speech, edges: tuple[Prerequisite, ...]) -> str:
    """What no published text backs is said to be so."""
    doubtful = any(edge.is_hypothesis for edge in edges)
    return " " + speech.say("(usage courant, à vérifier)") if doubtful else ""


def _other(edge: Prerequisite, barrier: str) -> str:
    return edge.before if edge.after == barrier else edge.after


def _barriers(speech: Speech, codes: tuple[str, ...]) -> str:
    return speech.listed(_quoted(speech, code) for code in codes)


def _quoted(speech: Speech, code: str) -> str:
    return speech.say("« {label} »", label=labels.short_barrier(speech, code))
