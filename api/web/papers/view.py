"""Arranges someone's papers for reading: what presses, what hangs on each, which appointments each would miss."""

from collections.abc import Sequence
from dataclasses import dataclass

from api.services.papers import PaperDesk, PaperLine, stakes_of
from api.web.concertation.view import ReferralLine
from api.web.visit import Visit
from matching.paper_stakes import Stake
from network_data.repositories import PersonFile
from network_data.repositories.papers import PapersOf
from network_data.tables import PaperChange

MOST_NAMED = 3
"""Services named of each barrier that hangs on a paper: the others are counted."""


@dataclass(frozen=True, slots=True)
class StakeLine:
    """A barrier, the first services for it that hang on a paper, how many more; whether one is of the plan kept."""

    barrier: str
    named: tuple[str, ...]
    more: int
    is_planned: bool


@dataclass(frozen=True, slots=True)
class PaperCard:
    """One paper as the page shows it."""

    line: PaperLine
    stakes: tuple[StakeLine, ...]
    missed: tuple[ReferralLine, ...]
    """Appointments that come after its end."""


@dataclass(frozen=True, slots=True)
class PapersView:
    """Someone's papers as their page reads."""

    pressing: tuple[PaperCard, ...]
    others: tuple[PaperCard, ...]
    changes: tuple[PaperChange, ...]


def papers_view(
    visit: Visit, desk: PaperDesk, file: PersonFile, papers: PapersOf, referrals: Sequence[ReferralLine]
) -> PapersView:
    """The papers of someone; what hangs on those that press."""
    planned = {step["service_id"] for step in file.kept_plan.steps} if file.kept_plan else set()
    cards = [_card(visit, file, line, referrals, planned) for line in desk.lines(papers)]
    return PapersView(
        tuple(card for card in cards if _first(card)), tuple(card for card in cards if not _first(card)), papers.changes
    )


def _first(card: PaperCard) -> bool:
    return card.line.presses or bool(card.missed)


def _stake(stake: Stake, planned: set[str]) -> StakeLine:
    """The line of a stake; services of one name are named once."""
    names = tuple(dict.fromkeys(service.name for service in stake.services))
    is_planned = any(service.id in planned for service in stake.services)
    return StakeLine(stake.barrier, names[:MOST_NAMED], max(0, len(names) - MOST_NAMED), is_planned)


def _card(
    visit: Visit, file: PersonFile, line: PaperLine, referrals: Sequence[ReferralLine], planned: set[str]
) -> PaperCard:
    missed = tuple(each for each in referrals if line.paper in each.expiring)
    if line.end is None or not (line.presses or line.is_requested or missed):
        return PaperCard(line, (), missed)
    found = stakes_of(visit.matcher, file, line.end, visit.today)
    return PaperCard(
        line,
        tuple(_stake(stake, planned) for stake in found),
        missed,
    )
