"""How needs stand by barrier, area, language and public."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from matching.coverage.reach import CarriedNeed, Reach, Standing
from matching.profile import Profile


class Facet(StrEnum):
    """What needs are counted by.

    A person has several languages and publics: their needs count in each. The area of someone whose commune is not
    known is empty.
    """

    BARRIER = "barrier"
    AREA = "area"
    LANGUAGE = "language"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class Tally:
    """How many needs of a group stand how; ``single``: of those that can be taken, how many by one partner alone."""

    followed: int = 0
    sure: int = 0
    perhaps: int = 0
    uncovered: int = 0
    single: int = 0

    @property
    def needs(self) -> int:
        """All of them."""
        return self.followed + self.sure + self.perhaps + self.uncovered


def tally(needs: Iterable[tuple[CarriedNeed, bool]]) -> Tally:
    """The tally of needs, each with whether it hangs on one partner."""
    counts, single = dict.fromkeys(Standing, 0), 0
    for need, alone in needs:
        counts[need.standing] += 1
        single += alone
    return Tally(**{standing.value: count for standing, count in counts.items()}, single=single)


def tallies(reach: Reach, alone: frozenset[int]) -> Mapping[Facet, tuple[tuple[str, Tally], ...]]:
    """The tally of every group of every facet, the least covered first; ``alone``: needs that hang on one partner."""
    groups: dict[Facet, dict[str, list[tuple[CarriedNeed, bool]]]] = {facet: defaultdict(list) for facet in Facet}
    for at, need in enumerate(reach.needs):
        for facet, value in _values(reach.profile_of(need), need):
            groups[facet][value].append((need, at in alone))
    return {facet: _ordered({value: tally(needs) for value, needs in found.items()}) for facet, found in groups.items()}


def _values(profile: Profile, need: CarriedNeed) -> Iterator[tuple[Facet, str]]:
    yield Facet.BARRIER, need.need.barrier
    yield Facet.AREA, (profile.location.insee_code if profile.location else None) or ""
    for code in profile.languages or ():
        yield Facet.LANGUAGE, code
    for code, belongs in profile.publics.items():
        if belongs:
            yield Facet.PUBLIC, code


def _ordered(groups: Mapping[str, Tally]) -> tuple[tuple[str, Tally], ...]:
    return tuple(
        sorted(groups.items(), key=lambda each: (-each[1].uncovered, -each[1].single, -each[1].needs, each[0]))
    )
