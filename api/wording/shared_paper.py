"""The paper that tells a person what they agreed to share, and how to stop it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from types import MappingProxyType

from api.i18n import N_
from api.services.shared_paper import Shared
from api.wording import figures, labels
from api.wording.sheet import Hand, Row, SheetText, StopText, Text, Voice
from api.wording.speech import Speech
from network_data.tables import SharedField

FIELD_NAMES: Mapping[SharedField, str] = MappingProxyType(
    {
        SharedField.FIRST_NAME: N_("Votre prénom"),
        SharedField.LAST_NAME: N_("Votre nom"),
        SharedField.PHONE: N_("Votre numéro de téléphone"),
        SharedField.EMAIL: N_("Votre adresse e-mail"),
        SharedField.BIRTH_YEAR: N_("Votre année de naissance"),
        SharedField.LANGUAGES: N_("Les langues que vous parlez"),
        SharedField.AVAILABILITY: N_("Les moments où vous êtes libre"),
    }
)


def shared_text(shared: Sequence[Shared], voice: Voice, hand: Hand) -> SheetText:
    """The paper as it is read."""
    return SheetText(
        language=voice.language,
        title=voice.say("Ce que j’ai accepté de partager"),
        name=hand.name,
        stops=tuple(_agreement(each, voice, hand.today) for each in shared),
        empty=None if shared else voice.say("Vous n’avez rien accepté de partager. Rien n’est partagé."),
        waiting_title=voice.say("En attente"),
        waiting=(),
        more=voice.say(
            "Pour arrêter, dites : « j’arrête ». Cela s’arrête tout de suite. Vous n’avez pas à dire pourquoi."
        ),
        question=voice.say("Pour arrêter, ou pour une question, appelez :"),
        advisor=hand.advisor,
        number=voice.say("Téléphone :"),
        free=voice.say("Si vous arrêtez, votre accompagnement continue. Gardez ce papier à l’abri."),
        made=voice.tell(lambda speech: speech.say("Feuille du {day}", day=figures.exact_day(speech, hand.today))),
    )


def _agreement(shared: Shared, voice: Voice, today: date) -> StopText:
    gate = shared.gate
    who = voice.tell(lambda speech: labels.gate(speech, gate)) if gate else Text(shared.who)
    return StopText("share", who, tuple(_rows(shared, voice, today)))


def _rows(shared: Shared, voice: Voice, today: date) -> Iterator[Row]:
    told = tuple(voice.say(FIELD_NAMES[field]) for field in shared.fields)
    yield Row("words", voice.say("Nous pouvons dire"), told or (voice.say("Que vous demandez ce service."),))
    if shared.runs(today):
        yield Row("clock", voice.say("Jusqu’au"), (voice.tell(partial(_day, shared.until)),))
    else:
        ended = shared.withdrawn_on or shared.until
        yield Row("stop", voice.say("C’est arrêté depuis le"), (voice.tell(partial(_day, ended)),))


def _day(day: date, speech: Speech) -> str:
    return figures.exact_day(speech, day)
