"""Does this service address this barrier? Three channels, strongest first, each with its evidence.

1. ``exact``: one of the barrier's own thématiques.
2. ``fallback``: a neighbouring thématique, confirmed by a specialist network of the partner or by a keyword.
3. ``keyword``: a keyword alone, in the name or the description.

Thirteen barriers, among them those that come first for people from the street, have no thématique of their own:
the second and third channels are what makes them reachable.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from matching.network import Partner, Service
from matching.text import KeywordFinder
from network_data.vocabulary import BARRIERS, gate_of


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


def _barriers_by(field: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for barrier in BARRIERS.values():
        for value in getattr(barrier, field):
            found.setdefault(value, []).append(barrier.code)
    return {value: tuple(codes) for value, codes in found.items()}


_BY_THEMATIQUE = _barriers_by("thematiques")
_BY_FALLBACK = _barriers_by("fallback_thematiques")
_BY_KEYWORD = _barriers_by("keywords")


def keyword_finder() -> KeywordFinder:
    """A finder of every keyword of the vocabulary."""
    return KeywordFinder(_BY_KEYWORD)


def channels_of(service: Service, partner: Partner, finder: KeywordFinder) -> dict[str, ChannelMatch]:
    """The barriers that ``service`` addresses, each with its strongest channel, in no particular order.

    Cost: proportional to the words of the service; independent of the number of barriers.
    """
    keywords = _first_by_barrier(sorted(finder.find(f"{service.name}.\n{service.description}")), _BY_KEYWORD)
    networks = _networks_asked(service, partner)
    exact = _first_by_barrier(service.thematiques, _BY_THEMATIQUE)
    fallback = _first_by_barrier(service.thematiques, _BY_FALLBACK)
    found: dict[str, ChannelMatch] = {}
    for barrier, thematique in exact.items():
        found[barrier] = ChannelMatch(
            Channel.EXACT, thematique, _specialist_network(barrier, networks), keywords.get(barrier)
        )
    for barrier, thematique in fallback.items():
        network = _specialist_network(barrier, networks)
        if barrier not in found and (network or barrier in keywords):
            found[barrier] = ChannelMatch(Channel.FALLBACK, thematique, network, keywords.get(barrier))
    for barrier, keyword in keywords.items():
        if barrier not in found:
            found[barrier] = ChannelMatch(Channel.KEYWORD, keyword=keyword)
    return found


def _first_by_barrier(values: Iterable[str], barriers_of: dict[str, tuple[str, ...]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for value in values:
        for barrier in barriers_of.get(value, ()):
            found.setdefault(barrier, value)
    return found


def _networks_asked(service: Service, partner: Partner) -> tuple[str, ...]:
    """The networks one deals with: the partner's, and those of the gate before the service."""
    gate = gate_of(service.access_path)
    return partner.networks + gate.networks if gate else partner.networks


def _specialist_network(barrier: str, networks: tuple[str, ...]) -> str | None:
    specialists = BARRIERS[barrier].specialist_networks
    return next((network for network in specialists if network in networks), None)
