"""The labels of real services, the texts they are of, which records each part holds, and which are held out."""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from unicodedata import combining, normalize

from tests.shared_data import shared

PARTS = sorted(Path(__file__).parent.glob("labels_*.toml"))
FIRST_PART = range(200)
SECOND_PART = range(180, 380)
THIRD_PART_SIZE = 260
MAY_CONCERN = re.compile(
    r"identit|etat civil|acte de naissance|passeport"
    r"|sejour|etranger|\basile|migrant|refugi|prefecture|naturalisation|exil|primo-arriv"
    r"|domicili|boite aux lettres|adresse postale|sans domicile"
    r"|impot|fisca|imposition|declaration de revenus"
    r"|\brsa\b|solidarite active|\bbrsa\b"
    r"|bancaire|\bbanque|\brib\b"
    r"|hygiene|douche|laverie|lessive|bagagerie|\blinge|accueil de jour"
    r"|cpam|assurance maladie|complementaire sante|\bc2s\b|\bcss\b|\bcmu|mutuelle|securite sociale|medicale d'etat"
    r"|droits? (de|a la)? ?sante"
    r"|retraite|vieillesse|carsat|\baspa\b"
    r"|amende|saisie|huissier|contravention"
    r"|diplome|equivalence|enic"
    r"|rythme|posture|savoir[s-]* ?-?etre|ponctualite|remobilis|premieres heures"
    r"|activite economique|chantiers? d'insertion|\bsiae\b|association intermediaire|longue duree|\baci\b"
)
"""What a text that may serve a barrier without thématique says, in small letters without accents: on purpose wide."""


@dataclass(frozen=True)
class Label:
    """The barriers that a reader found a service to be good for."""

    serves: tuple[str, ...]
    partly: tuple[str, ...]
    why: str = ""


@dataclass(frozen=True)
class Service:
    """One real record: what a reader sees of it, and the old codes that its publisher gave it."""

    id: str
    name: str
    summary: str
    codes: tuple[str, ...]


def labels(part: Path) -> dict[str, Label]:
    """The labels of one part, by the id of the service; TOML itself refuses an id that comes twice."""
    table = tomllib.loads(part.read_text(encoding="utf-8"))
    return {service: Label(tuple(row.pop("serves")), tuple(row.pop("partly")), **row) for service, row in table.items()}


def services() -> list[Service]:
    """Every real service, in the order of the sample; skips the test where they are absent."""
    records = json.loads(shared("data/services_textes_2022.json").read_text(encoding="utf-8"))
    records.sort(key=lambda record: sha256(record["id"].encode()).hexdigest())
    return [
        Service(row["id"], row["nom"].strip(), row["presentation_resume"].strip(), tuple(row["thematiques_v0"]))
        for row in records
    ]


def texts() -> Mapping[str, tuple[str, str]]:
    """The name and summary of every real service by its id, in the order of the sample."""
    return {service.id: (service.name, service.summary) for service in services()}


def sample() -> dict[str, list[str]]:
    """The ids that each part labels, in their order, by the name of its file without the ending."""
    everything = services()
    return {
        "labels_a": [everything[position].id for position in FIRST_PART],
        "labels_b": [everything[position].id for position in SECOND_PART],
        "labels_c": (third := _supplement(everything[: SECOND_PART.stop], everything[SECOND_PART.stop :])),
        "labels_d": _of_concern(everything, {*(one.id for one in everything[: SECOND_PART.stop]), *third}),
    }


def _supplement(before: list[Service], after: list[Service]) -> list[str]:
    """The first services of ``after`` that say something new, and are not filed under mobility."""
    seen = {(service.name, service.summary) for service in before}
    chosen: list[str] = []
    for service in after:
        text = (service.name, service.summary)
        if "mobilite" not in service.codes and text not in seen:
            seen.add(text)
            chosen.append(service.id)
    return chosen[:THIRD_PART_SIZE]


def _of_concern(everything: list[Service], labelled: set[str]) -> list[str]:
    """Every service left that says something new and may concern a barrier without thématique."""
    seen = {(service.name, service.summary) for service in everything if service.id in labelled}
    chosen: list[str] = []
    for service in everything:
        text = (service.name, service.summary)
        if service.id not in labelled and text not in seen and MAY_CONCERN.search(_plain("\n".join(text))):
            seen.add(text)
            chosen.append(service.id)
    return chosen


def _plain(text: str) -> str:
    letters = normalize("NFD", text.casefold().replace("œ", "oe").replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))
    return "".join(letter for letter in letters if not combining(letter))


def held_out(summary: str) -> bool:
    """Whether a service is kept aside, about one in three: its label is reported on, never read to tune the engine.

    The summary alone decides, in small letters and without spaces or punctuation, so that one text repeated under
    several names or with another typography never stands on both sides.
    """
    letters = "".join(character for character in summary.casefold() if character.isalnum())
    return sha256(f"aside{letters}".encode()).digest()[0] % 3 == 0
