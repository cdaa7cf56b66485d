"""What the words of a service say of each barrier: a grade, and the expression that says it most.

Expressions of the vocabulary (``network_data.vocabulary.lexicon``) are worth points by how much they tell and where
they stand; what a sentence denies, leaves to others or says of the public counts less or not at all
(``matching.clauses``). The points give the grade. Reading depends on the words and the vocabulary alone.
"""

from collections.abc import Sequence
from enum import IntEnum
from functools import cache
from typing import NamedTuple

from matching.clauses import Said, said_of
from matching.lexicon import Lexicon, Node, Terms
from matching.signs import sign_of
from matching.text import is_little, tokens_of
from network_data.vocabulary import BARRIERS, LEXICON, MASKED, TO_PROFESSIONALS, Told

NAME, OPENING, LATER = range(3)
OPENING_WORDS = 20
"""Words of a description within which a service says what matters most to it."""
POINTS = (
    (6.0, 3.0, 2.0),
    (2.2, 2.0, 1.0),
    (2.5, 1.0, 0.7),
)
"""What a strong, status, supporting expression is worth in the name, the opening and the rest."""
PUBLIC_SHARE = 0.5
"""What is left of an expression that says whom the service is for."""
POINTS_ASIDE = 0.4
"""What an expression is worth that says what people lack or must bring, what others do, or a status of who may come."""
FADING = 0.6
"""Each further expression of one barrier is worth this share of what the one before it was."""
FOCUS = 0.4
"""The share of the points in proportion to how much of what is said at all is said of the barrier."""
TO_PROFESSIONALS_SHARE = 0.3
"""What is left of the points of a text addressed to those who accompany or employ."""


class Grade(IntEnum):
    """How surely the words of a service say that it answers a barrier."""

    ELSEWHERE = 0
    """No word of the barrier, and clear words of others."""
    SILENT = 1
    """No word of the barrier, and nothing clear of others."""
    EVOKED = 2
    HINTED = 3
    STATED = 4
    PLAIN = 5
    STRESSED = 6
    STRONG = 7
    CENTRAL = 8
    APART = 9
    """No word of the barrier, nor of any near it, and a text that is about something else."""
    SENT = 10
    """They send whoever needs it elsewhere, and do something else."""
    DENIED = 11
    """They say that it is not done."""


_AT_LEAST = (
    (6.0, Grade.CENTRAL),
    (5.0, Grade.STRONG),
    (4.0, Grade.STRESSED),
    (3.0, Grade.PLAIN),
    (2.2, Grade.STATED),
    (1.5, Grade.HINTED),
)
"""The points from which words have a grade."""
APART_FROM = Grade.STRONG
"""The grade of one barrier from which those of other domains are apart."""
DENIED_UNLESS = 2.0
"""Points beyond which what is also said of a barrier outweighs a denial, or that it is for others."""
SPEAKS = 2.2
"""Points from which a text says that something is done there, so that what it sends elsewhere is not."""


class Mention(NamedTuple):
    """A barrier that the words speak of, how surely, and the expression that says it most."""

    barrier: str
    grade: Grade
    keyword: str


Reading = tuple[Mention, ...]
"""The barriers that the words speak of, in the vocabulary's order."""


class _Meaning(NamedTuple):
    told: Told
    barrier: str
    label: str


class _Word(NamedTuple):
    """A token of a text: what it is for the expressions, and what it does to its sentence."""

    text: str
    terms: Terms
    begun: Sequence[Node[_Meaning]]
    sign: int


class _Words(dict[str, _Word | None]):
    """Each token met so far; None for a little word."""

    def __missing__(self, token: str) -> _Word | None:
        terms = _lexicon().terms(token)
        word = None if is_little(token) else _Word(token, terms, _lexicon().begun_by(terms), sign_of(token))
        self[token] = word
        return word


_WORDS = _Words()
_ORDER = {barrier: number for number, barrier in enumerate(LEXICON)}


def read_text(name: str, description: str) -> Reading:
    """The reading of a service's words. Cost: proportional to the words, whatever the number of barriers."""
    title = [word for word in map(_WORDS.__getitem__, tokens_of(f"{name}\n")) if word]
    words = title + [word for word in map(_WORDS.__getitem__, tokens_of(description)) if word]
    found = _lexicon().find([word.terms for word in words], [word.begun for word in words])
    if not found:
        return ()
    said = said_of([word.sign for word in words])
    heard = _Heard()
    opening = len(title)
    for at, meanings in found:
        how = Said.DONE if said is None else _how(said, at)
        place = NAME if at[0] < opening else OPENING if at[0] < opening + OPENING_WORDS else LATER
        for meaning in meanings:
            heard.add(meaning, at, how, place)
    return heard.reading(words)


def _how(said: Sequence[int], at: tuple[int, ...]) -> int:
    """How an expression stands: by its first word ("relevé", "vers" may be within it), or denied by any."""
    return Said.DENIED if len(at) > 1 and Said.DENIED in [said[one] for one in at] else said[at[0]]


class _Point(NamedTuple):
    worth: float
    told: Told
    label: str
    at: tuple[int, ...]


