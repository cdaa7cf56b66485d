"""Whether the name of an organisation, or of a function there, tells a sensitive barrier of whoever they follow."""

import re
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from unicodedata import combining, normalize

from network_data.vocabulary.barriers import BARRIERS

_STEMS: Mapping[str, str] = {
    "addict": "addictions",
    "alcool": "addictions",
    "toxico": "addictions",
    "sevrage": "addictions",
    "psych": "sante-mentale",
    "detenu": "suivi-judiciaire",
    "judiciaire": "suivi-judiciaire",
    "penitentiaire": "suivi-judiciaire",
    "prison": "suivi-judiciaire",
    "probation": "suivi-judiciaire",
    "victime": "violences-conflit",
    "violence": "violences-conflit",
    "sexuel": "sante-sexuelle",
}
"""How words begin that the keywords leave out: these find services, and need not be as wary."""
_WORD = re.compile(r"[^\W_]+")
_SMALL = frozenset({"d", "de", "des", "du", "et", "l", "la", "le", "les"})


def gives_away(text: str, known: Collection[str]) -> bool:
    """Whether a word of ``text`` tells a sensitive barrier, and none of those ``known`` explains it.

    Wary on purpose: a name too many hidden costs a question, a name too many shown cannot be taken back.
    """
    words = _folded(text)
    return any(barriers.isdisjoint(known) for barriers in _told(words))


def _told(words: tuple[str, ...]) -> Iterator[frozenset[str]]:
    """For each word or phrase that tells something, the sensitive barriers that it may be about."""
    for phrase, barriers in _phrases().items():
        if any(words[at : at + len(phrase)] == phrase for at in range(len(words))):
            yield barriers
    for stem, barrier in _STEMS.items():
        if any(word.startswith(stem) for word in words):
            yield frozenset({barrier})


@cache
def _phrases() -> Mapping[tuple[str, ...], frozenset[str]]:
    """The keywords and specialist networks of the sensitive barriers, by their words."""
    found: dict[tuple[str, ...], set[str]] = {}
    for barrier in BARRIERS.values():
        if barrier.sensitive:
            for each in (*barrier.keywords, *barrier.specialist_networks):
                found.setdefault(_folded(each), set()).add(barrier.code)
    return {phrase: frozenset(codes) for phrase, codes in found.items()}


def _folded(text: str) -> tuple[str, ...]:
    """The words without capitals, accents or a plural's mark; small ones left out."""
    bare = "".join(each for each in normalize("NFD", text.lower()) if not combining(each))
    return tuple(word.rstrip("s") or word for word in _WORD.findall(bare) if word not in _SMALL)
