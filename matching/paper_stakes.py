"""What hangs on a paper: the services that a person may use with it, and may not without."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from matching.candidates import Pairs, find_candidates
from matching.network import Service
from matching.problem import Problem
from matching.profile import HeldPaper
from network_data.vocabulary import PAPERS


@dataclass(frozen=True, slots=True)
class Stake:
    """A barrier, and the services for it that hang on a paper, the best first."""

    barrier: str
    services: tuple[Service, ...]


def stakes(problem: Problem, paper: str) -> tuple[Stake, ...]:
    """What would be lost without ``paper``, by barrier; the day is the one of the problem's profile.

    Where the person's papers are not known, the others are taken to be there. A paper that is asked for settles
    nothing: this tells what hangs on holding it.
    """
    profile = problem.profile
    known = profile.papers if profile.papers is not None else tuple(HeldPaper(code) for code in sorted(PAPERS))
    others = tuple(held for held in known if held.code != paper)
    without = replace(profile, papers=others, requested_papers=profile.requested_papers - {paper})
    holding = replace(without, papers=(*others, HeldPaper(paper)))
    if not profile.needs:
        return ()
    left = set(_pairs(find_candidates(replace(problem, profile=without)).eligible))
    lost: dict[int, list[int]] = {}
    for need, row in _pairs(find_candidates(replace(problem, profile=holding)).eligible):
        if (need, row) not in left:
            lost.setdefault(need, []).append(row)
    services = problem.catalogue.services
    return tuple(
        Stake(profile.needs[need].barrier, tuple(services[row] for row in rows)) for need, rows in sorted(lost.items())
    )


def _pairs(pairs: Pairs) -> Iterator[tuple[int, int]]:
    """Need and row, by need, then the best first."""
    return zip(pairs.need.tolist(), pairs.row.tolist(), strict=True)
