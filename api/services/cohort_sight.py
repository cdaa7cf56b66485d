"""How much of a proposal of places its reader sees."""

from collections.abc import Iterator
from dataclasses import dataclass

from api.services.cohort import Proposal
from api.services.cohort_answer import Line, PlacePrice
from network_data.asker import Asker, Role
from network_data.repositories import NetworkRepository
from network_data.vocabulary import BARRIERS


@dataclass(frozen=True, slots=True)
class SeenLine:
    """A line as its reader sees it; ``discreet``: without the need nor the service, which would tell it."""

    id: str
    person_id: str
    line: Line
    discreet: bool

    @property
    def barrier(self) -> str | None:
        """The need, if it is shown."""
        return None if self.discreet else self.line.barrier

    @property
    def service_id(self) -> str | None:
        """The service, if it is shown."""
        return None if self.discreet else self.line.service_id


@dataclass(frozen=True, slots=True)
class SeenProposal:
    """The lines that a reader sees, and how many needs besides found a service, or wait, without any counted place.

    ``prices``: what one more place would bring, where the service tells nobody's need.
    """

    proposal: Proposal
    lines: tuple[SeenLine, ...]
    other_served: int
    other_waiting: int
    prices: tuple[PlacePrice, ...]

    @property
    def given(self) -> list[SeenLine]:
        """The needs that go somewhere."""
        return [seen for seen in self.lines if seen.line.service_id is not None]

    @property
    def waiting(self) -> list[SeenLine]:
        """The needs that wait."""
        return [seen for seen in self.lines if seen.line.service_id is None]


def seen_by(asker: Asker, proposal: Proposal, network: NetworkRepository) -> SeenProposal:
    """A proposal as ``asker`` sees it.

    A coordinator reads the needs that compete for places that are counted, and nothing of the others; a sensitive need
    among them is a line without its name. Whoever holds the machine reads everything.
    """
    whole = asker.holds(Role.LOCAL)
    lines = list(_lines(proposal))
    shown = [(line_id, person, line) for line_id, person, line in lines if whole or line.counted]
    named = {service for _, _, line in shown for service in (line.service_id, line.sought, *line.others) if service}
    named |= {one.service_id for one in proposal.answer.prices}
    telling = set() if whole else network.telling_services(named)
    left_out = [line for _, _, line in lines if not (whole or line.counted)]
    served = sum(line.service_id is not None for line in left_out)
    return SeenProposal(
        proposal,
        tuple(SeenLine(line_id, person, line, not whole and _tells(line, telling)) for line_id, person, line in shown),
        served,
        len(left_out) - served,
        tuple(one for one in proposal.answer.prices if one.service_id not in telling),
    )


def _lines(proposal: Proposal) -> Iterator[tuple[str, str, Line]]:
    for person, share in proposal.shares:
        for number, line in enumerate(share.lines):
            yield f"{person}.{number}", person, line


def _tells(line: Line, telling: set[str]) -> bool:
    return BARRIERS[line.barrier].sensitive or line.service_id in telling or line.sought in telling
