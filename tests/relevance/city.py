"""A fictitious city of real services: their true texts, a place drawn, and thématiques as publishers give them.

Publishers tag as people do, so the tags of a service are drawn from the joint distribution of 2,329 real services
(``dora_services_thematiques_v1.csv``): mostly those of a real service that shares one true thématique, often many; at
times none at all, a sibling of the true one, or those of a real service taken at random.
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random

from matching.catalogue import Catalogue, compile_catalogue
from matching.columns import ServiceTable
from matching.network import Network, Partner, Service
from matching.reading import read_text
from network_data.vocabulary import BARRIERS, AccessPath
from tests.relevance.hard_cases import ASIDE, hard_cases
from tests.relevance.labels import PARTS, Label, held_out, labels, services
from tests.shared_data import shared

TODAY = date(2026, 11, 22)
CENTRE = (47.218, -1.554)
REACH = 0.06
"""Degrees from the centre within which services and homes are drawn: some five kilometres."""

HABITS = {"true": 0.75, "sibling": 0.10, "none": 0.10, "random": 0.05}
"""How often a publisher tags in each way."""


@dataclass(frozen=True)
class Text:
    """A labelled text: a real one, or a hard case."""

    id: str
    name: str
    summary: str
    label: Label
    held_out: bool


@dataclass(frozen=True)
class City:
    """A compiled city, and what each of its services was found to serve."""

    catalogue: Catalogue
    label_of: Mapping[str, Label]
    places: Mapping[str, tuple[float, float]]


@cache
def labelled_texts() -> tuple[Text, ...]:
    """Every labelled text once, in the order of its id."""
    of_id = {service.id: service for service in services()}
    label_of: dict[str, Label] = {}
    for part in PARTS:
        label_of.update(labels(part))
    once = {(of_id[id_].name, of_id[id_].summary): id_ for id_ in sorted(label_of, reverse=True)}
    return tuple(
        Text(id_, name, summary, label_of[id_], held_out(summary))
        for (name, summary), id_ in sorted(once.items(), key=lambda item: item[1])
    )


def written_texts(kind: Path) -> tuple[Text, ...]:
    """The hard cases of one file as texts of a city, beside the real ones."""
    return tuple(
        Text(f"case {case.name}", case.name, case.description, Label(case.serves, case.partly), kind in ASIDE)
        for case in hard_cases(kind)
    )


@cache
def _real_rows() -> tuple[tuple[str, ...], ...]:
    with shared("data/dora_services_thematiques_v1.csv").open(encoding="utf-8", newline="") as file:
        return tuple(tuple(row["thematiques"].split("\n")) for row in csv.DictReader(file) if row["thematiques"])


@cache
def _rows_with(thematique: str) -> tuple[tuple[str, ...], ...]:
    return tuple(row for row in _real_rows() if thematique in row)


def tags_of(label: Label, random: Random) -> tuple[str, ...]:
    """The thématiques that a publisher might give a service of this label."""
    habit = random.choices(list(HABITS), list(HABITS.values()))[0]
    true = [tag for barrier in label.serves for tag in BARRIERS[barrier].thematiques] or [
        tag for barrier in (*label.serves, *label.partly) for tag in BARRIERS[barrier].fallback_thematiques
    ]
    if habit == "none":
        return ()
    if habit == "random" or not true:
        return random.choice(_real_rows())
    wanted = random.choice(true)
    if habit == "sibling":
        family = wanted.split("--")[0]
        wanted = random.choice(
            sorted({tag for row in _real_rows() for tag in row if tag.startswith(family)}) or [wanted]
        )
    rows = _rows_with(wanted)
    # Weighted so that services tagged with everything, which share any tag, come as often as among all real services.
    return random.choices(rows, [1 / len(row) for row in rows])[0] if rows else (wanted,)


def city(texts: Sequence[Text], seed: int) -> City:
    """The city of ``texts``, one partner for each, drawn by ``seed``."""
    random = Random(seed)
    places = {text.id: _place(random) for text in texts}
    partners = {text.id: Partner(text.id, text.name, (), *places[text.id]) for text in texts}
    found = [
        Service(
            text.id,
            text.id,
            text.name,
            TODAY - timedelta(days=random.randrange(700)),
            read_text(text.name, text.summary),
            tags_of(text.label, random),
            *places[text.id],
            access_path=AccessPath.DIRECT,
        )
        for text in sorted(texts, key=lambda text: text.id)
    ]
    network = Network(f"city-{seed}", partners, ServiceTable.of(found))
    return City(compile_catalogue(network), {text.id: text.label for text in texts}, places)


def homes(seed: int, count: int) -> list[tuple[float, float]]:
    """Places where people of the city live."""
    random = Random(f"homes {seed}")
    return [_place(random) for _ in range(count)]


def _place(random: Random) -> tuple[float, float]:
    return (CENTRE[0] + random.uniform(-REACH, REACH), CENTRE[1] + random.uniform(-REACH, REACH))
