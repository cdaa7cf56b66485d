"""What a sentence says of its words: that it is done, that it is not, that others do it, or whom it is for."""

from collections.abc import Sequence

from matching.signs import Sign


class Said:
    """How a word stands in its sentence, as plain numbers, the one that tells least of what is done highest."""

    DONE = 0
    OF_PUBLIC = 1
    """Near a word for people: what they are, receive or look for."""
    LACKED = 2
    """What people are without."""
    LEFT = 3
    """What others do, or what is asked for."""
    SENT = 4
    """Whoever needs it is told to go elsewhere."""
    DENIED = 5


_LOOK_BACK = 4
_WINDOW = 5
_PUBLIC_REACH = 8
_LACK_REACH = 3
_BEGINNING = 3
_NEAR = 2
_ORIENTED = 6
"""Words before "vers" among which one that orients is sought."""
_BEFORE_REQUIRED = 4
_LIST_ITEM = 4
"""A longer part of a sentence after a comma has a verb of its own: a denial does not reach it."""
_PAPER = 8
"""Words up to which a part of the sentence after "documents à fournir" is one more paper."""
_PAPER_LINE = 16
"""The same for a line of its own; one that says "nous" is not."""

_PART = Sign.COMMA | Sign.CONTRAST
_STIRRING = (
    Sign.NOT
    | Sign.LACKING
    | Sign.EXCLUDING
    | Sign.WITHOUT
    | Sign.TOWARDS
    | Sign.OTHERS
    | Sign.BY
    | Sign.PAPERS
    | Sign.REQUIRED
    | Sign.ASKED
    | Sign.BELONGING
    | Sign.PEOPLE
    | Sign.ADDRESSED
    | Sign.DIRECTING
    | Sign.DIRECTED
)


def said_of(signs: Sequence[int]) -> list[int] | None:
    """How each token stands in its sentence, by the signs of all; None where every one is simply stated."""
    if not any(sign & _STIRRING for sign in signs):
        return None
    said = [Said.DONE] * len(signs)
    start = 0
    for at, sign in enumerate(signs):
        if sign & Sign.SENTENCE:
            _judge(signs, said, start, at)
            start = at + 1
    _judge(signs, said, start, len(signs))
    if any(sign & (Sign.PAPERS | Sign.ASKED) for sign in signs):
        _mark_papers(signs, said)
    return said


def _mark_papers(signs: Sequence[int], said: list[int]) -> None:
    """Marks the lines after "Pièces à fournir :" as asked for, up to one that is no paper, or blank after the first."""
    start, awaited, listed = 0, False, False
    for at in [*(place for place, sign in enumerate(signs) if sign & Sign.SENTENCE), len(signs)]:
        if _announces_papers(signs, start, at):
            awaited, listed = True, False
        elif awaited and at == start:
            awaited = not (listed and at < len(signs) and signs[at] & Sign.BREAK)
        elif awaited:
            awaited = listed = at - start <= _PAPER_LINE and not _holds(signs[start:at], Sign.OURS)
            if listed:
                _mark(said, start, at, Said.LEFT)
        start = at + 1


def _announces_papers(signs: Sequence[int], start: int, end: int) -> bool:
    if start == end:
        return False
    if signs[end - 1] & Sign.COLON:
        return any(sign & Sign.PAPERS or _is_asked(signs, at, start) for at, sign in enumerate(signs[start:end], start))
    return end < len(signs) and bool(signs[end] & Sign.BREAK) and _is_asked(signs, end - 1, start)


def _judge(signs: Sequence[int], said: list[int], start: int, end: int) -> None:
    """Marks one sentence, from ``start`` up to ``end``."""
    for at in range(start, end):
        sign = signs[at]
        if not sign & _STIRRING:
            continue
        if sign & (Sign.PEOPLE | Sign.ADDRESSED) and _is_public(signs, at, start, end):
            _mark(said, at + 1, min(at + 1 + _PUBLIC_REACH, _next(signs, at, end, Sign.COMMA)), Said.OF_PUBLIC)
        if sign & Sign.WITHOUT:
            _mark(said, at + 1, min(at + 1 + _LACK_REACH, end), Said.LACKED)
        if _is_theirs(signs, at, start):
            _mark(said, at + 1, _end_of_list(signs, at, end), Said.LEFT)
        if sign & (Sign.PAPERS | Sign.ASKED | Sign.REQUIRED):
            _ask(signs, said, at, start, end)
        if sign & (Sign.DIRECTING | Sign.DIRECTED):
            _send(signs, said, at, start, end)
        _deny(signs, said, at, start, end)


def _is_public(signs: Sequence[int], at: int, start: int, end: int) -> bool:
    """Whether people are named: "s'adresse à" and not "une adresse", "pour les jeunes" and not "pour trouver"."""
    if signs[at] & Sign.ADDRESSED:
        return at > start and bool(signs[at - 1] & Sign.SELF)
    aims = signs[at] & Sign.AIM and any(sign & Sign.INFINITIVE for sign in signs[at + 1 : min(at + 1 + _NEAR, end)])
    return not aims


