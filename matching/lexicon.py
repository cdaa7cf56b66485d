"""Finds many expressions in a text at once: a trie over the words that any expression asks for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

from matching.text import SENTENCE_END, fold, is_little, stem, tokens_of

GAP = 5
"""Words looked ahead for what stands after "…" in an expression."""
ACRONYM = 5
"""Letters up to which an expression in capitals is an acronym, found in capitals only."""

_BREAK = ("",)

Terms = tuple[str, ...]
Meaning = TypeVar("Meaning")


@dataclass(slots=True)
class Node(Generic[Meaning]):
    """A word of the trie: what may follow it at once, what later, and what it ends."""

    following: dict[str, "Node[Meaning]"] = field(default_factory=dict)
    later: dict[str, "Node[Meaning]"] = field(default_factory=dict)
    meanings: list[Meaning] = field(default_factory=list)


class Found(NamedTuple, Generic[Meaning]):
    """An expression found: the positions of its words, and all that it means."""

    at: tuple[int, ...]
    meanings: Sequence[Meaning]


class Lexicon(Generic[Meaning]):
    """Expressions and their meanings, compiled once.

    An expression is one or more words. "X*" is any word that begins so; "X … Y" has Y within ``GAP`` words of X;
    up to five capitals are an acronym; else plurals, accents and capitals do not matter.
    """

    def __init__(self, expressions: Iterable[tuple[str, Meaning]]) -> None:
        self._root: Node[Meaning] = Node()
        self._exact: set[str] = set()
        self._stems: dict[str, set[str]] = {}
        self._beginnings: dict[str, str] = {}
        for expression, meaning in expressions:
            self._add(expression, meaning)

    def _add(self, expression: str, meaning: Meaning) -> None:
        node, leap = self._root, False
        for part in expression.split():
            if part == "…":
                leap = True
                continue
            for word in tokens_of(part):
                if is_little(word):
                    continue
                children = node.later if leap else node.following
                node, leap = children.setdefault(self._term(word, begins=part.endswith("*")), Node()), False
        if node is self._root:
            raise ValueError(f"{expression!r} has no word to look for")
        node.meanings.append(meaning)

    def _term(self, word: str, *, begins: bool) -> str:
        if begins:
            self._beginnings[fold(word)] = f"{fold(word)}*"
            return f"{fold(word)}*"
        if word.isupper() and len(word) <= ACRONYM:
            self._exact.add(word)
            return f"={word}"
        found = stem(word)
        # Without its accent ("IMPAYES") a participle may be found too.
        self._stems.setdefault(found, set()).add(found)
        self._stems.setdefault(fold(found), set()).add(found)
        return found

    def terms(self, token: str) -> Terms:
        """What a token of a text is for the expressions: nothing, for most."""
        if token in SENTENCE_END:
            return _BREAK
        folded = fold(token)
        found = sorted(self._stems.get(stem(token), ()))
        if token in self._exact:
            found.append(f"={token}")
        found += [term for beginning, term in self._beginnings.items() if folded.startswith(beginning)]
        return tuple(found)

    def begun_by(self, terms: Terms) -> tuple[Node[Meaning], ...]:
        """Where the expressions that begin with a token stand: nothing, for most."""
        return tuple([self._root.following[term] for term in terms if term in self._root.following])

    def find(self, words: Sequence[Terms], begun: Iterable[Sequence[Node[Meaning]]]) -> list[Found[Meaning]]:
        """The expressions in ``words``, without those whose words all belong to a longer one.

        ``begun``: for each word, what it begins (``begun_by``). Cost: a few look-ups for each word that begins one.
        """
        found: list[Found[Meaning]] = []
        for start, nodes in enumerate(begun):
            for node in nodes:
                _reach(node, words, (start,), found)
        longer: dict[int, list[tuple[int, ...]]] = {}
        for one in found:
            if len(one.at) > 1:
                for place in one.at:
                    longer.setdefault(place, []).append(one.at)
        return [one for one in found if not _is_within(one.at, longer.get(one.at[0]))] if longer else found


def _is_within(at: tuple[int, ...], longer: Sequence[tuple[int, ...]] | None) -> bool:
    """Whether one of the expressions that hold its first word holds all its words, and more."""
    if longer is None or len(at) == 1:
        return longer is not None
    return any(len(each) > len(at) and set(at).issubset(each) for each in longer)


def _follow(node: Node[Meaning], words: Sequence[Terms], at: tuple[int, ...], found: list[Found[Meaning]]) -> None:
    after = at[-1] + 1
    if node.following and after < len(words):
        for term in words[after]:
            if term in node.following:
                _reach(node.following[term], words, (*at, after), found)
    if node.later:
        for place in range(after, min(after + GAP, len(words))):
            if words[place] is _BREAK:
                break
            for term in words[place]:
                if term in node.later:
                    _reach(node.later[term], words, (*at, place), found)


def _reach(node: Node[Meaning], words: Sequence[Terms], at: tuple[int, ...], found: list[Found[Meaning]]) -> None:
    if node.meanings:
        found.append(Found(at, node.meanings))
    if node.following or node.later:
        _follow(node, words, at, found)
