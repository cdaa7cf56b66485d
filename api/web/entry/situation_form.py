"""The form of someone's situation: its fields as stored, and what they say when they are sent."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import TypeVar

from api.i18n import N_, Message, say
from api.web.entry.sending import Answers
from network_data.repositories import PersonFile
from network_data.repositories.person_edit import Situation
from network_data.vocabulary import HALF_DAYS, PAPERS, PUBLICS

YES, NO = "oui", "non"
BIRTH, DISTANCE, PLACE, COMMUNE, AVOIDED = "naissance", "distance", "lieu", "commune", "eviter"
PUBLIC, LANGUAGE, PAPER, UNTIL, REQUESTED = "public-", "langue-", "papier-", "fin-", "demande-"
FREE, KNOWN, EXCLUDED = "libre-", "connu-", "refus-"
ALL_PAPERS, NEVER_FREE = "papiers-complets", "jamais-libre"
POSITION, PARTNER, COMMUNE_ONLY = "position:", "partenaire:", "commune"
"""Where the person is: a position already known, the place of a partner, or a commune and no more."""
THREE_WAY: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "telephone-a-soi": ("has_phone", N_("A un téléphone où la joindre")),
        "peut-payer": ("can_pay", N_("Peut payer une petite participation")),
        "sans-marche": ("step_free_access", N_("A besoin d’un accès sans marche")),
        "entre-femmes": ("needs_women_only", N_("A besoin d’un lieu réservé aux femmes")),
        "lit": ("reads", N_("Lit et écrit le français sans aide")),
        "animal": ("with_animal", N_("Ne va nulle part sans son animal")),
        "sans-culte": ("secular_only", N_("A demandé des partenaires sans lien avec une religion")),
        "a-distance": ("remote_ok", N_("Accepte les rendez-vous à distance")),
    }
)
ASKED_PUBLICS = tuple(code for code in PUBLICS if code != "tous-publics")
YOUNGEST, ELDEST = 14, 100
FARTHEST_KM = 200.0

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Understood:
    """The situation that a form states, or what is wrong with it."""

    situation: Situation
    faults: dict[str, Message] = field(default_factory=dict)


def facts_of(file: PersonFile) -> dict[str, str]:
    """The fields as they are stored."""
    person = file.person
    plain = {BIRTH: person.birth_year, DISTANCE: person.max_distance_km, COMMUNE: person.insee_code}
    facts = {name: f"{value:g}" if isinstance(value, float) else str(value) for name, value in plain.items() if value}
    for name, (attribute, _) in THREE_WAY.items():
        facts |= _three_way(name, getattr(person, attribute))
    for code, value in person.publics.items():
        facts |= _three_way(PUBLIC + code, value)
    facts |= {LANGUAGE + code: YES for code in person.languages or ()}
    facts |= {FREE + code: YES for code in person.available or ()}
    facts |= {KNOWN + partner: YES for partner in person.known_partners}
    facts |= {EXCLUDED + partner: YES for partner in person.excluded_partners}
    facts |= {AVOIDED: codes_apart(person.avoided_places)} if person.avoided_places else {}
    facts |= {REQUESTED + paper: YES for paper in person.requested_papers}
    facts |= {PAPER + held.paper: YES for held in file.papers}
    facts |= {UNTIL + held.paper: held.until.isoformat() for held in file.papers if held.until}
    facts |= {ALL_PAPERS: YES} if person.papers_known else {}
    facts |= {NEVER_FREE: YES} if person.available == [] else {}
    if person.latitude is not None and person.longitude is not None:
        return facts | {PLACE: position(person.latitude, person.longitude)}
    return facts | ({PLACE: COMMUNE_ONLY} if person.insee_code else {})


def position(latitude: float, longitude: float) -> str:
    """A place, as the form carries it."""
    return f"{POSITION}{latitude},{longitude}"


def codes_apart(codes: Iterable[str]) -> str:
    """Codes of places, as the form carries them."""
    return ", ".join(sorted(codes))


def understand(facts: Answers, today: date) -> Understood:
    """The situation that the form states; unknown is what it leaves empty."""
    faults: dict[str, Message] = {}

    def read(name: str, parse: Callable[[str], T], fault: Message) -> T | None:
        try:
            return parse(facts[name]) if name in facts else None
        except ValueError:
            faults[name] = fault
            return None

    birth = read(BIRTH, lambda text: _between(int(text), today.year - ELDEST, today.year - YOUNGEST), _BIRTH_FAULT)
    distance = read(DISTANCE, lambda text: _between(float(text.replace(",", ".")), 0.1, FARTHEST_KM), _DISTANCE_FAULT)
    place = read(PLACE, _place, _PLACE_FAULT)
    commune = facts.get(COMMUNE) if place is not None else None
    if place == (None, None) and commune is None:
        faults[COMMUNE] = say("Écrivez la commune, ou choisissez « pas encore connu ».")
    held = {name.removeprefix(PAPER) for name in facts if name.startswith(PAPER)} & PAPERS.keys()
    dated = {code: read(UNTIL + code, date.fromisoformat, _DAY_FAULT) for code in PAPERS}
    for code in dated.keys() - held:
        if dated[code] is not None:
            faults[UNTIL + code] = say("Cochez aussi ce papier, ou effacez sa date.")
    free = [code for code in HALF_DAYS if FREE + code in facts]
    if free and NEVER_FREE in facts:
        faults[NEVER_FREE] = say("Choisissez : des demi-journées libres, ou aucune.")
    return Understood(
        Situation(
            birth_year=birth,
            insee_code=commune,
            latitude=place[0] if place else None,
            longitude=place[1] if place else None,
            publics={code: facts[PUBLIC + code] == YES for code in PUBLICS if PUBLIC + code in facts},
            languages=_names(facts, LANGUAGE) or None,
            papers_known=ALL_PAPERS in facts,
            papers={code: dated[code] for code in sorted(held)},
            max_distance_km=distance,
            available=free if free or NEVER_FREE in facts else None,
            known_partners=_names(facts, KNOWN),
            excluded_partners=_names(facts, EXCLUDED),
            avoided_places=facts[AVOIDED].split(", ") if AVOIDED in facts else [],
            requested_papers=[code for code in _names(facts, REQUESTED) if code in PAPERS],
            **{attribute: _known(facts.get(name)) for name, (attribute, _) in THREE_WAY.items()},
        ),
        faults,
    )


def _three_way(name: str, value: bool | None) -> dict[str, str]:
    return {} if value is None else {name: YES if value else NO}


def _known(answer: str | None) -> bool | None:
    return {YES: True, NO: False}.get(answer or "")


def _names(facts: Answers, start: str) -> list[str]:
    return sorted(name.removeprefix(start) for name in facts if name.startswith(start))


Number = TypeVar("Number", int, float)


def _between(value: Number, least: float, most: float) -> Number:
    if not least <= value <= most:
        raise ValueError
    return value


def _place(text: str) -> tuple[float | None, float | None]:
    """A position, or no more than the commune."""
    if text == COMMUNE_ONLY:
        return None, None
    latitude, comma, longitude = text.removeprefix(POSITION).partition(",")
    if not (text.startswith(POSITION) and comma):
        raise ValueError
    return _between(float(latitude), -90, 90), _between(float(longitude), -180, 180)


_BIRTH_FAULT = say("Écrivez l’année de naissance en quatre chiffres, par exemple 1984.")
_DISTANCE_FAULT = say("Écrivez un nombre de kilomètres, par exemple 3.")
_PLACE_FAULT = say("Choisissez un lieu dans la liste.")
_DAY_FAULT = say("Choisissez un jour du calendrier.")
