"""How good the first five suggestions are, over the labelled real texts and the hard cases."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log, log2
from statistics import fmean

from rich.console import Console
from rich.table import Table

from api.services.weighing import default_weights
from matching.channels import Channel, match_of
from matching.geography import distance_km, unit_vector
from matching.problem import Problem
from matching.profile import Location, Need, Profile
from matching.reading import Grade, read_text, silence_of
from matching.suggestions import suggest
from network_data.vocabulary import BARRIERS
from tests.relevance.city import TODAY, City, Text, city, homes, labelled_texts, written_texts
from tests.relevance.hard_cases import FILES, HardCase, hard_cases
from tests.relevance.labels import Label

FIRST = 5
AT_LEAST = 3
"""Relevant services from which a barrier is measured."""
SEEDS = range(5)
HOMES = 3

WITHOUT_THEMATIQUE = frozenset(code for code, barrier in BARRIERS.items() if not barrier.thematiques)

Ranking = Mapping[str, Sequence[str]]
"""The services in the order they are proposed, by barrier."""
Ranker = Callable[[City, tuple[float, float], Sequence[str]], Ranking]


@dataclass(frozen=True)
class Quality:
    """Precision and NDCG of the first five, averaged over seeds and homes, by barrier."""

    precision: Mapping[str, float]
    ndcg: Mapping[str, float]

    def mean(self, barriers: Iterable[str] | None = None) -> tuple[float, float, int]:
        """Precision, NDCG and number of barriers, over those measured among ``barriers``."""
        measured = sorted(self.precision if barriers is None else set(barriers) & set(self.precision))
        if not measured:
            return 0.0, 0.0, 0
        return fmean(self.precision[one] for one in measured), fmean(self.ndcg[one] for one in measured), len(measured)


def gain(label: Label, barrier: str) -> int:
    """2 for what a service serves, 1 for what it touches."""
    return 2 if barrier in label.serves else int(barrier in label.partly)


def precision_at_five(gains: Sequence[int], relevant: int) -> float:
    """The share of the first five that serve, of as many as there could be."""
    return sum(one == 2 for one in gains[:FIRST]) / min(FIRST, relevant)


def ndcg_at_five(gains: Sequence[int], ideal: Sequence[int]) -> float:
    """Discounted gain of the first five against the best order (Järvelin and Kekäläinen 2002)."""
    best = _discounted(sorted(ideal, reverse=True))
    return _discounted(gains) / best if best else 0.0


def _discounted(gains: Sequence[int]) -> float:
    return sum(one / log2(place + 2) for place, one in enumerate(gains[:FIRST]))


def by_engine(town: City, home: tuple[float, float], barriers: Sequence[str]) -> Ranking:
    """What Maillage proposes."""
    profile = Profile(tuple(Need(code) for code in barriers), TODAY, Location(*home), per_barrier=FIRST)
    found = suggest(Problem(profile, town.catalogue, default_weights()))
    return {one.need.barrier: [each.service.id for each in one.suggestions] for one in found}


def by_distance(town: City, home: tuple[float, float], barriers: Sequence[str]) -> Ranking:
    """What users have today: the services of the thématiques (else of the neighbouring ones), nearest first."""
    here = unit_vector(*home)
    ordered = sorted(
        town.catalogue.services, key=lambda service: distance_km(here, unit_vector(*town.places[service.id]))
    )
    found = {}
    for code in barriers:
        wanted = BARRIERS[code].thematiques or BARRIERS[code].fallback_thematiques
        found[code] = [service.id for service in ordered if set(wanted) & set(service.thematiques)]
    return found


def quality(texts: Sequence[Text], ranker: Ranker, seeds: Iterable[int] = SEEDS) -> Quality:
    """The quality of a ranking over cities of ``texts``, for every barrier with enough relevant services."""
    relevant = {code: sum(code in text.label.serves for text in texts) for code in BARRIERS}
    barriers = [code for code, count in relevant.items() if count >= AT_LEAST]
    precision: dict[str, list[float]] = defaultdict(list)
    ndcg: dict[str, list[float]] = defaultdict(list)
    for seed in seeds:
        town = city(texts, seed)
        for home in homes(seed, HOMES):
            for code, found in ranker(town, home, barriers).items():
                gains = [gain(town.label_of[id_], code) for id_ in found[:FIRST]]
                precision[code].append(precision_at_five(gains, relevant[code]))
                ndcg[code].append(ndcg_at_five(gains, [gain(text.label, code) for text in texts]))
    return Quality(
        {code: fmean(values) for code, values in precision.items()},
        {code: fmean(values) for code, values in ndcg.items()},
    )


def precision_by_channel(texts: Sequence[Text], seed: int = 0) -> dict[Channel, tuple[int, float]]:
    """Of the suggestions shown through each channel: how many, and the share that serve."""
    town = city(texts, seed)
    served: dict[Channel, list[bool]] = defaultdict(list)
    for home in homes(seed, HOMES):
        profile = Profile(tuple(Need(code) for code in BARRIERS), TODAY, Location(*home), per_barrier=FIRST)
        for need in suggest(Problem(profile, town.catalogue, default_weights())):
            for one in need.suggestions:
                served[one.match.channel].append(gain(town.label_of[one.service.id], one.barrier) == 2)
    return {channel: (len(found), fmean(found)) for channel, found in sorted(served.items())}


def served_by_grade(texts: Sequence[Text]) -> dict[Grade, tuple[int, float]]:
    """For each grade of the words: how often it was given, and the share that serves."""
    served: dict[Grade, list[bool]] = defaultdict(list)
    for text in texts:
        reading = read_text(text.name, text.summary)
        silence = silence_of(reading)
        grades = {code: silence.of(code) for code in BARRIERS} | {one.barrier: one.grade for one in reading}
        for code, grade in grades.items():
            served[grade].append(code in text.label.serves)
    return {grade: (len(found), fmean(found)) for grade, found in sorted(served.items())}


def missed(case: HardCase) -> list[str]:
    """What the engine gets wrong of a hard case: ``-barrier`` served and not proposed, ``+barrier`` a trap proposed."""
    reading = read_text(case.name, case.description)
    found = {code for code in BARRIERS if match_of(code, case.thematiques, case.networks, reading)}
    return sorted([f"-{code}" for code in case.serves if code not in found]) + sorted(
        [f"+{code}" for code in case.traps if code in found]
    )


def report(console: Console) -> None:
    """Prints the tables."""
    texts = labelled_texts()
    parts = {
        "tuned on": [text for text in texts if not text.held_out],
        "held out": [text for text in texts if text.held_out],
    }
    written = [text for kind in FILES if kind.stem.startswith("everyday") for text in written_texts(kind)]
    together = {
        f"{name}, with cases": part + [text for text in written if text.held_out is part[0].held_out]
        for name, part in parts.items()
    }
    table = Table("part", "order", "P@5", "NDCG@5", "barriers", "P@5 without thématique", "barriers", title="Relevance")
    for name, part in (parts | together).items():
        for order, ranker in (("distance over thématiques", by_distance), ("Maillage", by_engine)):
            found = quality(part, ranker)
            every, few = found.mean(), found.mean(WITHOUT_THEMATIQUE)
            table.add_row(
                name, order, f"{every[0]:.2f}", f"{every[1]:.2f}", str(every[2]), f"{few[0]:.2f}", str(few[2])
            )
    console.print(table)
    channels = Table("part", "channel", "shown", "serve", title="Suggestions shown, by channel")
    for name, part in parts.items():
        for channel, (count, share) in precision_by_channel(part).items():
            channels.add_row(name, channel.value, str(count), f"{share:.2f}")
    console.print(channels)
    grades = Table("grade of the words", "given", "serve", "log-odds", title="Words, on the texts tuned on")
    for grade, (count, share) in served_by_grade(parts["tuned on"]).items():
        odds = f"{log(share / (1 - share)):.1f}" if 0 < share < 1 else "-"
        grades.add_row(grade.name.lower(), str(count), f"{share:.3f}", odds)
    console.print(grades)
    hard = Table("kind", "cases", "served proposed", "traps avoided", title="Hard cases")
    for kind in FILES:
        cases = hard_cases(kind)
        wrong = [one for case in cases for one in missed(case)]
        serves, traps = sum(len(case.serves) for case in cases), sum(len(case.traps) for case in cases)
        hard.add_row(
            kind.stem,
            str(len(cases)),
            f"{1 - sum(one[0] == '-' for one in wrong) / max(1, serves):.2f}",
            f"{1 - sum(one[0] == '+' for one in wrong) / traps:.2f}",
        )
    console.print(hard)


if __name__ == "__main__":
    report(Console())
