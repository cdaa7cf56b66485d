"""Reads one cell of a file of people; what is wrong is said without repeating what was written."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from api.v1.codes import nearest
from api.v1.languages import described_languages, languages
from network_data.exchange.phones import e164
from network_data.vocabulary import BARRIERS, PAPERS

_FRENCH_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_APART = re.compile(r"[,|]")
LONGEST = 100
YOUNGEST, ELDEST = 14, 100
FARTHEST = timedelta(days=60 * 366)
_BARRIERS = {code: f"{code} {barrier.label}" for code, barrier in BARRIERS.items()}
_PAPERS = {code: f"{code} {paper.label}" for code, paper in PAPERS.items()}


class CellError(ValueError):
    """What is wrong with a cell, in French."""


@dataclass(frozen=True, slots=True)
class Barrier:
    """A barrier as a cell states it: ``identite:3!`` is severe, and put first by the person."""

    code: str
    severity: int = 2
    priority: bool = False


def day(text: str) -> date:
    """A day as ``2026-11-23`` or ``23/11/2026``."""
    french = _FRENCH_DAY.fullmatch(text)
    try:
        if french:
            return date(int(french[3]), int(french[2]), int(french[1]))
        if _ISO_DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise CellError("écrivez un jour comme 2026-11-23 ou 23/11/2026")


def day_near(today: date) -> Callable[[str], date]:
    """A day that is not out of all measure."""

    def read(text: str) -> date:
        found = day(text)
        if abs(found - today) > FARTHEST:
            raise CellError("vérifiez l’année de ce jour")
        return found

    return read


def past_day(today: date, oldest: timedelta) -> Callable[[str], date]:
    """A day that has come, not longer ago than ``oldest``."""

    def read(text: str) -> date:
        found = day(text)
        if not today - oldest <= found <= today:
            raise CellError("ce jour est à venir, ou trop ancien")
        return found

    return read


def birth_year(today: date) -> Callable[[str], int]:
    """The year of birth of somebody who works."""

    def read(text: str) -> int:
        if not (text.isascii() and text.isdecimal() and today.year - ELDEST <= int(text) <= today.year - YOUNGEST):
            raise CellError("écrivez l’année de naissance en quatre chiffres, comme 1984")
        return int(text)

    return read


def yes_or_no(text: str) -> bool:
    """``oui`` or ``non``."""
    found = {"oui": True, "non": False}.get(text.lower())
    if found is None:
        raise CellError("écrivez oui ou non")
    return found


def phone(text: str) -> str:
    """A telephone number, in E.164."""
    found = e164(text)
    if found is None:
        raise CellError("écrivez un numéro de téléphone complet, comme 06 12 34 56 78")
    return found


def mail(text: str) -> str:
    """An e-mail address."""
    if not _MAIL.fullmatch(text):
        raise CellError("écrivez une adresse électronique complète")
    return text


def short(text: str) -> str:
    """A name or another few words."""
    if len(text) > 100:
        raise CellError(f"gardez {LONGEST} caractères au plus")
    return text


def barriers(text: str) -> tuple[Barrier, ...]:
    """Barriers apart by commas, each a code, ``:1`` to ``:3`` for how severe, ``!`` where the person puts it first."""
    found = []
    for number, part in enumerate(_parts(text), start=1):
        code, _, severity = part.removesuffix("!").partition(":")
        _check(number, "frein", code.strip(), _BARRIERS)
        if severity.strip() not in {"", "1", "2", "3"}:
            raise CellError(f"le {_rank(number)} frein : la gravité va de 1 à 3, comme identite:3")
        found.append(Barrier(code.strip(), int(severity or 2), part.endswith("!")))
    _check_once([each.code for each in found], "frein")
    return tuple(found)


def papers(today: date) -> Callable[[str], dict[str, date | None]]:
    """Papers apart by commas, each a code, and ``:`` with its end where one is written on it."""
    read_day = day_near(today)

    def read(text: str) -> dict[str, date | None]:
        found: list[tuple[str, date | None]] = []
        for number, part in enumerate(_parts(text), start=1):
            code, _, until = part.partition(":")
            _check(number, "papier", code.strip(), _PAPERS)
            try:
                found.append((code.strip(), read_day(until.strip()) if until.strip() else None))
            except CellError as error:
                raise CellError(f"le {_rank(number)} papier : {error}") from error
        _check_once([code for code, _ in found], "papier")
        return dict(found)

    return read


def spoken(text: str) -> tuple[str, ...]:
    """Languages apart by commas, by their ISO 639-3 codes."""
    found = _parts(text)
    for number, code in enumerate(found, start=1):
        if code not in languages():
            near = nearest(code, described_languages())
            raise CellError(f"la langue n° {number} n’a pas un code connu ; le plus proche est {near}")
    return tuple(dict.fromkeys(found))


def _parts(text: str) -> list[str]:
    return [part.strip() for part in _APART.split(text) if part.strip()]


def _check(number: int, what: str, code: str, described: Mapping[str, str]) -> None:
    if code not in described:
        raise CellError(
            f"le {_rank(number)} {what} n’a pas un code connu ; le plus proche est {nearest(code, described)}"
        )


def _check_once(codes: list[str], what: str) -> None:
    if len(set(codes)) < len(codes):
        raise CellError(f"un {what} y est deux fois")


def _rank(number: int) -> str:
    return "1er" if number == 1 else f"{number}e"
