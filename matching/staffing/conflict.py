"""Why a month cannot be: rules that exclude each other, and the least that would have to give."""

from dataclasses import dataclass

from matching.staffing.slots import Slot


@dataclass(frozen=True, slots=True)
class Conflict:
    """One rule of a set that cannot all hold, by code, with whom it is about.

    Of one pin against what is: ``pin-while-away``, ``pin-while-closed``, ``pin-twice``, ``pin-without-room``,
    ``pin-out-of-reach``, ``pin-without-skill``. Of one conflict together: ``accompaniment``, ``pin``, ``required``,
    ``floor``, ``load``, ``sites``, ``demand``, ``opening``, ``presence``, ``room``.
    """

    reason: str
    officer: str | None = None
    chantier: str | None = None
    domain: str | None = None
    slot: Slot | None = None


@dataclass(frozen=True, slots=True)
class Relaxation:
    """One rule to give up, or by how much to ease it: half-days of a pin, a floor or a load, chantiers of ``sites``."""

    rule: Conflict
    amount: int
