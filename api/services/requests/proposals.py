"""What the engine would propose for a request: its best services, partners with too much before them aside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from api.services.match import Matcher
from api.services.profiles import profile_of
from matching.profile import Need, Profile
from matching.suggestions import Suggestion
from network_data.repositories import PersonFile
from network_data.repositories.partner_loads import PartnerLoad

LOOKED_AT = 8
"""Suggestions looked at: three to propose, and others to put in their place."""


@dataclass(frozen=True, slots=True)
class Proposals:
    """Suggestions, the best first, those whose partner has room before those whose partner has not (``full``)."""

    suggestions: tuple[Suggestion, ...]
    full: frozenset[str]


def suggestions_for(matcher: Matcher, barrier: str, person: PersonFile | None, on: date) -> tuple[Suggestion, ...]:
    """The engine's best for one barrier: of a person as far as the asker knows them, or of nobody in particular."""
    known = profile_of(person, on) if person else Profile((), on)
    need = next((each for each in known.needs if each.barrier == barrier), Need(barrier))
    profile = replace(known, needs=(replace(need, followed_by=None),), per_barrier=LOOKED_AT)
    (found,) = matcher.match(profile).barriers
    return found.suggestions


def proposals(
    suggestions: Sequence[Suggestion], loads: Mapping[str, PartnerLoad], chantier_id: str, most_open: int
) -> Proposals:
    """The same with partners who have ``most_open`` referrals before them, or half of that from one chantier, last."""
    full = {
        partner
        for partner, load in loads.items()
        if load.is_full(most_open) or chantier_id in load.crowded_by(most_open)
    }
    ordered = sorted(suggestions, key=lambda each: each.partner_id in full)
    return Proposals(tuple(ordered), frozenset(full))
