"""Finds partners by words, typing mistakes forgiven, and by what they answer; built once per network version."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from threading import Lock

import numpy as np
from data_inclusion.schema.v1 import ReseauPorteur
from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extract

from matching.catalogue import Catalogue
from matching.text import fold
from network_data.vocabulary import BARRIERS, Domain

NAME, NETWORK, SERVICE, BARRIER = 4.0, 3.0, 2.0, 1.0
"""What a word is worth where it stands: in the partner's name, its network, a service, a barrier that it answers."""

PREFIX_WORTH, PREFIX_LENGTH = 0.9, 3
"""What the beginning of a word is worth beside the whole word, and the letters it takes to be one."""
SIMILARITY, SIMILAR_WORTH, SIMILAR_LENGTH = 80.0, 0.8, 4
"""Above "psychologie" / "psychanalyse"; a mistyped word has at least four letters."""

_TOKEN = re.compile(r"[^\W_]+")
_EMPTY_WORDS = frozenset({"a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "un", "une"})
_NETWORK_LABELS = {network.value: network.label for network in ReseauPorteur}


@dataclass(frozen=True, slots=True)
class PartnerQuery:
    """What is looked for: words, and what the partner should answer. Nothing asked finds everyone."""

    words: str = ""
    domain: Domain | None = None
    barrier: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """Ids of the partners found, best first. ``all_words`` is False when none answers every word, only some."""

    partner_ids: tuple[str, ...]
    all_words: bool = True


@dataclass(frozen=True, slots=True)
class PartnerSearch:
    """The words of every partner, and the barriers that each answers in the vocabulary's order."""

    rank: Mapping[str, int]
    """The place of every partner, by name then id: what decides between equals."""
    barriers: Mapping[str, tuple[str, ...]]
    words: tuple[str, ...]
    postings: Mapping[str, Mapping[str, float]]
    """For each word, in which partners it stands and what it is worth there."""

    def find(self, query: PartnerQuery) -> Found:
        """Partners ordered by how many words they answer, how well, then name and id: always the same order.

        Cost: each word compared with every distinct word of the network, about 1 ms for 10,000.
        """
        kept = [partner for partner in self.rank if self._answers(partner, query)]
        words = list(dict.fromkeys(_words(query.words)))
        if not words:
            return Found(tuple(kept))
        scores, answered = self._scores(words, frozenset(kept))
        most = max(answered.values(), default=0)
        best = [partner for partner in scores if answered[partner] == most]
        ranked = sorted(best, key=lambda partner: (-round(scores[partner], 9), self.rank[partner]))
        return Found(tuple(ranked), all_words=most == len(words))

    def _scores(self, words: Iterable[str], kept: frozenset[str]) -> tuple[dict[str, float], dict[str, int]]:
        scores: dict[str, float] = defaultdict(float)
        answered: dict[str, int] = defaultdict(int)
        for word in words:
            best: dict[str, float] = {}
            for known, likeness in self._alike(word):
                for partner, worth in self.postings[known].items():
                    if partner in kept:
                        best[partner] = max(best.get(partner, 0.0), likeness * worth)
            for partner, worth in best.items():
                scores[partner] += worth
                answered[partner] += 1
        return scores, answered

    def _alike(self, word: str) -> Iterator[tuple[str, float]]:
        """Known words that ``word`` may stand for: itself and what it begins or, failing these, what it resembles."""
        begun = list(self._beginning_with(word)) if len(word) >= PREFIX_LENGTH else [word] * (word in self.postings)
        if begun:
            for known in begun:
                yield known, 1.0 if known == word else PREFIX_WORTH
        elif len(word) >= SIMILAR_LENGTH:
            for known, likeness, _ in extract(word, self.words, scorer=ratio, limit=None, score_cutoff=SIMILARITY):
                yield known, SIMILAR_WORTH * likeness / 100.0

    def _beginning_with(self, word: str) -> Iterator[str]:
        for at in range(bisect_left(self.words, word), len(self.words)):
            if not self.words[at].startswith(word):
                return
            yield self.words[at]

    def _answers(self, partner: str, query: PartnerQuery) -> bool:
        if query.barrier is None and query.domain is None:
            return True
        barriers = self.barriers.get(partner, ())
        if query.barrier is not None and query.barrier not in barriers:
            return False
        return query.domain is None or any(BARRIERS[barrier].domain is query.domain for barrier in barriers)


def index_partners(catalogue: Catalogue) -> PartnerSearch:
    """The search over the partners of a compiled network."""
    network = catalogue.network
    barriers = _barriers_by_partner(catalogue)
    postings: dict[str, dict[str, float]] = defaultdict(dict)

    def stand(partner: str, text: str, worth: float) -> None:
        for word in _words(text):
            postings[word][partner] = max(postings[word].get(partner, 0.0), worth)

    for partner in network.partners.values():
        stand(partner.id, partner.name, NAME)
        for code in partner.networks:
            stand(partner.id, f"{code} {_NETWORK_LABELS.get(code, '')}", NETWORK)
        for barrier in barriers.get(partner.id, ()):
            stand(partner.id, BARRIERS[barrier].label, BARRIER)
    columns = catalogue.columns
    for partner_code, name in zip(columns.partner_id.codes.tolist(), columns.names.codes.tolist(), strict=True):
        stand(columns.partner_id.values[partner_code], columns.names.values[name], SERVICE)
    by_name = sorted(network.partners.values(), key=lambda partner: (fold(partner.name), partner.id))
    rank = {partner.id: place for place, partner in enumerate(by_name)}
    return PartnerSearch(rank, barriers, tuple(sorted(postings)), postings)


def _barriers_by_partner(catalogue: Catalogue) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for barrier in BARRIERS:
        partner_id = catalogue.columns.partner_id
        for number in np.unique(partner_id.codes[catalogue.index_of(barrier).rows]).tolist():
            found[partner_id.values[number]].append(barrier)
    return {partner: tuple(codes) for partner, codes in found.items()}


def _words(text: str) -> list[str]:
    return [word for word in map(fold, _TOKEN.findall(text)) if word not in _EMPTY_WORDS]


class PartnerSearches:
    """Holds the search over the current catalogue; replaces it whole when the catalogue is another."""

    def __init__(self) -> None:
        self._indexed: tuple[Catalogue, PartnerSearch] | None = None
        self._indexing = Lock()

    def current(self, catalogue: Catalogue) -> PartnerSearch:
        """The search over ``catalogue``, built at its first use."""
        indexed = self._indexed
        if indexed is None or indexed[0] is not catalogue:
            with self._indexing:
                indexed = self._indexed
                if indexed is None or indexed[0] is not catalogue:
                    indexed = self._indexed = (catalogue, index_partners(catalogue))
        return indexed[1]
