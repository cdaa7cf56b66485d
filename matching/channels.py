"""Does this service address this barrier? Three channels, strongest first, each with its evidence.

1. ``exact``: one of the barrier's own thématiques.
2. ``fallback``: a neighbouring thématique, confirmed by a specialist network of the partner or by a keyword.
3. ``keyword``: a keyword alone, in the name or the description.

Thirteen barriers, among them those that come first for people from the street, have no thématique of their own:
the second and third channels are what makes them reachable.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from matching.network import Partner, Service
from matching.text import KeywordFinder
from network_data.vocabulary import BARRIERS, AccessPath, gate_of


class Channel(StrEnum):
    """How a service was found to answer a barrier."""

    EXACT = "exact"
    FALLBACK = "fallback"
    KEYWORD = "keyword"


@dataclass(frozen=True, slots=True)
class ChannelMatch:
    """The channel, the evidence shown with it, and for the first two what else confirms it."""

    channel: Channel
    thematique: str | None = None
    network: str | None = None
    keyword: str | None = None

    @property
    def confirmed(self) -> bool:
        """Whether a specialist network or a keyword speaks for the match too."""
        return self.network is not None or self.keyword is not None


_KEYWORDS = tuple(dict.fromkeys(word for barrier in BARRIERS.values() for word in barrier.keywords))


@cache
def _finder() -> KeywordFinder:
    return KeywordFinder(_KEYWORDS)


def read_text(name: str, description: str) -> tuple[str, ...]:
    """The keywords of the vocabulary that the words of a service state, in alphabetical order.

    Cost: proportional to the words (about 25 microseconds for a real service); independent of the number of barriers.
    """
    return tuple(sorted(_finder().find(f"{name}.\n{description}")))


def channels_of(service: Service, partner: Partner) -> dict[str, ChannelMatch]:
    """The barriers that ``service`` addresses, each with its strongest channel, in the vocabulary's order."""
    networks = networks_asked(partner.networks, service.access_path)
    found = {barrier: match_of(barrier, service.thematiques, networks, service.keywords) for barrier in BARRIERS}
    return {barrier: match for barrier, match in found.items() if match is not None}


def match_of(
    barrier: str, thematiques: Sequence[str], networks: Sequence[str], keywords: Sequence[str]
) -> ChannelMatch | None:
    """The strongest channel by which a service addresses ``barrier``, from what it and those one deals with state."""
    known = BARRIERS[barrier]
    keyword = first_in(keywords, known.keywords)
    network = first_in(known.specialist_networks, networks)
    if exact := first_in(thematiques, known.thematiques):
        return ChannelMatch(Channel.EXACT, exact, network, keyword)
    fallback = first_in(thematiques, known.fallback_thematiques)
    if fallback and (network or keyword):
        return ChannelMatch(Channel.FALLBACK, fallback, network, keyword)
    return ChannelMatch(Channel.KEYWORD, keyword=keyword) if keyword else None


def networks_asked(networks: tuple[str, ...], path: AccessPath) -> tuple[str, ...]:
    """The networks one deals with: the partner's, and those of the gate before the service."""
    gate = gate_of(path)
    return networks + gate.networks if gate else networks


def first_in(values: Sequence[str], wanted: Collection[str]) -> str | None:
    """The first of ``values`` that is ``wanted``, or None."""
    return next((value for value in values if value in wanted), None)
