"""Figures as people say them: distances, days, half-days, languages."""

from datetime import date
from functools import cache, lru_cache
from itertools import groupby

from babel import Locale
from babel.core import get_global
from babel.dates import format_date, format_timedelta, get_day_names
from babel.numbers import format_decimal

from api.i18n import N_
from api.wording.speech import Speech
from network_data.vocabulary import HALF_DAYS

_NO_BREAK = "\u00a0"
_MORNING, _AFTERNOON, _WHOLE_DAY = 1, 2, 3
_DAY = {_MORNING: N_("{day} matin"), _AFTERNOON: N_("{day} après-midi"), _WHOLE_DAY: N_("{day}")}
_DAYS = {
    _MORNING: N_("du {first} au {last}, le matin"),
    _AFTERNOON: N_("du {first} au {last}, l’après-midi"),
    _WHOLE_DAY: N_("du {first} au {last}"),
}
_SHORTEST_RUN = 3


def distance(speech: Speech, km: float) -> str:
    """Metres by fifty under one kilometre, one decimal under ten, whole kilometres above: « 1,2 km »."""
    if km < 0.975:
        return f"{max(50, 50 * round(km * 20))}{_NO_BREAK}m"
    if km < 9.95:
        return f"{_decimal(round(km, 1), '0.0', speech.locale)}{_NO_BREAK}km"
    return f"{_decimal(round(km), '0', speech.locale)}{_NO_BREAK}km"


@lru_cache(maxsize=2048)
def _decimal(value: float, pattern: str, locale: Locale) -> str:
    return format_decimal(value, format=pattern, locale=locale)


def minutes(hours: float) -> int:
    """An estimated duration in minutes, to five of them: nobody knows better."""
    return max(5, 5 * round(hours * 12))


def trip(speech: Speech, hours: float, *, on_foot: bool) -> str:
    """How long the way takes: « environ 15 min à pied »."""
    if on_foot:
        return speech.say("environ {minutes} min à pied", minutes=minutes(hours))
    return speech.say("environ {minutes} min en transports", minutes=minutes(hours))


def number(speech: Speech, value: float) -> str:
    """A number with the language's own decimal mark, three decimals at most."""
    return format_decimal(value, format="0.###", locale=speech.locale)


def score(speech: Speech, value: float) -> str:
    """A score with two decimals: « 0,80 »."""
    return format_decimal(value, format="0.00", locale=speech.locale)


def counts(value: float) -> bool:
    """Whether a part of a score is more than nothing once said with two decimals."""
    return round(abs(value), 2) > 0


def exact_day(speech: Speech, day: date) -> str:
    """A date in full: « 2 novembre 2026 »."""
    said = format_date(day, "long", locale=speech.locale)
    return said.replace("1 ", "1er ", 1) if day.day == 1 and speech.locale.language == "fr" else said


def day(speech: Speech, when: date, today: date) -> str:
    """A date as people say it: « il y a 12 jours »."""
    near = {0: N_("aujourd’hui"), -1: N_("hier"), 1: N_("demain")}
    gap = when - today
    if gap.days in near:
        return speech.say(near[gap.days])
    return format_timedelta(gap, granularity="day", threshold=2, add_direction=True, locale=speech.locale)


def half_days(speech: Speech, mask: int) -> str:
    """Half-days of a week: « lundi matin, du mercredi au vendredi »."""
    names = _day_names(speech.locale)
    halves = [mask >> 2 * position & _WHOLE_DAY for position in range(len(HALF_DAYS) // 2)]
    said: list[str] = []
    for half, run in groupby(range(len(halves)), key=lambda position: halves[position]):
        days = [names[position] for position in run]
        if half and len(days) >= _SHORTEST_RUN:
            said.append(speech.say(_DAYS[half], first=days[0], last=days[-1]))
        elif half:
            said.extend(speech.say(_DAY[half], day=name) for name in days)
    return ", ".join(said) or speech.say("aucune demi-journée")


@cache
def _day_names(locale: Locale) -> tuple[str, ...]:
    """Monday first; looking them up in Babel's tables costs more than the sentence."""
    names = get_day_names("wide", locale=locale)
    return tuple(names[position] for position in range(7))


def languages(speech: Speech, codes: tuple[str, ...] | frozenset[str]) -> str:
    """Languages by name, from their ISO 639-3 codes; a code without a name stands for itself."""
    return speech.listed(language(speech, code) for code in codes)


def language(speech: Speech, code: str) -> str:
    """The name of a language."""
    return _language_name(code, speech.locale)


@lru_cache(maxsize=1024)
def _language_name(code: str, locale: Locale) -> str:
    shorter = get_global("language_aliases").get(code, code)
    name: str = locale.languages.get(shorter, code)
    return name
