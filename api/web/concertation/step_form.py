"""The form of a step beside someone: its fields, and what they say when they are sent."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from api.i18n import N_, Message, say
from api.web.entry.sending import LONGEST, Answers
from network_data.repositories.steps import StepEntry
from network_data.tables import StepBy, StepKind
from network_data.vocabulary import PAPERS

WHAT, KIND, BY, WHO, ABOUT, ON, AT, REFERRAL, PAPER = (
    "quoi",
    "nature",
    "qui",
    "fonction",
    "frein",
    "jour",
    "heure",
    "orientation",
    "papier-",
)
WHOLE = "ensemble"
KINDS: Mapping[str, str] = MappingProxyType(
    {
        StepKind.ACCOMPANY.value: N_("y aller avec elle"),
        StepKind.CALL.value: N_("appeler à ses côtés"),
        StepKind.FILE.value: N_("préparer le dossier"),
        StepKind.OTHER.value: N_("autre chose"),
    }
)
BYS: Mapping[str, str] = MappingProxyType(
    {
        StepBy.ADVISOR.value: N_("moi, qui l’accompagne"),
        StepBy.PERSON.value: N_("elle-même"),
        StepBy.OTHER.value: N_("quelqu’un d’autre"),
    }
)
_HOUR = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


@dataclass(frozen=True, slots=True)
class Decided:
    """The step that a form states, or what is wrong with it."""

    entry: StepEntry
    faults: dict[str, Message] = field(default_factory=dict)


def read(facts: Answers, carried: Collection[str], referrals: Collection[str]) -> Decided:
    """The step; ``carried``: the barriers it may be for; ``referrals``: those whose appointment it may be about."""
    faults = {name: say("Raccourcissez cette réponse.") for name, value in facts.items() if len(value) > LONGEST}
    kind, by = facts.get(KIND, StepKind.ACCOMPANY.value), facts.get(BY, StepBy.ADVISOR.value)
    if WHAT not in facts:
        faults[WHAT] = say("Dites en quelques mots ce qui est à faire.")
    if kind not in KINDS:
        faults[KIND] = say("Choisissez une réponse de la liste.")
    if by not in BYS:
        faults[BY] = say("Choisissez une réponse de la liste.")
    if by == StepBy.OTHER.value and WHO not in facts:
        faults[WHO] = say("Dites qui, par sa fonction.")
    about = facts.get(ABOUT, WHOLE)
    if about != WHOLE and about not in carried:
        faults[ABOUT] = say("Choisissez un de ses freins, ou l’ensemble.")
    referral = facts.get(REFERRAL)
    if referral is not None and referral not in referrals:
        faults[REFERRAL] = say("Choisissez un de ses rendez-vous.")
    day, hour = _day(facts, faults), _hour(facts, faults)
    if faults:
        return Decided(StepEntry(StepKind.OTHER, StepBy.ADVISOR, ""), faults)
    return Decided(
        StepEntry(
            kind=StepKind(kind),
            by=StepBy(by),
            what=facts[WHAT],
            who=facts.get(WHO, "") if by == StepBy.OTHER.value else "",
            barrier=None if about == WHOLE else about,
            due_on=day,
            hour=hour,
            papers=tuple(
                sorted({name.removeprefix(PAPER) for name in facts if name.startswith(PAPER)} & PAPERS.keys())
            ),
            referral_id=referral,
        )
    )


def _day(facts: Answers, faults: dict[str, Message]) -> date | None:
    try:
        return date.fromisoformat(facts[ON]) if ON in facts else None
    except ValueError:
        faults[ON] = say("Choisissez un jour du calendrier.")
        return None


def _hour(facts: Answers, faults: dict[str, Message]) -> str | None:
    hour = facts.get(AT)
    if hour is not None and not _HOUR.fullmatch(hour):
        faults[AT] = say("Écrivez une heure comme 14:30.")
    elif hour is not None and ON not in facts:
        faults[ON] = say("Une heure demande aussi un jour.")
    return hour
