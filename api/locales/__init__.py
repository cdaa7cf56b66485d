"""Compiles the catalogues of a locale in memory: every ``.po`` file beside this module counts, no ``.mo`` is stored."""

from gettext import GNUTranslations
from importlib.resources import files
from io import BytesIO

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def catalogue(locale: str) -> Catalog:
    """All the sentences of a locale, from its files in ascending order of name."""
    whole = Catalog(locale=locale)
    folder = files("api.locales") / locale / "LC_MESSAGES"
    for path in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if path.name.endswith(".po"):
            for message in read_po(BytesIO(path.read_bytes()), locale=locale):
                if message.id:
                    whole[message.id] = message
    return whole


def compiled(locale: str) -> GNUTranslations:
    """The catalogue of a locale, ready to speak."""
    binary = BytesIO()
    write_mo(binary, catalogue(locale))
    binary.seek(0)
    return GNUTranslations(binary)
