"""What was decided beforehand about a plan, by the person or with them: it binds the plan, whatever it is worth."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Pin:
    """Where a need goes: to one service, or to any of a partner's when ``service_id`` is None."""

    partner_id: str
    service_id: str | None = None


@dataclass(frozen=True, slots=True)
class KeptStep:
    """A step of a plan that was kept: where a barrier went, and in which wave."""

    barrier: str
    service_id: str
    partner_id: str
    wave: int


@dataclass(frozen=True, slots=True)
class Decisions:
    """``pins``: where a need goes, by barrier. ``refused``: pairs of a barrier and a partner that it does not go to.

    ``after``: pairs of barriers (first, then): the second waits for the first. ``faces``: new partners at most.
    ``kept``: the steps of the plan kept before, from which a new one moves as little as it can.
    """

    pins: Mapping[str, Pin] = field(default_factory=dict)
    refused: frozenset[tuple[str, str]] = frozenset()
    after: frozenset[tuple[str, str]] = frozenset()
    faces: int | None = None
    kept: tuple[KeptStep, ...] = ()

    @property
    def choose(self) -> bool:
        """Whether they have a say in which services are chosen, and not in their order alone."""
        return bool(self.pins or self.refused or self.kept) or self.faces is not None

    @property
    def kept_services(self) -> Mapping[str, str]:
        """The service of each barrier in the plan kept before."""
        return {step.barrier: step.service_id for step in self.kept}


NOTHING_DECIDED = Decisions()
