"""The languages that people and services may speak, by ISO 639-3 code."""

from functools import cache

from babel import Locale
from babel.core import get_global

_CODE_LENGTH = 3
_BIBLIOGRAPHIC = (
    *("alb", "arm", "baq", "bur", "chi", "cze", "dut", "fre", "geo", "ger"),
    *("gre", "ice", "mac", "mao", "may", "per", "rum", "slo", "tib", "wel"),
)
"""Codes of ISO 639-2 that ISO 639-3 writes otherwise (``fre`` is ``fra``)."""
_SIGNED = {"fsl": "langue des signes française"}


@cache
def languages() -> frozenset[str]:
    """Every code that Unicode's data knows as a language: nearly all of ISO 639-3."""
    known = {*get_global("likely_subtags"), *get_global("language_aliases"), *Locale("fr").languages, *_SIGNED}
    return frozenset(code for code in known if len(code) == _CODE_LENGTH) - {*_BIBLIOGRAPHIC}


@cache
def named_languages() -> dict[str, str]:
    """The languages that have a French name, with it."""
    aliases, names = get_global("language_aliases"), Locale("fr").languages
    named = {code: names.get(aliases.get(code, code)) for code in sorted(languages())}
    return {code: name for code, name in named.items() if name} | _SIGNED


@cache
def described_languages() -> dict[str, str]:
    """What each named language may be looked for by: its codes in other lists, and its name."""
    aliases = get_global("language_aliases")
    others = {code: [aliases.get(code, ""), *_written_otherwise(code)] for code in named_languages()}
    return {code: " ".join([code, *others[code], name]) for code, name in named_languages().items()}


def _written_otherwise(code: str) -> list[str]:
    aliases = get_global("language_aliases")
    return [other for other in _BIBLIOGRAPHIC if code in aliases and aliases.get(other) == aliases[code]]
