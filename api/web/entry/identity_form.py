"""The form of what names a person and reaches them: its fields, their words, and what is wrong with them."""

import re
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from api.i18n import N_, Message, say
from api.web.entry.sending import LONGEST, Answers
from network_data.exchange.phones import e164
from network_data.repositories.identities import Identity

SECRET, YES = "secrete", "oui"
FIELDS: Mapping[str, str] = MappingProxyType(
    {"prenom": "first_name", "nom": "last_name", "telephone": "phone", "courriel": "email", "adresse": "address"}
)
NAMES: Mapping[str, str] = MappingProxyType(
    {
        "prenom": N_("Prénom"),
        "nom": N_("Nom"),
        "telephone": N_("Téléphone"),
        "courriel": N_("Courriel"),
        "adresse": N_("Adresse"),
        SECRET: N_("Adresse à ne pas divulguer"),
    }
)
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def facts_of(identity: Identity, *, secret: bool) -> dict[str, str]:
    """The fields as they are stored."""
    facts = {name: getattr(identity, attribute) for name, attribute in FIELDS.items()}
    return {name: value for name, value in facts.items() if value} | ({SECRET: YES} if secret else {})


def faults_of(facts: Answers) -> dict[str, Message]:
    """What is to correct."""
    faults = {name: say("Raccourcissez cette réponse.") for name, value in facts.items() if len(value) > LONGEST}
    if (email := facts.get("courriel")) and not _EMAIL.fullmatch(email):
        faults["courriel"] = say("Écrivez l’adresse entière, avec son @.")
    if (phone := facts.get("telephone")) and e164(phone) is None:
        faults["telephone"] = say("Écrivez les dix chiffres, ou le numéro international avec son +.")
    return faults


def identity_of(facts: Answers) -> Identity:
    """What to seal."""
    known = {attribute: facts.get(name) for name, attribute in FIELDS.items()}
    identity = Identity(**known)
    return replace(identity, phone=e164(identity.phone) or identity.phone) if identity.phone else identity


def name_of(name: str) -> str:
    """What a field is about."""
    return NAMES.get(name, "?")


def value_of(name: str, value: str | None) -> str:
    """A field's value in words."""
    if name == SECRET:
        return N_("oui") if value else N_("non")
    return value or N_("pas noté")
