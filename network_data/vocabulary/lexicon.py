"""The words by which services say what they do: for each barrier by how much they tell, and what misleads."""

import tomllib
from enum import IntEnum
from types import MappingProxyType

from network_data.vocabulary.barriers import BARRIERS
from network_data.vocabulary.loading import Entry, raw_text


class Told(IntEnum):
    """How much an expression tells."""

    STRONG = 0
    """Says by itself that the matter is dealt with."""
    STATUS = 1
    """Strong, unless the sentence is about who may come."""
    SUPPORTING = 2
    """Points there, and needs company."""
    MASKED = 3
    """Holds a barrier's word and means something else."""
    TO_PROFESSIONALS = 4
    """Speaks to those who accompany or employ, not to the person."""


class Words(Entry):
    """The expressions that speak of one barrier, by how much they tell.

    ``wide_thematiques``: its thématiques are those of a wider barrier, so that alone they say little of this one.
    """

    strong: tuple[str, ...] = ()
    supporting: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    wide_thematiques: bool = False

    def by_weight(self) -> tuple[tuple[Told, tuple[str, ...]], ...]:
        """The expressions by how much they tell, most first."""
        return ((Told.STRONG, self.strong), (Told.STATUS, self.status), (Told.SUPPORTING, self.supporting))


class _Expressions(Entry):
    expressions: tuple[str, ...]


class _Lexicon(Entry):
    barrier: dict[str, Words]
    masked: _Expressions
    professionals: _Expressions


_FILE = _Lexicon.model_validate(tomllib.loads(raw_text("lexicon")))


def _with_keywords(code: str, words: Words) -> Words:
    """The words of a barrier, its keywords among the strong ones unless they stand elsewhere."""
    graded = {*words.supporting, *words.status}
    keywords = [word for word in BARRIERS[code].keywords if word not in graded]
    return words.model_copy(update={"strong": tuple(dict.fromkeys([*keywords, *words.strong]))})


LEXICON = MappingProxyType({code: _with_keywords(code, _FILE.barrier[code]) for code in BARRIERS})
"""The expressions of every barrier, in the vocabulary's order."""

MASKED = _FILE.masked.expressions
TO_PROFESSIONALS = _FILE.professionals.expressions

WIDELY_TAGGED = frozenset(code for code, words in LEXICON.items() if words.wide_thematiques)
"""The barriers whose thématiques are those of a wider one."""
