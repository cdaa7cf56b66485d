"""Speaks French or English: sentences stand in the code in French, and English looks them up in a catalogue."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from gettext import NullTranslations

LOCALES = ("fr", "en")
DEFAULT_LOCALE = "fr"


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence to be said later, in the reader's language, with its figures."""

    text: str
    values: Mapping[str, object] = field(default_factory=dict)

    def said(self, language: NullTranslations) -> str:
        """The sentence in ``language``."""
        values = {
            name: value.said(language) if isinstance(value, Message) else value for name, value in self.values.items()
        }
        return language.gettext(self.text).format(**values)


def say(text: str, **values: object) -> Message:
    """A sentence whose ``{names}`` are filled with ``values``; the catalogue is extracted from these calls."""
    return Message(text, values)


def N_(text: str) -> str:  # noqa: N802 - the name everybody gives to this mark
    """Marks a sentence for the catalogue and leaves it as it is: it will be said later."""
    return text


class French(NullTranslations):
    """The language the sentences are written in: each is its own translation, and zero is singular."""

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return msgid1 if abs(n) < 2 else msgid2


@cache
def translations(locale: str) -> NullTranslations:
    """The language of ``locale``; a sentence absent from its catalogues stays in French.

    Raises:
        KeyError: the locale is not one of ``LOCALES``.
    """
    if locale not in LOCALES:
        raise KeyError(locale)
    if locale == DEFAULT_LOCALE:
        return French()
    from api.locales import compiled  # noqa: PLC0415 - Babel is only for those who ask for another language

    return compiled(locale)


def pick_locale(accept_language: str | None) -> str:
    """The first of ``LOCALES`` that an ``Accept-Language`` header prefers; French when it prefers none."""
    best, best_weight = DEFAULT_LOCALE, 0.0
    for part in (accept_language or "").split(","):
        tag, _, parameters = part.partition(";")
        locale = tag.strip().lower().partition("-")[0]
        locale = DEFAULT_LOCALE if locale == "*" else locale
        weight = _weight(parameters)
        if locale in LOCALES and weight > best_weight:
            best, best_weight = locale, weight
    return best


def _weight(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    if name.strip().lower() != "q":
        return 1.0
    try:
        return min(1.0, max(0.0, float(value)))
    except ValueError:
        return 0.0
