"""The forms of a chantier's hours and of the formula of demand: their fields, and what is wrong with them."""

from collections.abc import Mapping
from typing import Any

from api.i18n import Message, say
from matching.staffing import DOMAINS, DemandFormula
from matching.staffing.slots import WORKING_HALF_DAYS
from network_data.tables import ChantierHours

OPEN, DOMAIN, SEVERITY = "recoit-", "besoin-", "poids-"
MOST_ROOM = 20
MOST_HALF_DAYS, MOST_WEIGHT, OLDEST = 10.0, 10.0, 3650.0
Answers = Mapping[str, str]


def hours_facts(hours: ChantierHours | None) -> dict[str, str]:
    """The fields of a chantier's hours as they are stored; always, for one officer, where nobody said."""
    half_days = WORKING_HALF_DAYS if hours is None else hours.half_days
    return {"place": str(1 if hours is None else hours.room), **{f"{OPEN}{code}": "oui" for code in half_days}}


def read_hours(answers: Answers) -> tuple[list[str], int, dict[str, Message]]:
    """Half-days, room, and what is to correct."""
    room, faults = answers.get("place", "").strip(), dict[str, Message]()
    if not room.isdecimal() or not 1 <= int(room) <= MOST_ROOM:
        faults["place"] = say("Donnez un nombre entier, de {least} à {most}.", least=1, most=MOST_ROOM)
    return [code for code in WORKING_HALF_DAYS if f"{OPEN}{code}" in answers], 1 if faults else int(room), faults


def formula_facts_of(formula: DemandFormula) -> dict[str, str]:
    """The fields of the formula."""
    return {
        **{f"{DOMAIN}{domain}": _told(formula.half_days.get(domain, 0.0)) for domain in DOMAINS},
        **{f"{SEVERITY}{severity}": _told(weight) for severity, weight in sorted(formula.severity.items())},
        "age": _told(100 * formula.ageing),
        "jours": str(formula.oldest_days),
        "orientation": _told(formula.referral),
    }


def read_formula(answers: Answers) -> tuple[dict[str, Any], dict[str, Message]]:
    """The formula as a territory keeps it, and what is to correct."""
    faults: dict[str, Message] = {}

    def figure(name: str, most: float, least: float = 0.0) -> float:
        try:
            value = float(answers.get(name, "").strip().replace(",", ".").replace("\u202f", ""))
        except ValueError:
            value = -1.0
        if not least <= value <= most:
            faults[name] = say("Donnez un nombre, de {least} à {most}.", least=_told(least), most=_told(most))
            return least
        return value

    return {
        "half_days": {domain: figure(f"{DOMAIN}{domain}", MOST_HALF_DAYS) for domain in DOMAINS},
        "severity": {str(each): figure(f"{SEVERITY}{each}", MOST_WEIGHT) for each in sorted(DemandFormula().severity)},
        "ageing": figure("age", 1000.0) / 100,
        "oldest_days": int(figure("jours", OLDEST, 1.0)),
        "referral": figure("orientation", MOST_HALF_DAYS),
    }, faults


def _told(number: float) -> str:
    """As one writes it in French, without noughts that say nothing."""
    return f"{number:.4f}".rstrip("0").rstrip(".").replace(".", ",")
