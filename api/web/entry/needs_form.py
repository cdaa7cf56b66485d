"""The form that assesses barriers: its fields, their words, and what it changes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType

from rapidfuzz.fuzz import partial_ratio

from api.i18n import N_, Message, say
from api.web.entry.sending import Answers
from api.wording.short_names import SHORT_NAMES
from matching.text import fold
from network_data.repositories.person_edit import NeedEntry
from network_data.tables import Need, NeedState
from network_data.vocabulary import BARRIERS, DOMAINS

BARRIER, FIRST = "frein-", "dabord-"
DAY, ASSESSOR, ALL, WORDS = "sur-jour", "sur-fonction", "sur-tous", "cherche-frein"
SEVERITIES: Mapping[str, str] = MappingProxyType({"1": N_("léger"), "2": N_("marqué"), "3": N_("lourd")})
LIFTED, SET_ASIDE, MISTAKE = "leve", "de-cote", "erreur"
STATES: Mapping[str, str] = MappingProxyType({LIFTED: N_("levé"), SET_ASIDE: N_("mis de côté")})
CHOICES: Mapping[str, str] = MappingProxyType({**SEVERITIES, **STATES, MISTAKE: N_("noté par erreur")})
YES = "oui"
ASSESSORS = (
    N_("Chargé·e d'insertion professionnelle"),
    N_("Chargé·e de partenariat emploi"),
    N_("Chargé·e de partenariat logement"),
    N_("Chargé·e de partenariat santé"),
    N_("Travailleur social ou travailleuse sociale"),
    N_("Médecin ou soignant·e"),
    N_("La personne elle-même"),
)
"""Functions, never names."""
OLDEST = timedelta(days=10 * 366)
ALIKE = 84.0
"""How alike (rapidfuzz, out of 100) a word is to one of a barrier's when typed with a mistake."""
_LEAST_LETTERS = 4
_STATE = MappingProxyType({LIFTED: NeedState.LIFTED, SET_ASIDE: NeedState.SET_ASIDE})
_WRITTEN = MappingProxyType({state: code for code, state in _STATE.items()})


@dataclass(frozen=True, slots=True)
class Assessment:
    """What a form asks to write, or what is wrong with it."""

    entries: list[NeedEntry] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    faults: dict[str, Message] = field(default_factory=dict)


def facts_of(needs: Sequence[Need]) -> dict[str, str]:
    """The fields as they are stored."""
    facts = {f"{BARRIER}{need.barrier}": _WRITTEN.get(need.state, str(need.severity)) for need in needs}
    return facts | {f"{FIRST}{need.barrier}": YES for need in needs if need.priority}


def completed(facts: Answers, seen: Answers) -> dict[str, str]:
    """The facts sent; a barrier that the form was silent about stays as the page had shown it."""
    silent = {name: value for name, value in seen.items() if name.startswith(BARRIER) and name not in facts}
    known = {name: value for name, value in facts.items() if name.partition("-")[2] in BARRIERS}
    return known | silent


def assess(facts: Answers, aside: Answers, stored: Sequence[Need], today: date) -> Assessment:
    """What the form changes of the needs ``stored``."""
    faults = dict(_faults(facts))
    day = _day(aside.get(DAY, ""), today)
    if day is None:
        faults[DAY] = say("Choisissez un jour passé, ou aujourd’hui.")
    assessor = aside.get(ASSESSOR, "")
    if assessor and assessor not in ASSESSORS:
        faults[ASSESSOR] = say("Choisissez une fonction dans la liste.")
    if faults or day is None:
        return Assessment(faults=faults)
    known = {need.barrier: need for need in stored}
    before = facts_of(stored)
    found = Assessment()
    for barrier in BARRIERS:
        chosen, first = facts.get(BARRIER + barrier), FIRST + barrier in facts
        again = aside.get(ALL) == YES and chosen in SEVERITIES
        same = (chosen, first) == (before.get(BARRIER + barrier), FIRST + barrier in before)
        if chosen is None or (same and not again):
            continue
        if chosen == MISTAKE:
            found.withdrawn.extend([barrier] * (barrier in known))
            continue
        severity = int(chosen) if chosen in SEVERITIES else known[barrier].severity if barrier in known else 2
        state = _STATE.get(chosen, NeedState.OPEN)
        found.entries.append(NeedEntry(barrier, severity, first, state, day, assessor))
    return found


def barriers_like(words: str) -> list[str]:
    """Barriers in whose names or keywords every word stands, whole, begun or nearly; in the vocabulary's order."""
    wanted = fold(words).split()
    return [code for code in BARRIERS if wanted and all(_stands(word, code) for word in wanted)]


def name_of(name: str) -> str:
    """What a field is about."""
    return SHORT_NAMES.get(name.partition("-")[2], "?")


def value_of(name: str, value: str | None) -> str:
    """A field's value in words."""
    if name.startswith(FIRST):
        return N_("mis en premier") if value else N_("pas mis en premier")
    return N_("pas noté") if value is None else CHOICES.get(value, "?")


def _faults(facts: Answers) -> Iterator[tuple[str, Message]]:
    for name, value in facts.items():
        barrier = name.partition("-")[2]
        if name.startswith(BARRIER) and value not in CHOICES:
            yield name, say("Choisissez une des réponses.")
        elif name.startswith(FIRST) and BARRIER + barrier not in facts:
            yield BARRIER + barrier, say("Dites aussi combien ce frein pèse.")


def _day(text: str, today: date) -> date | None:
    try:
        day = date.fromisoformat(text) if text else today
    except ValueError:
        return None
    return day if today - OLDEST <= day <= today else None


def _stands(word: str, code: str) -> bool:
    barrier = BARRIERS[code]
    said = fold(" ".join((barrier.label, SHORT_NAMES[code], DOMAINS[barrier.domain], *barrier.keywords)))
    if any(known.startswith(word) for known in said.replace("'", " ").split()):
        return True
    return len(word) >= _LEAST_LETTERS and any(
        len(known) >= _LEAST_LETTERS and partial_ratio(word, known) >= ALIKE and abs(len(known) - len(word)) <= 2
        for known in said.split()
    )
