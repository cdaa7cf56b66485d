"""Which services address which barrier, for all services at once: ``matching.channels`` over columns.

What decides is the service's thématiques, its keywords, and the networks one deals with: each has far fewer distinct
values than there are services, so each value is read once and the rest is looked up.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from matching.channels import Channel, ChannelMatch, networks_asked
from matching.columns import Bools, Encoded, Ints, ServiceTable, combined
from matching.network import Partner
from network_data.vocabulary import BARRIERS

STRENGTH_CLASSES = ((Channel.KEYWORD, False), (Channel.FALLBACK, True), (Channel.EXACT, False), (Channel.EXACT, True))
"""The four strengths a match can have, as (channel, confirmed); a row of a barrier stores its position here."""

_KEYWORD, _FALLBACK, _EXACT, _EXACT_CONFIRMED = range(len(STRENGTH_CLASSES))
_NONE = -1


@dataclass(frozen=True, slots=True)
class Addressing:
    """The services of one barrier: ascending rows, and the strength class of each."""

    rows: Ints
    strengths: Ints


def strength_class(match: ChannelMatch) -> int:
    """The position of a match in ``STRENGTH_CLASSES``."""
    confirmed = match.channel is Channel.FALLBACK or (match.channel is Channel.EXACT and match.confirmed)
    return STRENGTH_CLASSES.index((match.channel, confirmed))


def networks_of_services(table: ServiceTable, partners: Mapping[str, Partner]) -> Encoded[tuple[str, ...]]:
    """For each service, the networks one deals with."""
    own = Encoded.of([partners[partner].networks for partner in table.partner_id.values])
    of_service = Encoded(own.values, own.codes[table.partner_id.codes])
    return combined((of_service, table.access_path), networks_asked)


def addressing(table: ServiceTable, networks: Encoded[tuple[str, ...]]) -> dict[str, Addressing]:
    """For each barrier that any service addresses, in the vocabulary's order, the services that do.

    Cost: four look-ups of a byte per barrier and service, about 60 milliseconds for 100,000 services.
    """
    exact = _flags(table.thematiques.values, {code: barrier.thematiques for code, barrier in BARRIERS.items()})
    near = _flags(table.thematiques.values, {code: one.fallback_thematiques for code, one in BARRIERS.items()})
    words = _flags(table.keywords.values, {code: barrier.keywords for code, barrier in BARRIERS.items()})
    special = _flags(networks.values, {code: barrier.specialist_networks for code, barrier in BARRIERS.items()})
    found: dict[str, Addressing] = {}
    for number, code in enumerate(BARRIERS):
        by_thematique = np.where(exact[number], _EXACT, np.where(near[number], _FALLBACK, _NONE)).astype(np.int8)
        channel = by_thematique[table.thematiques.codes]
        word = words[number][table.keywords.codes]
        confirmed = word | special[number][networks.codes]
        strength = np.where(channel == _EXACT, channel + confirmed, np.where(confirmed, channel, _NONE))
        strength = np.where((strength == _NONE) & word, _KEYWORD, strength)
        rows = np.flatnonzero(strength != _NONE).astype(np.int32)
        if len(rows):
            found[code] = Addressing(rows, strength[rows].astype(np.int8))
    return found


def _flags(values: Sequence[Iterable[str]], wanted: Mapping[str, Iterable[str]]) -> Bools:
    """For each barrier (row) and distinct value (column), whether the value holds anything the barrier wants."""
    barriers_of: dict[str, list[int]] = {}
    for number, words in enumerate(wanted.values()):
        for word in words:
            barriers_of.setdefault(word, []).append(number)
    flags = np.zeros((len(wanted), len(values)), dtype=np.bool_)
    for column, value in enumerate(values):
        for word in value:
            for number in barriers_of.get(word, ()):
                flags[number, column] = True
    return flags