class _Heard:
    """What was found of each barrier so far."""

    __slots__ = ("aside", "denied", "points", "sent", "taken", "to_professionals")

    def __init__(self) -> None:
        self.points: dict[str, list[_Point]] = {}
        self.taken: dict[str, set[int]] = {}
        self.aside: dict[str, _Point] = {}
        self.sent: dict[str, _Point] = {}
        self.denied: dict[str, _Point] = {}
        self.to_professionals = False

    def add(self, meaning: _Meaning, at: tuple[int, ...], how: int, place: int) -> None:
        """Counts an expression for a barrier, unless a word of it counts there in one worth as much."""
        told, barrier, label = meaning
        if not barrier:
            self.to_professionals |= told is Told.TO_PROFESSIONALS
        elif how == Said.DENIED:
            self.denied.setdefault(barrier, _Point(0.0, told, label, at))
        elif how == Said.SENT:
            self.sent.setdefault(barrier, _Point(0.0, told, label, at))
        elif how == Said.LEFT:
            return
        elif how == Said.OF_PUBLIC and told is Told.STATUS and place != NAME:
            self.aside.setdefault(barrier, _Point(0.0, told, label, at))
        elif barrier not in self.taken:
            self.taken[barrier] = set(at)
            self.points[barrier] = [_Point(_worth(told, how, place), told, label, at)]
        elif self.taken[barrier].isdisjoint(at):
            self.taken[barrier].update(at)
            self.points[barrier].append(_Point(_worth(told, how, place), told, label, at))
        else:
            self._replace(barrier, _Point(_worth(told, how, place), told, label, at))

    def _replace(self, barrier: str, point: _Point) -> None:
        points = self.points[barrier]
        at = set(point.at)
        if any(one.worth >= point.worth and not at.isdisjoint(one.at) for one in points):
            return
        self.points[barrier] = [*(one for one in points if at.isdisjoint(one.at)), point]
        self.taken[barrier] = {place for one in self.points[barrier] for place in one.at}

    def reading(self, words: Sequence[_Word]) -> Reading:
        """The mentions, in the vocabulary's order."""
        share = TO_PROFESSIONALS_SHARE if self.to_professionals else 1.0
        totals = {barrier: _total(points) for barrier, points in self.points.items()}
        everything = sum(totals.values())
        grades = dict.fromkeys(self.aside, Grade.ELSEWHERE)
        grades |= dict.fromkeys(self.sent, Grade.SENT if everything >= SPEAKS else Grade.ELSEWHERE)
        grades |= dict.fromkeys(self.denied, Grade.DENIED)
        best = self.aside | self.sent | self.denied
        for barrier, own in totals.items():
            if own > DENIED_UNLESS or (barrier not in self.denied and barrier not in self.sent):
                points = self.points[barrier]
                worth = share * own * (1.0 - FOCUS + FOCUS * own / everything)
                grades[barrier] = min(_grade(worth), _most(points))
                best[barrier] = max(points, key=_worth_of)
        return tuple(
            [
                Mention(barrier, grades[barrier], _as_written(best[barrier], words))
                for barrier in sorted(grades, key=_ORDER.__getitem__)
            ]
        )


def _most(points: Sequence[_Point]) -> Grade:
    """The highest grade of what was found: without a strong expression, a hint."""
    if any(point.told is Told.STRONG for point in points):
        return Grade.CENTRAL
    return Grade.EVOKED if len(points) == 1 and points[0].told is Told.SUPPORTING else Grade.HINTED


def _worth_of(point: _Point) -> float:
    return point.worth


def _as_written(point: _Point, words: Sequence[_Word]) -> str:
    """An expression as evidence: the vocabulary's spelling, or the words of the text where that is a pattern."""
    if "…" in point.label or "*" in point.label:
        return " … ".join(words[place].text for place in point.at)
    return point.label


def _worth(told: Told, how: int, place: int) -> float:
    if how == Said.LACKED:
        return POINTS_ASIDE
    return POINTS[told][place] * (PUBLIC_SHARE if how == Said.OF_PUBLIC and place != NAME else 1.0)


def _total(points: Sequence[_Point]) -> float:
    if len(points) == 1:
        return points[0].worth
    total, factor = 0.0, 1.0
    for worth in sorted([point.worth for point in points], reverse=True):
        total += worth * factor
        factor *= FADING
    return total


def _grade(worth: float) -> Grade:
    return next((grade for least, grade in _AT_LEAST if worth >= least), Grade.EVOKED)


class Silence(NamedTuple):
    """What it means that a text does not mention a barrier: its grade, by the domain of the barrier."""

    grade: Grade
    domains: frozenset[str] | None
    """Those that the text speaks of, where it is so surely about one thing that the others are apart."""

    def of(self, barrier: str) -> Grade:
        """The grade of a barrier without a word."""
        return self.grade if self.domains is None or BARRIERS[barrier].domain in self.domains else Grade.APART


def silence_of(reading: Reading) -> Silence:
    """The grade of every barrier that a reading does not mention."""
    surest = max([one.grade for one in reading if one.grade <= Grade.CENTRAL], default=Grade.SILENT)
    if surest < APART_FROM:
        return Silence(Grade.ELSEWHERE if surest >= Grade.STATED else Grade.SILENT, None)
    told = [one.barrier for one in reading if Grade.HINTED <= one.grade <= Grade.CENTRAL]
    return Silence(Grade.ELSEWHERE, frozenset([BARRIERS[barrier].domain for barrier in told]))


@cache
def _lexicon() -> Lexicon[_Meaning]:
    entries = [
        (label, _Meaning(told, barrier, label))
        for barrier, words in LEXICON.items()
        for told, labels in words.by_weight()
        for label in labels
    ]
    entries = [(label, _Meaning(Told.TO_PROFESSIONALS, "", label)) for label in TO_PROFESSIONALS] + entries
    entries = [(label, _Meaning(Told.MASKED, "", label)) for label in MASKED] + entries
    return Lexicon(entries)
