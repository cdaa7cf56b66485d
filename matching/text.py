"""Cuts a text into words, and brings the forms of one word together."""

import re
from functools import lru_cache
from unicodedata import combining, normalize

SENTENCE_END = frozenset(".;!?\n•")

_TOKEN = re.compile(r"[^\W_]+|[.;:!?\n,()•]")
_EMPTY_WORDS = frozenset({"a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "un", "une"})
_SHORT = 3
"""Words this short have no plural to set aside ("cas", "bus")."""


@lru_cache(maxsize=200_000)
def fold(token: str) -> str:
    """Lower case without accents."""
    return "".join(char for char in normalize("NFD", token.lower().replace("œ", "oe")) if not combining(char))


def stem(token: str) -> str:
    """A word without accents, plural or feminine of a participle, whose é stays: "impayées" is "impayé"."""
    if len(token) <= _SHORT:
        return fold(token)
    singular = token.lower().rstrip("sx")
    if singular.endswith(("é", "ée")):
        return f"{fold(singular.rstrip('eé'))}é"
    return fold(singular)


def tokens_of(text: str) -> list[str]:
    """The words and marks of punctuation of ``text``, as written."""
    return _TOKEN.findall(text)


def is_little(token: str) -> bool:
    """Whether a word is set aside wherever expressions are sought: an article, "de", "et"."""
    return fold(token) in _EMPTY_WORDS
