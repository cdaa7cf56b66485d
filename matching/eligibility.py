"""May this person use this service? Every criterion met, not met or unknown, with its reason and the question to ask.

The criteria themselves are in ``matching.criteria``; unknown never excludes.
"""

from collections.abc import Iterable

from matching.criteria import admission, meeting, person, place, wishes
from matching.criteria.admission import CAPACITY_TRUST_DAYS
from matching.criteria.criterion import Criterion, Status
from matching.network import Service
from matching.profile import Profile

__all__ = ["CAPACITY_TRUST_DAYS", "ORDER", "Criterion", "Status", "assess", "in_order", "overall"]


ORDER = (
    "partner_choice",
    "access_path",
    "women_only",
    "avoided_place",
    "age",
    "papers",
    "language",
    "capacity",
    "whereabouts",
    "opening_hours",
    "distance",
    "reception",
    "contact",
    "step_free",
    "animals",
    "religious_link",
    "fees",
    "publics",
    "zone",
)
"""What decides most often comes first, so that the first unknown is the first question to ask."""
_PLACE_IN_ORDER = {name: place for place, name in enumerate(ORDER)}


def assess(profile: Profile, service: Service, km: float | None, door: str | None = None) -> tuple[Criterion, ...]:
    """Every criterion that arises between ``profile`` and ``service``, ``km`` apart (None: unknown), in ``ORDER``.

    ``door`` is the id of the partner where one asks, the service's own by default.
    """
    return in_order(
        (
            wishes.partner_choice(profile, (service.partner_id, door or service.partner_id)),
            wishes.religious_link(profile, service.religious),
            admission.access_path(profile, service.access_path),
            admission.capacity(profile, service.capacity),
            admission.fees(profile, service.fees),
            admission.papers(profile, service.required_papers),
            person.age(profile, (service.age_min, service.age_max)),
            person.language(profile, service.understood),
            person.publics(profile, service.publics),
            person.women_only(profile, service.women_only),
            place.animals(profile, service.animals),
            place.avoided_place(profile, service.whereabouts),
            place.distance(profile, service, km),
            place.step_free(profile, service.step_free),
            place.whereabouts(profile, service.mobile),
            place.zone(profile, service.zone),
            meeting.contact(profile, service.mobilisation_modes),
            meeting.opening_hours(profile, service.half_days),
            meeting.reception(profile, service.reception_modes),
        )
    )


def in_order(found: Iterable[Criterion | None]) -> tuple[Criterion, ...]:
    """The criteria that arise, in ``ORDER``."""
    arising = [criterion for criterion in found if criterion is not None]
    return tuple(sorted(arising, key=lambda criterion: _PLACE_IN_ORDER[criterion.criterion]))


def overall(criteria: tuple[Criterion, ...]) -> Status:
    """The worst answer: not met before unknown before met."""
    statuses = [criterion.status for criterion in criteria]
    for status in (Status.NOT_MET, Status.UNKNOWN):
        if status in statuses:
            return status
    return Status.MET
