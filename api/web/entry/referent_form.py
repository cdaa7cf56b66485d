"""The form of a référent: its fields as stored, and what they say when they are sent."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from api.i18n import N_, Message, say
from api.web.entry.sending import LONGEST, Answers
from api.wording.short_names import SHORT_NAMES
from network_data.repositories.person_edit import ReferentEntry
from network_data.tables import Referent

WHOLE = "ensemble"
"""The référent follows the person on everything."""
NAMES: Mapping[str, str] = MappingProxyType(
    {
        "frein": N_("Suit"),
        "organisation": N_("Organisme"),
        "fonction": N_("Fonction"),
        "dedans": N_("Travaille au chantier"),
        "partenaire": N_("Partenaire du réseau"),
        "depuis": N_("Depuis le"),
        "jusque": N_("Jusqu’au"),
    }
)


@dataclass(frozen=True, slots=True)
class Stated:
    """The référent that a form states, or what is wrong with it."""

    entry: ReferentEntry
    faults: dict[str, Message] = field(default_factory=dict)


def facts_of(referent: Referent) -> dict[str, str]:
    """The fields as they are stored."""
    facts = {
        "frein": referent.barrier or WHOLE,
        "organisation": referent.organisation,
        "fonction": referent.function,
        "dedans": "oui" if referent.inside else None,
        "partenaire": referent.partner_id,
        "depuis": referent.since.isoformat() if referent.since else None,
        "jusque": referent.until.isoformat() if referent.until else None,
    }
    return {name: value for name, value in facts.items() if value}


def entry_of(referent: Referent) -> ReferentEntry:
    """A référent as it would be written again."""
    return ReferentEntry(
        referent.barrier,
        referent.organisation,
        referent.function,
        referent.partner_id,
        referent.since,
        referent.until,
        referent.inside,
    )


def read(facts: Answers, carried: Collection[str], partners: Mapping[str, str]) -> Stated:
    """The référent; ``carried``: the barriers they may follow; ``partners``: the names of the partners chosen."""
    faults = {name: say("Raccourcissez cette réponse.") for name, value in facts.items() if len(value) > LONGEST}
    barrier, partner = facts.get("frein", ""), facts.get("partenaire")
    if barrier != WHOLE and barrier not in carried:
        faults["frein"] = say("Choisissez ce que ce référent suit.")
    if partner is not None and partner not in partners:
        faults["partenaire"] = say("Choisissez un partenaire dans la liste.")
    organisation = facts.get("organisation") or partners.get(partner or "", "")
    if not organisation:
        faults["organisation"] = say("Écrivez de quel organisme il s’agit.")
    since, until = (_day(facts, name, faults) for name in ("depuis", "jusque"))
    if since and until and until < since:
        faults["jusque"] = say("La fin vient après le début.")
    entry = ReferentEntry(
        barrier=None if barrier == WHOLE else barrier,
        organisation=organisation,
        function=facts.get("fonction", ""),
        partner_id=partner,
        since=since,
        until=until,
        inside="dedans" in facts,
    )
    return Stated(entry, faults)


def name_of(name: str) -> str:
    """What a field is about."""
    return NAMES.get(name, "?")


def value_of(name: str, value: str | None) -> str:
    """A field's value in words."""
    if value is None:
        return N_("pas noté")
    if name == "frein":
        return N_("l’ensemble") if value == WHOLE else SHORT_NAMES.get(value, "?")
    return value


def _day(facts: Answers, name: str, faults: dict[str, Message]) -> date | None:
    try:
        return date.fromisoformat(facts[name]) if name in facts else None
    except ValueError:
        faults[name] = say("Choisissez un jour du calendrier.")
        return None
