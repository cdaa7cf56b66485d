"""Sharing officers, in sentences: why a month cannot be, what would have to give, who gains and who loses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType

from babel.dates import format_date
from babel.numbers import format_percent

from api.i18n import N_
from api.wording.speech import Speech
from matching.staffing import Comparison, Conflict, Difference, Relaxation, Slot

DOMAIN_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "emploi": N_("Emploi"),
        "logement": N_("Logement"),
        "sante": N_("Santé"),
        "formation": N_("Formation"),
        "droits": N_("Droits"),
    }
)
_IMAGINED = MappingProxyType({"new-officer": N_("le nouveau poste"), "new-chantier": N_("le nouveau chantier")})
_CONFLICTS = MappingProxyType(
    {
        "pin-while-away": N_("{officer}, {slot} à {chantier} : fixé, mais ce poste est absent."),
        "pin-while-closed": N_("{officer}, {slot} à {chantier} : fixé, mais ce chantier ne reçoit pas ce jour-là."),
        "pin-twice": N_("{officer}, {slot} à {chantier} : fixé, mais ailleurs aussi au même moment."),
        "pin-without-room": N_(
            "{officer}, {slot} à {chantier} : fixé, mais ce chantier n’a pas assez de place à ce moment."
        ),
        "pin-out-of-reach": N_("{officer}, {slot} à {chantier} : fixé, mais ce poste ne va pas dans ce chantier."),
        "pin-without-skill": N_("{officer}, {slot} à {chantier} : fixé en {domain}, que ce poste ne tient pas."),
        "accompaniment": N_("{officer} garde les personnes de {chantier} qu’il ou elle accompagne en {domain}."),
        "pin": N_("Des demi-journées de {officer} sont fixées à {chantier}."),
        "required": N_("{officer} doit aller à {chantier}."),
        "floor": N_("{chantier} doit recevoir au moins la part demandée de ses besoins."),
        "load": N_("La charge de {officer} ne doit pas dépasser son plafond."),
        "sites": N_("{officer} ne va que dans un nombre limité de chantiers."),
        "demand": N_("{chantier} ne demande pas plus de demi-journées en {domain}."),
        "opening": N_("{chantier} ne reçoit pas toutes les demi-journées."),
        "presence": N_("{officer} n’est pas là toutes les demi-journées."),
        "room": N_("{chantier} n’accueille qu’un nombre limité de personnes à la fois."),
    }
)
_RELAXATIONS = MappingProxyType(
    {
        "accompaniment": N_("Confier à quelqu’un d’autre des personnes que {officer} accompagne à {chantier}."),
        "required": N_("Ne plus obliger {officer} à aller à {chantier}."),
        "floor": N_("Baisser le minimum de {chantier} ; en demi-journées : {number}."),
        "load": N_("Laisser {officer} dépasser son plafond ; en demi-journées : {number}."),
        "sites": N_("Laisser {officer} aller dans plus de chantiers ; en plus : {number}."),
    }
)
_UNPIN = N_("Libérer ce qui est fixé de {officer} à {chantier} ; en demi-journées : {number}.")
_ANYBODY, _ANYWHERE, _ANYTHING = N_("quelqu’un"), N_("un chantier"), N_("un domaine")
_HALVES = (N_("{day} matin"), N_("{day} après-midi"))
FEW = 3
"""Gains and losses told in one sentence."""


@dataclass(frozen=True, slots=True)
class Names:
    """What officers and chantiers of a month are called, and when the month starts."""

    starts_on: date
    officers: Mapping[str, str] = field(default_factory=dict)
    chantiers: Mapping[str, str] = field(default_factory=dict)

    def officer(self, speech: Speech, officer_id: str | None) -> str:
        """An officer's name; of one who is only imagined, what they are."""
        return _named(speech, self.officers, officer_id, _ANYBODY)

    def chantier(self, speech: Speech, chantier_id: str | None) -> str:
        """The same of a chantier."""
        return _named(speech, self.chantiers, chantier_id, _ANYWHERE)

    def slot(self, speech: Speech, slot: Slot | None) -> str:
        """A half-day, as « lundi 30 novembre matin »."""
        if slot is None:
            return ""
        day = self.starts_on + timedelta(weeks=slot.week, days=slot.position // 2)
        return speech.say(_HALVES[slot.position % 2], day=format_date(day, "EEEE d MMMM", locale=speech.locale))


def domain_name(speech: Speech, domain: str | None) -> str:
    """What a domain is called."""
    return speech.say(DOMAIN_NAMES.get(domain or "", _ANYTHING))


def conflict(speech: Speech, names: Names, found: Conflict) -> str:
    """A rule that cannot hold with the others, in a sentence."""
    return speech.say(_CONFLICTS[found.reason], **_values(speech, names, found))


def relaxation(speech: Speech, names: Names, found: Relaxation) -> str:
    """What would have to give, and by how much."""
    sentence = _RELAXATIONS.get(found.rule.reason, _UNPIN)
    return speech.say(sentence, **_values(speech, names, found.rule), number=found.amount)


def percent(speech: Speech, ratio: float) -> str:
    """A share, in whole percents."""
    return str(format_percent(ratio, format="0 %", locale=speech.locale)).replace(" ", "\u00a0")


def gains_and_losses(speech: Speech, names: Names, found: Comparison) -> str:
    """Who gains and who loses against today, in a sentence or two."""
    said = []
    for sentence, differences in (
        (N_("Y gagnent : {who}."), _chantiers(found.gains)),
        (N_("Y perdent : {who}."), _chantiers(found.losses)),
    ):
        if differences:
            said.append(speech.say(sentence, who=speech.listed(_told(speech, names, each) for each in differences)))
    for each in _chantiers(found.appearing):
        if each.after is not None:
            name = names.chantier(speech, each.id)
            said.append(
                speech.say("Pour {name} : {after} de ses besoins.", name=name, after=percent(speech, each.after))
            )
    return " ".join(said) or speech.say("Aucun chantier n’y gagne ni n’y perd.")


def _chantiers(differences: Sequence[Difference]) -> list[Difference]:
    whole = [each for each in differences if each.about == "chantier"]
    return whole[:FEW]


def _told(speech: Speech, names: Names, found: Difference) -> str:
    return speech.say(
        "{name} (de {before} à {after})",
        name=names.chantier(speech, found.id),
        before=percent(speech, found.before or 0.0),
        after=percent(speech, found.after or 0.0),
    )


def _values(speech: Speech, names: Names, found: Conflict) -> dict[str, str]:
    return {
        "officer": names.officer(speech, found.officer),
        "chantier": names.chantier(speech, found.chantier),
        "domain": speech.within(domain_name(speech, found.domain)),
        "slot": names.slot(speech, found.slot),
    }


def _named(speech: Speech, known: Mapping[str, str], code: str | None, nobody: str) -> str:
    return known.get(code or "") or speech.say(_IMAGINED.get(code or "", nobody))
