"""One language to speak: sentences, plurals, lists, and the conventions that figures follow."""

from collections.abc import Iterable
from gettext import NullTranslations

from babel import Locale
from babel.lists import format_list

from api.i18n import DEFAULT_LOCALE

_CONVENTIONS = {"fr": "fr", "en": "en_GB"}
LISTED = 5
"""A list within a sentence names so many things and counts the rest."""


class Speech:
    """Says sentences in the language of ``translations``."""

    def __init__(self, translations: NullTranslations) -> None:
        self._translations = translations
        language = translations.info().get("language", DEFAULT_LOCALE)
        self.locale = Locale.parse(_CONVENTIONS.get(language, DEFAULT_LOCALE))

    def say(self, sentence: str, **values: object) -> str:
        """The sentence, its ``{names}`` filled with values that are already words."""
        return self._translations.gettext(sentence).format(**values)

    def count(self, one: str, several: str, number: int, **values: object) -> str:
        """The singular or the plural, as this language has it for ``number`` (also given as ``{number}``)."""
        return self._translations.ngettext(one, several, number).format(number=number, **values)

    def listed(self, words: Iterable[str]) -> str:
        """Words joined as in a sentence: « a, b et c »; a long list ends with how many more there are."""
        shown = list(words)
        rest = len(shown) - LISTED
        if rest > 1:
            shown = [*shown[:LISTED], self.count("{number} autre", "{number} autres", rest)]
        return format_list(shown, locale=self.locale)

    def within(self, label: str) -> str:
        """A label as it stands in the middle of a sentence: no capital, unless it starts with an acronym."""
        acronym = label[1:2].isupper() or not label[1:2].isalpha()
        return label if acronym else label[:1].lower() + label[1:]