def _is_theirs(signs: Sequence[int], at: int, start: int) -> bool:
    """Whether what follows is what others are or do: "orienter vers", "en lien avec", "financé par", "relève de"."""
    sign = signs[at]
    if sign & Sign.TOWARDS:
        return _holds(signs[max(start, at - _ORIENTED) : at], Sign.ORIENTING)
    if sign & Sign.BY:
        return _holds(signs[max(start, at - _NEAR) : at], Sign.BACKED)
    return bool(sign & (Sign.OTHERS | Sign.BELONGING))


def _ask(signs: Sequence[int], said: list[int], at: int, start: int, end: int) -> None:
    """Se munir de X, pièces à fournir : X, X obligatoire, X à présenter: X is not given here."""
    if signs[at] & Sign.PAPERS or _is_asked(signs, at, start):
        _mark(said, at + 1, _end_of_list(signs, at, end, _PAPER), Said.LEFT)
    elif signs[at] & Sign.REQUIRED and not _holds(signs[max(start, at - _BEGINNING) : at], Sign.NOT | Sign.LACKING):
        _mark(said, max(_previous(signs, at, start, _PART), at - _BEFORE_REQUIRED), at, Said.LEFT)
    elif signs[at] & Sign.ASKED and at + 1 == end:
        _mark(said, _previous(signs, at, start, _PART), at, Said.LEFT)


def _is_asked(signs: Sequence[int], at: int, start: int) -> bool:
    return bool(signs[at] & Sign.ASKED) and _holds(signs[max(start, at - _BEGINNING) : at], Sign.LIST)


def _send(signs: Sequence[int], said: list[int], at: int, start: int, end: int) -> None:
    """Pour X, adressez-vous à Y; X : s'adresser à Y: the whole sentence; X est orienté vers Y: that part of it."""
    if signs[at] & Sign.DIRECTED:
        if _holds(signs[at + 1 : min(at + _BEGINNING, end)], Sign.TOWARDS):
            _mark(said, _previous(signs, at, start, _PART), at, Said.SENT)
        return
    aims = _holds(signs[start : start + _BEGINNING], Sign.AIM) or _holds(signs[max(start, at - _NEAR) : at], Sign.COLON)
    if aims and not _holds(signs[at + 1 : min(at + 1 + _BEGINNING, end)], Sign.OURS):
        _mark(said, start, end, Said.SENT)


def _deny(signs: Sequence[int], said: list[int], at: int, start: int, end: int) -> None:
    sign = signs[at]
    if sign & Sign.NOT:
        _deny_verb(signs, said, at, start, end)
    elif sign & Sign.EXCLUDING or (
        sign & Sign.LACKING and (at == start or signs[at - 1] & _PART) and not _undone(signs[at + 1 : min(at + 3, end)])
    ):
        _mark(said, at + 1, _next(signs, at, end, _PART), Said.DENIED)


def _undone(following: Sequence[int]) -> bool:
    return any(sign & (Sign.UNDOING | Sign.INVITING) for sign in following)


def _deny_verb(signs: Sequence[int], said: list[int], at: int, start: int, end: int) -> None:
    """N'assure pas la domiciliation: denies the part of the sentence with the verb, and the list that follows it."""
    following = signs[at + 1 : min(at + 1 + _WINDOW, end)]
    lacking = next((place for place, sign in enumerate(following) if sign & Sign.LACKING), None)
    if lacking is None:
        return
    part = _previous(signs, at, start, _PART)
    if any(sign & Sign.INVITING for sign in signs[at + 1 : min(at + 4 + lacking, end)]):
        return
    if any(sign & Sign.UNDOING for sign in signs[at + 1 : min(at + 4 + lacking, end)]):
        _mark(said, part, _next(signs, at, end, Sign.COMMA), Said.LACKED)
        return
    people = any(sign & Sign.SUBJECT for sign in signs[max(start, at - _LOOK_BACK) : at])
    if not people and not following[0] & Sign.HAVING:
        _mark(said, part, _end_of_list(signs, at, end), Said.DENIED)


def _end_of_list(signs: Sequence[int], at: int, end: int, longest: int = _LIST_ITEM) -> int:
    """Where a list ends: at a contrast, or at the comma before a part too long to be one more thing of it."""
    stop = _next(signs, at, end, _PART)
    while stop < end and signs[stop] & Sign.COMMA:
        following = _next(signs, stop, end, _PART)
        if following - stop - 1 > longest:
            break
        stop = following
    return stop


def _holds(signs: Sequence[int], wanted: int) -> bool:
    return any(sign & wanted for sign in signs)


def _next(signs: Sequence[int], at: int, end: int, wanted: int) -> int:
    return next((place for place in range(at + 1, end) if signs[place] & wanted), end)


def _previous(signs: Sequence[int], at: int, start: int, wanted: int) -> int:
    return next((place + 1 for place in range(at - 1, start - 1, -1) if signs[place] & wanted), start)


def _mark(said: list[int], start: int, end: int, how: int) -> None:
    for place in range(start, end):
        said[place] = max(said[place], how)
