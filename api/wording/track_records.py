"""What a service did with past requests, in sentences that say how many they rest on."""

from babel.dates import format_date
from babel.numbers import format_decimal

from api.wording.speech import Speech
from matching.learning.record import TrackRecord


def sentences(speech: Speech, record: TrackRecord) -> list[str]:
    """How it answers, what is still pending, what it accepts, what to expect, and what came of it."""
    told = [_answers(speech, record)]
    if record.pending:
        told.append(
            speech.count(
                "Une demande attend encore, trop récente pour en juger.",
                "{number} demandes attendent encore, trop récentes pour en juger.",
                record.pending,
            )
        )
    if record.decided:
        told.append(_accepts(speech, record))
    told.extend(_expected(speech, record))
    if record.followed:
        told.append(
            speech.say(
                "Suites, montrées et jamais comptées : quelque chose a commencé {started} fois sur {followed}.",
                started=record.started,
                followed=record.followed,
            )
        )
    return told


def _accepts(speech: Speech, record: TrackRecord) -> str:
    if record.decided > 1:
        return speech.say("Dit oui {accepted} fois sur {decided}.", accepted=record.accepted, decided=record.decided)
    return (
        speech.say("Sa seule réponse était un oui.")
        if record.accepted
        else speech.say("Sa seule réponse était un non.")
    )


def _answers(speech: Speech, record: TrackRecord) -> str:
    if not record.asked:
        return _not_yet(speech, record)
    since, days = _month(speech, record), _days(speech, record.usual_days or 0)
    if not record.answered:
        return speech.count(
            "N’a pas répondu à la seule demande, faite en {since}.",
            "N’a répondu à aucune des {number} demandes depuis {since}.",
            record.asked,
            since=since,
        )
    if record.asked == 1:
        return speech.say("A répondu à la seule demande, en {days} (faite en {since}).", days=days, since=since)
    return speech.say(
        "Répond {answered} fois sur {asked}, en {days} le plus souvent ({asked} demandes depuis {since}).",
        answered=record.answered,
        asked=record.asked,
        days=days,
        since=since,
    )


def _not_yet(speech: Speech, record: TrackRecord) -> str:
    if record.elsewhere:
        return speech.count(
            "Pas encore de réponse à juger pour ce frein : estimé sur une demande pour un autre, et le réseau.",
            "Pas encore de réponse à juger pour ce frein : estimé sur {number} demandes pour d’autres, et le réseau.",
            record.elsewhere,
        )
    if record.pending:
        return speech.say("Pas encore de réponse à juger : estimé comme la moyenne du réseau.")
    return speech.say("Pas encore de demande : estimé comme la moyenne du réseau.")


def _expected(speech: Speech, record: TrackRecord) -> list[str]:
    if record.estimate.answer is None or record.likely is None:
        return []
    low, high = record.likely
    return [
        speech.say(
            "Chance d’une réponse estimée à {answer} % ; neuf chances sur dix qu’elle soit entre {low} et {high} %.",
            answer=_percent(speech, record.estimate.answer),
            low=_percent(speech, low),
            high=_percent(speech, high),
        )
    ]


def _percent(speech: Speech, share: float) -> str:
    """Never 0 or 100: nobody is that sure."""
    return format_decimal(min(99.0, max(1.0, 100 * share)), format="0", locale=speech.locale)


def _days(speech: Speech, days: int) -> str:
    if days == 0:
        return speech.say("moins d’un jour")
    return speech.count("{number} jour", "{number} jours", days)


def _month(speech: Speech, record: TrackRecord) -> str:
    return format_date(record.since, "MMMM y", locale=speech.locale)
