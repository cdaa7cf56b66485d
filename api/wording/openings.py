"""A question worth asking, to whom, and what its answers would open: « Si oui : une piste de plus »."""

from api.i18n import N_
from api.wording import labels, questions
from api.wording.speech import Speech
from matching.questions import Outcome, Question

_IF = {True: N_("Si oui : {effects}."), False: N_("Si non : {effects}.")}


def asked(speech: Speech, found: Question) -> str:
    """The question, and to whom it is put when not to the person."""
    said = questions.question(speech, found.criterion) or ""
    if found.suggestion is None:
        return said
    partner, service = found.suggestion.partner, found.suggestion.service.name
    return speech.say("À {partner}, pour « {service} » : {question}", partner=partner, service=service, question=said)


def effects(speech: Speech, found: Question) -> list[str]:
    """What each answer would change; an answer that changes nothing is not told."""
    told = ((True, _effects(speech, found.yes)), (False, _effects(speech, found.no)))
    return [speech.say(_IF[answer], effects=speech.listed(parts)) for answer, parts in told if parts]


def _effects(speech: Speech, outcome: Outcome) -> list[str]:
    parts: list[str] = []
    if outcome.covers:
        parts.append(speech.say("une piste pour {barriers}", barriers=_barriers(speech, outcome.covers)))
    better = tuple(barrier for barrier in outcome.rises if barrier not in outcome.covers)
    if better:
        parts.append(speech.say("une meilleure première piste pour {barriers}", barriers=_barriers(speech, better)))
    if outcome.opens:
        parts.append(speech.count("une piste de plus", "{number} pistes de plus", outcome.opens))
    if outcome.settles:
        parts.append(speech.count("une piste sûre de plus", "{number} pistes sûres de plus", outcome.settles))
    if outcome.closes:
        parts.append(speech.count("une piste de moins", "{number} pistes de moins", outcome.closes))
    if outcome.uncovers:
        parts.append(speech.say("plus de piste pour {barriers}", barriers=_barriers(speech, outcome.uncovers)))
    return parts


def _barriers(speech: Speech, codes: tuple[str, ...]) -> str:
    return speech.listed(f"« {labels.short_barrier(speech, code)} »" for code in codes)
