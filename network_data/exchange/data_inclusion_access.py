"""What a data·inclusion service says about the way in, from who may ask and from the networks of its structure."""

from collections.abc import Collection, Mapping
from typing import Any

from network_data.vocabulary import AccessPath

_THROUGH_SIAO = frozenset({"chrs", "chu"})
_THROUGH_COMMISSION = frozenset({"cada", "cph", "huda", "residences-fjt"})
"""Asylum centres are filled by the OFII, young workers' residences by their admission commission."""
_HOUSING = "logement-hebergement--"
_HEALTH = "sante--"


def access_path(service: Mapping[str, Any], networks: Collection[str] | None) -> AccessPath:
    """The way in; a gate counts only for what lies behind it.

    The day centre of an association that also runs a CHRS is not entered through the SIAO: the gate applies to
    its housing services, and to those that do not say what they are about.
    """
    gate = _gate(service.get("thematiques"), frozenset(networks or ()))
    if gate is not None:
        return gate
    askers = service.get("mobilisable_by") or ()
    if "usagers" in askers:
        return AccessPath.DIRECT
    return AccessPath.PRESCRIBER if "professionnels" in askers else AccessPath.UNKNOWN


def _gate(thematiques: Collection[str] | None, networks: frozenset[str]) -> AccessPath | None:
    if networks & _THROUGH_SIAO and _about(thematiques, _HOUSING):
        return AccessPath.SIAO
    if networks & _THROUGH_COMMISSION and _about(thematiques, _HOUSING):
        return AccessPath.COMMISSION
    if "cmp" in networks and _about(thematiques, _HEALTH):
        return AccessPath.SECTOR
    return AccessPath.CDAPH if "esat" in networks else None


def _about(thematiques: Collection[str] | None, category: str) -> bool:
    return not thematiques or any(code.startswith(category) for code in thematiques)


def women_only(publics: Collection[str] | None) -> bool | None:
    """True when women are the only public; otherwise unknown, for a list of publics excludes nobody by sex."""
    return True if publics is not None and list(publics) == ["femmes"] else None
