"""The names of the vocabulary's things: barriers, papers, publics, thématiques, networks, gates."""

from functools import cache
from types import MappingProxyType

from data_inclusion.schema.v1 import ReseauPorteur, Thematique

from api.i18n import N_
from api.wording.short_names import SHORT_NAMES
from api.wording.speech import Speech
from network_data.vocabulary import BARRIERS, DOMAINS, GATES, PAPERS, PUBLICS, AccessPath, Domain

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

_IN_THE_FIELD = MappingProxyType(
    {
        "aci": "ateliers et chantiers d’insertion (ACI)",
        "ai": "associations intermédiaires (AI)",
        "anlci": "ANLCI",
        "ase": "aide sociale à l’enfance (ASE)",
        "caarud": "CAARUD",
        "cada": "CADA",
        "caf": "CAF",
        "ccas-cias": "CCAS ou CIAS",
        "chrs": "CHRS",
        "chu": "centres d’hébergement d’urgence (CHU)",
        "cidff": "CIDFF",
        "cmp": "CMP",
        "cms": "centres médico-sociaux (CMS)",
        "cpam": "CPAM",
        "cph": "CPH",
        "csapa": "CSAPA",
        "departements": "services du département",
        "ei": "entreprises d’insertion (EI)",
        "eiti": "EITI",
        "esat": "ESAT",
        "etti": "ETTI",
        "fcsf": "centres sociaux",
        "france-service": "France services",
        "huda": "HUDA",
        "maisons-des-solidarites": "maisons des solidarités (MDS)",
        "mdph": "MDPH",
        "mjc": "MJC",
        "mutualite-sociale-agricole": "MSA",
        "pimms-mediation": "PIMMS Médiation",
        "pjj": "PJJ",
        "plie": "PLIE",
        "points-justice": "points-justice",
        "residences-fjt": "foyers de jeunes travailleurs (FJT)",
        "siao": "SIAO",
        "spip": "SPIP",
        "unaf": "UNAF",
    }
)
"""Networks that nobody calls by the full name that data·inclusion gives them."""


def barrier(speech: Speech, code: str) -> str:
    """The name of a barrier."""
    return speech.say(BARRIERS[code].label)


def short_barrier(speech: Speech, code: str) -> str:
    """The few words by which a barrier is called."""
    return speech.say(SHORT_NAMES[code])


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
    """The name that the field gives to a network, the same in every language."""
    return _IN_THE_FIELD.get(code) or _networks().get(code, code)


@cache
def _thematiques() -> dict[str, str]:
    return {item.value: item.label for item in Thematique}


@cache
def _networks() -> dict[str, str]:
    return {item.value: item.label for item in ReseauPorteur}
