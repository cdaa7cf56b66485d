"""Codes that must be the vocabulary's: an unknown one is refused, naming the nearest that exists."""

from collections.abc import Callable, Collection, Mapping
from typing import Annotated
from unicodedata import normalize

from babel.dates import get_day_names
from pydantic import AfterValidator, WithJsonSchema
from rapidfuzz import fuzz
from rapidfuzz.utils import default_process

from api.faults import Told
from api.i18n import N_, Message, say
from api.v1.languages import described_languages, languages
from api.validation import refuse_later, shown_code
from network_data.vocabulary import BARRIERS, HALF_DAYS, PAPERS, PUBLICS

_NAME_WORTH = 0.9
"""A resemblance to the name counts a little less than one to the code itself."""

_LONGEST = 60
"""No code is longer: what is beyond is not read, so that nobody makes us compare a novel."""


def nearest(code: str, described: Mapping[str, str]) -> str:
    """The code that resembles ``code`` most, by itself or by its description; the first of equals."""
    sent = _letters(code[:_LONGEST])
    return max(described, key=lambda known: _resemblance(sent, _letters(known), _letters(described[known])))


def _letters(text: str) -> str:
    """Lower-case letters and figures, without accents."""
    return default_process(normalize("NFKD", text).encode("ascii", "ignore").decode())


def _resemblance(sent: str, known: str, description: str) -> tuple[float, float]:
    by_code = fuzz.ratio(sent, known)
    by_name = _NAME_WORTH * fuzz.token_set_ratio(sent, description)
    return max(by_code, by_name), max(by_code, fuzz.ratio(sent, description))


def _among(
    known: Callable[[], Collection[str]], described: Callable[[], Mapping[str, str]], named: str, unnamed: str
) -> AfterValidator:
    """Accepts the ``known`` codes; another is refused, and ``named`` only if it can be nothing but a code."""

    def check(code: str) -> str:
        if code not in known():
            raise refuse_later(lambda: tell(code))
        return code

    def tell(code: str) -> Told:
        shown = shown_code(code)
        problem = Message(named, {"code": shown}) if shown else Message(unnamed)
        return problem, say("Le plus proche est « {near} ».", near=nearest(code, described()))

    return AfterValidator(check)


def _half_day_names() -> dict[str, str]:
    names = [get_day_names("wide", locale=locale) for locale in ("fr", "en")]
    halves = ("matin morning", "apres midi afternoon")
    return {
        code: f"{code} {names[0][rank // 2]} {names[1][rank // 2]} {halves[rank % 2]}"
        for rank, code in enumerate(HALF_DAYS)
    }


_BARRIERS = {code: f"{code} {barrier.label}" for code, barrier in BARRIERS.items()}
_PAPERS = {code: f"{code} {paper.label}" for code, paper in PAPERS.items()}
_PUBLICS = {code: f"{code} {label}" for code, label in PUBLICS.items()}

BarrierCode = Annotated[
    str,
    _among(
        lambda: BARRIERS,
        lambda: _BARRIERS,
        N_("« {code} » n’est pas un frein connu."),
        N_("Ce code de frein n’est pas connu."),
    ),
    WithJsonSchema({"type": "string", "enum": list(BARRIERS)}),
]
PaperCode = Annotated[
    str,
    _among(
        lambda: PAPERS,
        lambda: _PAPERS,
        N_("« {code} » n’est pas une pièce connue."),
        N_("Ce code de pièce n’est pas connu."),
    ),
    WithJsonSchema({"type": "string", "enum": list(PAPERS)}),
]
PublicCode = Annotated[
    str,
    _among(
        lambda: PUBLICS,
        lambda: _PUBLICS,
        N_("« {code} » n’est pas un public connu."),
        N_("Ce code de public n’est pas connu."),
    ),
    WithJsonSchema({"type": "string", "enum": list(PUBLICS)}),
]
HalfDay = Annotated[
    str,
    _among(
        lambda: HALF_DAYS,
        _half_day_names,
        N_("« {code} » n’est pas une demi-journée connue."),
        N_("Ce code de demi-journée n’est pas connu."),
    ),
    WithJsonSchema({"type": "string", "enum": list(HALF_DAYS)}),
]
LanguageCode = Annotated[
    str,
    _among(
        languages,
        described_languages,
        N_("« {code} » n’est pas une langue connue."),
        N_("Ce code de langue n’est pas connu."),
    ),
    WithJsonSchema({"type": "string", "pattern": "^[a-z]{3}$", "description": "ISO 639-3"}),
]
