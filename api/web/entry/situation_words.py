"""What the fields of a situation are called, and their values, for whoever compares two versions."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from api.i18n import N_
from api.v1.languages import named_languages
from api.web.entry import situation_form as form
from api.web.language import page_wording
from network_data.repositories import NetworkRepository
from network_data.vocabulary import HALF_DAYS, half_day_mask

LANGUAGES = (
    *("fra", "eng", "ara", "spa", "por", "ita", "ron", "pol", "bul", "rus", "ukr", "tur", "kur", "hye", "kat", "sqi"),
    *("srp", "rom", "prs", "pus", "fas", "urd", "ben", "hin", "tam", "zho", "vie", "bam", "snk", "ful", "wol", "lin"),
    *("yor", "som", "tir", "amh", "kab", "fsl"),
)
"""Those offered at once; any other that the person is known to speak is shown with them."""
_FIXED = {
    form.BIRTH: N_("Année de naissance"),
    form.DISTANCE: N_("Distance acceptée (km)"),
    form.PLACE: N_("Lieu de vie"),
    form.COMMUNE: N_("Commune"),
    form.AVOIDED: N_("Lieux où elle ne doit pas aller"),
    form.ALL_PAPERS: N_("Liste des papiers complète"),
    form.NEVER_FREE: N_("Aucune demi-journée libre"),
} | {name: words for name, (_, words) in form.THREE_WAY.items()}


def language_name(code: str) -> str:
    """The name of a language."""
    return named_languages().get(code, code)


def _unknown(_code: str) -> str:
    """What a field is called that no page of ours ever had."""
    return "?"


def _half_day(code: str) -> str:
    return page_wording().half_days(half_day_mask([code])) if code in HALF_DAYS else _unknown(code)


@dataclass(frozen=True, slots=True)
class SituationWords:
    """Says fields and values; partners by their names in ``network``."""

    network: NetworkRepository

    def name_of(self, name: str) -> str:
        """What a field is about."""
        start, _, code = name.partition("-")
        if name in _FIXED:
            return _FIXED[name]
        wording = page_wording()
        said: Mapping[str, Callable[[str], str]] = {
            form.PUBLIC: wording.public,
            form.LANGUAGE: language_name,
            form.PAPER: wording.paper,
            form.UNTIL: lambda paper: wording.paper(paper) + N_(", jusqu’au"),
            form.REQUESTED: lambda paper: N_("Demandé :") + " " + wording.paper(paper),
            form.FREE: _half_day,
            form.KNOWN: lambda partner: N_("Connue de :") + " " + self._partner(partner),
            form.EXCLUDED: lambda partner: N_("À ne plus proposer :") + " " + self._partner(partner),
        }
        return said.get(start + "-", _unknown)(code)

    def value_of(self, name: str, value: str | None) -> str:
        """A field's value in words."""
        if value is None:
            return N_("pas noté")
        if name == form.PLACE:
            return N_("la commune seulement") if value == form.COMMUNE_ONLY else N_("un lieu précis")
        return value

    def _partner(self, partner_id: str) -> str:
        partner = self.network.partner(partner_id)
        return partner.name if partner else partner_id
