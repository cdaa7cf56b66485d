"""The names of the vocabulary's things: barriers, papers, publics, thématiques, networks, gates, zones."""

from functools import cache

from data_inclusion.schema.v1 import ReseauPorteur, Thematique

from api.i18n import N_
from api.wording.speech import Speech
from matching.geography import city_of
from network_data.vocabulary import BARRIERS, DOMAINS, GATES, PAPERS, PUBLICS, AccessPath, Domain

_EPCI_LENGTH = 9
_GREATER_PARIS = "200054781"
_ARRONDISSEMENTS = {"75056": ("Paris", 100), "69123": ("Lyon", 380), "13055": ("Marseille", 200)}
"""City code -> its name, and what its arrondissements' codes count from (75101 is Paris 1er)."""

_ACCESS = {
    AccessPath.DIRECT: N_("directement"),
    AccessPath.SECTOR: N_("selon l’adresse (secteur)"),
    AccessPath.SIAO: N_("par le SIAO"),
    AccessPath.CDAPH: N_("par la MDPH"),
    AccessPath.MEDICAL: N_("sur orientation d’un médecin"),
    AccessPath.COMMISSION: N_("par une commission"),
    AccessPath.PRESCRIBER: N_("sur orientation d’un prescripteur habilité"),
    AccessPath.UNKNOWN: N_("à vérifier"),
}


def barrier(speech: Speech, code: str) -> str:
    """The name of a barrier."""
    return speech.say(BARRIERS[code].label)


def open_now(speech: Speech, code: str) -> str | None:
    """What can start today for a barrier although its decisive step must wait."""
    said = BARRIERS[code].open_now
    return speech.say(said) if said else None


def domain(speech: Speech, code: str) -> str:
    """The name of a domain of barriers."""
    return speech.say(DOMAINS[Domain(code)])


def paper(speech: Speech, code: str) -> str:
    """The name of a paper; the code of one that the vocabulary does not know."""
    return speech.say(PAPERS[code].label) if code in PAPERS else code


def public(speech: Speech, code: str) -> str:
    """The name of a public."""
    return speech.say(PUBLICS[code]) if code in PUBLICS else code


def gate(speech: Speech, code: str) -> str:
    """The name of a gate."""
    return speech.say(GATES[code].label)


def access_path(speech: Speech, path: AccessPath) -> str:
    """How one gets in, in a few words."""
    return speech.say(_ACCESS[path])


def thematique(speech: Speech, code: str) -> str:
    """The name that data·inclusion gives to a thématique."""
    label = _thematiques().get(code)
    return speech.say(label) if label else code


def network(code: str) -> str:
    """The name of a network, which is the same in every language."""
    return _networks().get(code, code)


def zone(speech: Speech, code: str) -> str:
    """The name of a part of a zone of eligibility, as far as its code tells."""
    if code in ("france", "99100"):
        return speech.say("toute la France")
    if code == _GREATER_PARIS:
        return speech.say("la métropole du Grand Paris")
    if len(code) == _EPCI_LENGTH:
        return speech.say("l’intercommunalité {code}", code=code)
    city, base = _ARRONDISSEMENTS.get(city_of(code), ("", 0))
    if city:
        return city if code == city_of(code) else f"{city} {_rank(speech, int(code[2:]) - base)}"
    if len(code) <= len("974"):
        return speech.say("le département {code}", code=code)
    return speech.say("la commune {code}", code=code)


def _rank(speech: Speech, position: int) -> str:
    return speech.say("1er") if position == 1 else speech.say("{number}e", number=position)


@cache
def _thematiques() -> dict[str, str]:
    return {item.value: item.label for item in Thematique}


@cache
def _networks() -> dict[str, str]:
    return {item.value: item.label for item in ReseauPorteur}
