"""The sheet given to a person, in words easy to read, in one language with French beside another."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from babel.dates import format_date, format_time

from api.i18n import DEFAULT_LOCALE, N_, translations
from api.services.sheet import Beside, Sheet, Stop
from api.wording import figures, labels
from api.wording.speech import Speech
from matching.travel import Trip
from network_data.tables import StepBy
from network_data.vocabulary import ReferralState

MOST_STOPS = 3
"""As many as one page holds in large type, and as one can keep in mind."""
MOST_WAITING = 4
LANGUAGES = {"eng": "en"}
"""Languages that people speak (ISO 639-3), by the catalogue that the sheet can be said in."""

_WAITING = {
    ReferralState.MISSED: N_("Une nouvelle date est à choisir. Dites-nous quand vous pouvez."),
    ReferralState.ACCEPTED: N_("C’est d’accord. Nous attendons une date."),
    ReferralState.SENT: N_("Nous avons fait la demande. Nous attendons la réponse."),
    ReferralState.WAITLISTED: N_("Vous êtes sur une liste d’attente. Il faut attendre une place."),
    ReferralState.IN_PROGRESS: N_("C’est commencé. Cela continue."),
}
_FILED = N_("Votre dossier est déposé. Nous attendons la réponse.")


@dataclass(frozen=True, slots=True)
class Notice:
    """How opening hours and telephone numbers are written, as on a door: in French, like the door."""

    hours: Callable[[str | None], Sequence[str]]
    phone: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Hand:
    """Who gives a paper to whom, and when: the advisor to ask, the person's own name, empty on a discreet paper."""

    advisor: str
    name: str
    today: date


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence of the sheet; ``beside``: the same in French, empty where the sheet is in French."""

    main: str
    beside: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a stop: its pictogram, what it is about, what it says, and the number to call if that is it."""

    pictogram: str
    label: Text
    lines: tuple[Text, ...]
    phone: str = ""


@dataclass(frozen=True, slots=True)
class StopText:
    """Where to go, as the sheet says it; on the paper about sharing, with whom."""

    pictogram: str
    heading: Text
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class WaitingText:
    """What is waited for, and with whom if that may be said."""

    who: str
    said: Text


@dataclass(frozen=True, slots=True)
class SheetText:
    """The whole sheet in one language."""

    language: str
    title: Text
    name: str
    stops: tuple[StopText, ...]
    empty: Text | None
    waiting_title: Text
    waiting: tuple[WaitingText, ...]
    more: Text | None
    question: Text
    advisor: str
    number: Text
    free: Text
    made: Text


class Voice:
    """Says everything in one language, and in French beside it where that is another."""

    def __init__(self, locale: str) -> None:
        self.language = locale
        self._main = Speech(translations(locale))
        self._french = None if locale == DEFAULT_LOCALE else Speech(translations(DEFAULT_LOCALE))

    def say(self, sentence: str) -> Text:
        """A sentence without anything to fill in."""
        return self.tell(lambda speech: speech.say(sentence))

    def tell(self, said: Callable[[Speech], str]) -> Text:
        """What ``said`` makes of each language."""
        main = said(self._main)
        beside = said(self._french) if self._french else ""
        return Text(main, "" if beside == main else beside)


def sheet_text(sheet: Sheet, voice: Voice, hand: Hand, notice: Notice) -> SheetText:
    """The sheet as it is read."""
    left = len(sheet.going[MOST_STOPS:]) + len(sheet.waiting[MOST_WAITING:])
    return SheetText(
        language=voice.language,
        title=voice.say("Mes rendez-vous"),
        name=hand.name,
        stops=tuple(_stop(stop, voice, hand.advisor, notice) for stop in sheet.going[:MOST_STOPS]),
        empty=None if sheet.going else voice.say("Vous n’avez pas de rendez-vous pour le moment."),
        waiting_title=voice.say("En attente"),
        waiting=tuple(_waiting(stop, voice) for stop in sheet.waiting[:MOST_WAITING]),
        more=_more(voice, left) if left else None,
        question=voice.say("Une question ? Appelez :"),
        advisor=hand.advisor,
        number=voice.say("Téléphone :"),
        free=voice.say("Vous pouvez dire non. Vous pouvez changer d’avis. Dites-le, c’est tout."),
        made=voice.tell(lambda speech: speech.say("Feuille du {day}", day=figures.exact_day(speech, hand.today))),
    )


