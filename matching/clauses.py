"""What a sentence says of its words: that it is done, that it is not, that others do it, or whom it is for."""

from collections.abc import Sequence

from matching.text import SENTENCE_END, fold


class Said:
    """How a word stands in its sentence, as plain numbers, the one that tells least of what is done highest."""

    DONE = 0
    OF_PUBLIC = 1
    """Near a word for people: what they are, receive or look for."""
    LACKED = 2
    """What people are without."""
    LEFT = 3
    """Left to others, or asked for."""
    DENIED = 4


class _Sign:
    """Bits, as plain numbers: an enumeration's operators cost more than the rest of the reading."""

    SENTENCE = 1
    COMMA = 2
    NOT = 4
    LACKING = 8
    EXCLUDING = 16
    WITHOUT = 32
    ELSEWHERE = 64
    PAPERS = 128
    PEOPLE = 256
    CONTRAST = 512
    SUBJECT = 1024
    HAVING = 2048
    UNDOING = 4096
    DIRECTING = 8192
    AIM = 16384
    DIRECTED = 32768
    OURS = 65536
    INVITING = 131072


_WORDS = {
    _Sign.COMMA: ", ( ) :",
    _Sign.NOT: "ne n",
    _Sign.LACKING: "pas plus jamais ni aucun aucune guere",
    _Sign.EXCLUDING: "hors sauf excepte exclusion exception excluant",
    _Sign.WITHOUT: "sans",
    _Sign.ELSEWHERE: (
        "vers redirige redirigeons redirigent renvoie renvoyons renvoient prescription prescripteur prescripteurs "
        "partenariat partenaires releve relevent auparavant anciennement autrefois"
    ),
    _Sign.PAPERS: (
        "justificatif justificatifs munir muni munis munissez presentation apportez presentez prerequis condition "
        "conditions titulaire titulaires obligatoire exige exigee requis requise necessaire necessaires "
        "souhaitable souhaite"
    ),
    _Sign.PEOPLE: (
        "beneficiaires beneficiaire allocataires allocataire titulaires ouvert ouverte ouverts reserve reservee "
        "reserves destine destinee destines public publics personnes personne celles ceux habitants jeunes "
        "adultes femmes hommes salaries demandeurs percevant relevant pour adresse eligibles priorite "
        "prioritairement accessible accessibles dont"
    ),
    _Sign.CONTRAST: "mais cependant toutefois neanmoins revanche sinon uniquement seulement juste",
    # Whose lack is spoken of: it is a need, not a denial.
    _Sign.SUBJECT: (
        "qui vous personnes personne public publics on ceux celles si quand lorsque je quiconque tu car meme "
        "familles gens"
    ),
    _Sign.HAVING: "ont ai as avez avons ayant avoir ayez aurait disposant parlant sachant pouvant sait savent",
    # "n'est pas obligatoire": nothing is denied, nor done.
    _Sign.UNDOING: "besoin obligatoire necessaire exige exigee demande demandee requis requise obliges importe faut",
    # "pas seulement", "n'hésitez pas": it is done.
    _Sign.INVITING: (
        "seulement uniquement limite hesitez hesiter oubliez attendez seul seule seuls restez restent rester "
        "laisse laissez inquietez"
    ),
    _Sign.DIRECTING: (
        "adressez adresser adressons contactez contacter composez voyez demandez dirigez renseignez consultez "
        "tournez orientons renvoyons rapprochez rapprocher appelez"
    ),
    _Sign.AIM: "pour si cas",
    _Sign.DIRECTED: "oriente orientee orientes orientees renvoye renvoyee renvoyes renvoyees rediriges redirigees",
    _Sign.OURS: "nous ici",
}
_SIGNS: dict[str, int] = {}
for _sign, _words in _WORDS.items():
    for _word in _words.split():
        _SIGNS[_word] = _SIGNS.get(_word, 0) | _sign

_LOOK_BACK = 4
_WINDOW = 5
_PUBLIC_REACH = 8
_LACK_REACH = 3
_BEGINNING = 3
_LIST_ITEM = 4
"""A longer part of a sentence after a comma has a verb of its own: a denial does not reach it."""

_PART = _Sign.COMMA | _Sign.CONTRAST
_STIRRING = (
    _Sign.NOT
    | _Sign.LACKING
    | _Sign.EXCLUDING
    | _Sign.WITHOUT
    | _Sign.ELSEWHERE
    | _Sign.PAPERS
    | _Sign.PEOPLE
    | _Sign.DIRECTING
    | _Sign.DIRECTED
)


def sign_of(token: str) -> int:
    """What a token of a text does to its sentence, in bits: nothing, for most."""
    return _SIGNS.get(fold(token), 0) | (_Sign.SENTENCE if token in SENTENCE_END else 0)


