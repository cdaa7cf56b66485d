"""Does this service address this barrier? Three channels, each with its evidence, and how sure that evidence is.

1. ``exact``: one of the barrier's own thématiques.
2. ``fallback``: a neighbouring thématique, confirmed by a specialist network of the partner or by the words.
3. ``keyword``: the words of the name and the description alone.

Thirteen barriers, among them those that come first for people from the street, have no thématique of their own:
the second and third channels are what makes them reachable. How sure a match is depends on two things, whatever the
channel: what the words say (``matching.reading``), and what the thématiques do (``Tag``).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from matching.network import Partner, Service
from matching.reading import Grade, Reading, silence_of
from network_data.vocabulary import BARRIERS, WIDELY_TAGGED, AccessPath, gate_of

BULK = 7
"""From this many thématiques on, each says little: one real service in five has as many, some have dozens."""


class Channel(StrEnum):
    """How a service was found to answer a barrier."""

    EXACT = "exact"
    FALLBACK = "fallback"
    KEYWORD = "keyword"


class Tag(IntEnum):
    """What the thématiques of a service say of a barrier."""

    NONE = 0
    NEIGHBOUR = 1
    """A neighbouring thématique, unless a specialist network or the words confirm it."""
    NEAR = 2
    """A neighbouring one, confirmed; or the barrier's own among many, or shared with a wider barrier."""
    OWN = 3
    """The barrier's own, among few."""
    SPECIALIST = 4
    """The barrier's own, among few, in a specialist network."""


@dataclass(frozen=True, slots=True)
class ChannelMatch:
    """The channel, the evidence shown with it, and how sure it is: what thématiques and words say."""

    channel: Channel
    thematique: str | None = None
    network: str | None = None
    keyword: str | None = None
    tag: Tag = Tag.NONE
    grade: Grade = Grade.SILENT

    @property
    def strength(self) -> int:
        """The position of what thématiques and words say together in ``STRENGTHS``."""
        return STRENGTHS.index((self.tag, self.grade))


_LEAST = {
    Tag.NONE: Grade.HINTED,
    Tag.NEAR: Grade.SILENT,
    Tag.OWN: Grade.ELSEWHERE,
    Tag.SPECIALIST: Grade.ELSEWHERE,
}


def addresses(tag: Tag, grade: Grade) -> bool:
    """Whether thématiques and words together make a service answer a barrier.

    Words that deny outweigh any thématique. Words that speak clearly of other barriers outweigh all but the barrier's
    own thématique among few, and leave little of that one. Thématiques decide where words say little.
    """
    return tag in _LEAST and _LEAST[tag] <= grade <= Grade.CENTRAL


STRENGTHS = tuple((tag, grade) for tag in Tag for grade in Grade if addresses(tag, grade))
"""Every way in which a service can answer a barrier; a row of a barrier stores its position here."""


def channels_of(service: Service, partner: Partner) -> dict[str, ChannelMatch]:
    """The barriers that ``service`` addresses, each with its strongest channel, in the vocabulary's order."""
    networks = networks_asked(partner.networks, service.access_path)
    found = {barrier: match_of(barrier, service.thematiques, networks, service.reading) for barrier in BARRIERS}
    return {barrier: match for barrier, match in found.items() if match is not None}


def match_of(
    barrier: str, thematiques: Sequence[str], networks: Sequence[str], reading: Reading
) -> ChannelMatch | None:
    """The strongest channel by which a service addresses ``barrier``, from what it and those one deals with state."""
    known = BARRIERS[barrier]
    mention = next((one for one in reading if one.barrier == barrier), None)
    grade = mention.grade if mention else silence_of(reading).of(barrier)
    network = first_in(known.specialist_networks, networks)
    tag = confirmed(tag_of(barrier, thematiques), grade, in_specialist_network=network is not None)
    if not addresses(tag, grade):
        return None
    keyword = mention.keyword if mention else None
    if exact := first_in(thematiques, known.thematiques):
        return ChannelMatch(Channel.EXACT, exact, network, keyword, tag, grade)
    if fallback := first_in(thematiques, known.fallback_thematiques):
        return ChannelMatch(Channel.FALLBACK, fallback, network, keyword, tag, grade)
    return ChannelMatch(Channel.KEYWORD, keyword=keyword, tag=tag, grade=grade)


def tag_of(barrier: str, thematiques: Sequence[str]) -> Tag:
    """What the thématiques alone say of a barrier."""
    known = BARRIERS[barrier]
    if first_in(thematiques, known.thematiques):
        return Tag.NEAR if len(thematiques) >= BULK or barrier in WIDELY_TAGGED else Tag.OWN
    return Tag.NEIGHBOUR if first_in(thematiques, known.fallback_thematiques) else Tag.NONE


def confirmed(tag: Tag, grade: Grade, *, in_specialist_network: bool) -> Tag:
    """What thématiques say once networks and words are known: a neighbouring one counts if either confirms it."""
    if tag is Tag.OWN and in_specialist_network:
        return Tag.SPECIALIST
    if tag is not Tag.NEIGHBOUR:
        return tag
    return Tag.NEAR if in_specialist_network or Grade.EVOKED <= grade <= Grade.CENTRAL else Tag.NONE


def networks_asked(networks: tuple[str, ...], path: AccessPath) -> tuple[str, ...]:
    """The networks one deals with: the partner's, and those of the gate before the service."""
    gate = gate_of(path)
    return networks + gate.networks if gate else networks


def first_in(values: Sequence[str], wanted: Collection[str]) -> str | None:
    """The first of ``values`` that is ``wanted``, or None."""
    return next((value for value in values if value in wanted), None)