def when(speech: Speech, at: datetime) -> str:
    """A day and an hour as people say them: « mardi 24 novembre à 14 h 30 »."""
    if speech.locale.language == DEFAULT_LOCALE:
        hour = f"{at.hour}\u00a0h" + (f"\u00a0{at.minute:02d}" if at.minute else "")
    else:
        hour = format_time(at, "short", tzinfo=at.tzinfo, locale=speech.locale)
    day = format_date(at, "EEEE d MMMM", locale=speech.locale)
    if at.day == 1 and speech.locale.language == DEFAULT_LOCALE:
        day = day.replace(" 1 ", " 1er ", 1)
    return speech.say("{day} à {hour}", day=day, hour=hour)


def _more(voice: Voice, left: int) -> Text:
    return voice.tell(
        lambda speech: speech.count(
            "Il y a encore une chose. Nous en parlons ensemble.",
            "Il y a encore {number} choses. Nous en parlons ensemble.",
            left,
        )
    )


def _stop(stop: Stop, voice: Voice, advisor: str, notice: Notice) -> StopText:
    at = stop.at
    heading = voice.say("Quand vous pouvez") if at is None else voice.tell(lambda speech: _capital(when(speech, at)))
    return StopText("clock" if at is None else "calendar", heading, tuple(_rows(stop, voice, advisor, notice)))


def _rows(stop: Stop, voice: Voice, advisor: str, notice: Notice) -> Iterator[Row]:
    if stop.what:
        yield Row("words", voice.say("Pour quoi"), (Text(stop.what),))
    yield from _way_there(stop, voice, notice)
    if stop.beside:
        yield Row("people", voice.say("Avec vous"), tuple(_beside(each, voice) for each in stop.beside))
    if stop.papers is not None:
        yield Row("papers", voice.say("À apporter"), _papers(stop.papers, voice))
    if stop.at is None:
        yield Row("words", voice.say("À dire"), (_words(voice, advisor),))
    if stop.phone:
        label = voice.say("Téléphone") if stop.at is None else voice.say("Vous ne pouvez pas venir ? Appelez")
        yield Row("phone", label, (), notice.phone(stop.phone))


def _way_there(stop: Stop, voice: Voice, notice: Notice) -> Iterator[Row]:
    where = [Text(each) for each in (stop.who, stop.service, stop.address) if each]
    if stop.from_afar:
        where.append(voice.say("C’est au téléphone. Vous restez où vous êtes."))
    elif stop.moves:
        where.append(voice.say("Ce lieu change. Appelez avant de partir."))
    if where:
        yield Row("place", voice.say("Où"), tuple(where))
    if stop.at is None:
        opened = tuple(Text(each) for each in notice.hours(stop.opening_hours))
        if opened:
            yield Row("clock", voice.say("Ouvert"), opened)
    if stop.trip:
        yield Row("way", voice.say("Comment y aller"), (_trip(voice, stop.trip),))


def _beside(each: Beside, voice: Voice) -> Text:
    if each.who:
        return Text(each.who)
    if each.by is StepBy.ADVISOR:
        return voice.say("La personne qui vous accompagne")
    return voice.say("Une autre personne")


def _papers(codes: Sequence[str], voice: Voice) -> tuple[Text, ...]:
    if not codes:
        return (voice.say("Vous n’avez rien à apporter."),)
    return tuple(voice.tell(partial(_paper, code)) for code in codes)


def _paper(code: str, speech: Speech) -> str:
    return labels.paper(speech, code)


def _trip(voice: Voice, trip: Trip) -> Text:
    return voice.tell(
        lambda speech: speech.say(
            "Depuis chez vous : {way}.", way=figures.trip(speech, trip.hours, on_foot=trip.on_foot)
        )
    )


def _words(voice: Voice, advisor: str) -> Text:
    return voice.tell(
        lambda speech: speech.say(
            "« Bonjour. Je viens de la part de {advisor}. Je voudrais un rendez-vous. »", advisor=advisor
        )
    )


def _waiting(stop: Stop, voice: Voice) -> WaitingText:
    who = stop.who or (voice.tell(lambda speech: labels.gate(speech, stop.gate or "")).main if stop.gate else "")
    filed = stop.filed and stop.state is ReferralState.SENT
    return WaitingText(who, voice.say(_FILED if filed else _WAITING[stop.state]))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