def said_of(signs: Sequence[int]) -> list[int] | None:
    """How each token stands in its sentence, by the signs of all; None where every one is simply stated."""
    if not any(sign & _STIRRING for sign in signs):
        return None
    said = [Said.DONE] * len(signs)
    start = 0
    for at, sign in enumerate(signs):
        if sign & _Sign.SENTENCE:
            _judge(signs, said, start, at)
            start = at + 1
    _judge(signs, said, start, len(signs))
    return said


def _judge(signs: Sequence[int], said: list[int], start: int, end: int) -> None:
    """Marks one sentence, from ``start`` up to ``end``."""
    for at in range(start, end):
        sign = signs[at]
        if not sign & _STIRRING:
            continue
        if sign & _Sign.PEOPLE:
            _mark(said, at + 1, min(at + 1 + _PUBLIC_REACH, _next(signs, at, end, _Sign.COMMA)), Said.OF_PUBLIC)
        if sign & _Sign.WITHOUT:
            _mark(said, at + 1, min(at + 1 + _LACK_REACH, end), Said.LACKED)
        if sign & (_Sign.ELSEWHERE | _Sign.PAPERS):
            _mark(said, at + 1, _next(signs, at, end, _Sign.CONTRAST), Said.LEFT)
        if sign & (_Sign.DIRECTING | _Sign.DIRECTED):
            _leave(signs, said, at, start, end)
        _deny(signs, said, at, start, end)


def _leave(signs: Sequence[int], said: list[int], at: int, start: int, end: int) -> None:
    """Pour X, adressez-vous à Y: the whole sentence; Y is where X is orienté(e) vers: that part of the sentence."""
    if signs[at] & _Sign.DIRECTED:
        if any(sign & _Sign.ELSEWHERE for sign in signs[at + 1 : min(at + _BEGINNING, end)]):
            _mark(said, _previous(signs, at, start, _PART), end, Said.LEFT)
        return
    aims = any(sign & _Sign.AIM for sign in signs[start : start + _BEGINNING])
    ours = at + 1 < end and signs[at + 1] & _Sign.OURS
    if aims and not ours:
        _mark(said, start, end, Said.LEFT)


def _deny(signs: Sequence[int], said: list[int], at: int, start: int, end: int) -> None:
    sign = signs[at]
    if sign & _Sign.NOT:
        _deny_verb(signs, said, at, start, end)
    elif sign & _Sign.EXCLUDING or (
        sign & _Sign.LACKING
        and (at == start or signs[at - 1] & _PART)
        and not _undone(signs[at + 1 : min(at + 3, end)])
    ):
        _mark(said, at + 1, _next(signs, at, end, _PART), Said.DENIED)


def _undone(following: Sequence[int]) -> bool:
    return any(sign & (_Sign.UNDOING | _Sign.INVITING) for sign in following)


def _deny_verb(signs: Sequence[int], said: list[int], at: int, start: int, end: int) -> None:
    """N'assure pas la domiciliation: denies the part of the sentence with the verb, and the list that follows it."""
    following = signs[at + 1 : min(at + 1 + _WINDOW, end)]
    lacking = next((place for place, sign in enumerate(following) if sign & _Sign.LACKING), None)
    if lacking is None:
        return
    part = _previous(signs, at, start, _PART)
    if any(sign & _Sign.INVITING for sign in signs[at + 1 : min(at + 4 + lacking, end)]):
        return
    if any(sign & _Sign.UNDOING for sign in signs[at + 1 : min(at + 4 + lacking, end)]):
        _mark(said, part, _next(signs, at, end, _Sign.COMMA), Said.LACKED)
        return
    people = any(sign & _Sign.SUBJECT for sign in signs[max(start, at - _LOOK_BACK) : at])
    if not people and not following[0] & _Sign.HAVING:
        _mark(said, part, _end_of_list(signs, at, end), Said.DENIED)


def _end_of_list(signs: Sequence[int], at: int, end: int) -> int:
    """Where a denial ends: at a contrast, or at the comma before a part too long to be one more thing denied."""
    stop = _next(signs, at, end, _PART)
    while stop < end and signs[stop] & _Sign.COMMA:
        following = _next(signs, stop, end, _PART)
        if following - stop - 1 > _LIST_ITEM:
            break
        stop = following
    return stop


def _next(signs: Sequence[int], at: int, end: int, wanted: int) -> int:
    return next((place for place in range(at + 1, end) if signs[place] & wanted), end)


def _previous(signs: Sequence[int], at: int, start: int, wanted: int) -> int:
    return next((place + 1 for place in range(at - 1, start - 1, -1) if signs[place] & wanted), start)


def _mark(said: list[int], start: int, end: int, how: int) -> None:
    for place in range(start, end):
        said[place] = max(said[place], how)
