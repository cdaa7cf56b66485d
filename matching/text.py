"""Finds the vocabulary's keywords in the words of a service: whole tokens, small spelling differences, no negations.

Keywords of up to five letters match exactly (acronyms in capitals only in capitals); longer ones match a token
whose normalised similarity (rapidfuzz) is at least ``SIMILARITY``. A keyword that the text denies does not count.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import combining, normalize

from rapidfuzz.fuzz import ratio

SIMILARITY = 92.0
"""Above "formation" / "information" (90), below "réfugié" / "réfugiés" (93)."""
EXACT_LENGTH = 5

_TOKEN = re.compile(r"[^\W_]+|[.;:!?\n,()]")
_CLAUSE_END = frozenset(".;:!?\n,()")
_EMPTY_WORDS = frozenset({"a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "un", "une"})
_EXCLUDING = frozenset({"hors", "sauf", "excepte", "exclusion", "exception", "aucun", "aucune"})
_HAVING = frozenset({"ont", "a", "ai", "as", "avez", "avons", "ayant", "avoir", "est"})
_LACKING = frozenset({"pas", "plus", "jamais", "ni", "aucun", "aucune"})


@dataclass(frozen=True, slots=True)
class Keyword:
    """A keyword of the vocabulary, cut into the tokens that a text must show one after the other."""

    label: str
    tokens: tuple[str, ...]

    @classmethod
    def of(cls, label: str) -> "Keyword":
        """The keyword written ``label``."""
        return cls(label, tuple(token for token in _words(label) if fold(token) not in _EMPTY_WORDS))


@lru_cache(maxsize=200_000)
def fold(token: str) -> str:
    """Lower case without accents."""
    return "".join(char for char in normalize("NFD", token.lower()) if not combining(char))


def _words(text: str) -> list[str]:
    return [token for token in _TOKEN.findall(text) if token not in _CLAUSE_END]


def clauses(text: str) -> list[list[str]]:
    """The text cut at its punctuation, each clause a list of tokens as written."""
    found: list[list[str]] = [[]]
    for token in _TOKEN.findall(text):
        if token in _CLAUSE_END:
            found.append([])
        else:
            found[-1].append(token)
    return [clause for clause in found if clause]


@lru_cache(maxsize=500_000)
def token_matches(wanted: str, token: str) -> bool:
    """Whether one token of a text is the ``wanted`` token of a keyword."""
    if wanted.isupper() and len(wanted) <= EXACT_LENGTH:
        return token == wanted
    left, right = fold(wanted), fold(token)
    if len(left) <= EXACT_LENGTH:
        return left == right
    return ratio(left.rstrip("sx"), right.rstrip("sx"), score_cutoff=SIMILARITY) > 0


class KeywordFinder:
    """Finds many keywords in many texts; each distinct token is compared with the keywords once."""

    def __init__(self, labels: Iterable[str]) -> None:
        self._keywords = tuple(Keyword.of(label) for label in dict.fromkeys(labels))
        self._starting: dict[str, tuple[Keyword, ...]] = {}

    def find(self, text: str) -> frozenset[str]:
        """The labels of the keywords that ``text`` states and does not deny."""
        found: set[str] = set()
        for clause in clauses(text):
            kept = [token for token in clause if fold(token) not in _EMPTY_WORDS]
            hits = [keyword for at in range(len(kept)) for keyword in self._at(kept, at)]
            if hits and not _denies([fold(token) for token in clause]):
                found.update(keyword.label for keyword in hits)
        return frozenset(found)

    def _at(self, tokens: Sequence[str], at: int) -> list[Keyword]:
        starting = self._starting_with(tokens[at])
        return [keyword for keyword in starting if _continues(keyword.tokens, tokens, at)] if starting else []

    def _starting_with(self, token: str) -> tuple[Keyword, ...]:
        known = self._starting.get(token)
        if known is None:
            known = tuple(keyword for keyword in self._keywords if token_matches(keyword.tokens[0], token))
            self._starting[token] = known
        return known


def _continues(wanted: Sequence[str], tokens: Sequence[str], at: int) -> bool:
    following = tokens[at + 1 : at + len(wanted)]
    return len(following) == len(wanted) - 1 and all(map(token_matches, wanted[1:], following))


def _denies(folded: Sequence[str]) -> bool:
    """Whether a clause says what is *not* done.

    "n'assure pas la domiciliation" and "hors domiciliation" deny; "qui n'ont pas de compte bancaire" speaks of the
    people, whose lack is the very need, and does not.
    """
    if _EXCLUDING.intersection(folded) and not _HAVING.intersection(folded):
        return True
    for at, token in enumerate(folded):
        if token in ("ne", "n"):
            following = folded[at + 1 : at + 5]
            speaks_of_people = bool(following) and following[0] in _HAVING and "etre" not in folded
            proposed = speaks_of_people and following[0] == "est"
            if _LACKING.intersection(following) and (proposed or not speaks_of_people):
                return True
    return bool(folded) and folded[0] == "pas"
