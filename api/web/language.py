"""The language of the pages: French alone for now, as are the words of the partners."""

from functools import cache

from api.i18n import DEFAULT_LOCALE, translations
from api.wording import Wording

PAGES_LOCALE = DEFAULT_LOCALE


@cache
def page_wording() -> Wording:
    """What the pages say of the engine's codes."""
    return Wording(translations(PAGES_LOCALE))
