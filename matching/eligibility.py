"""May this person use this service? Every criterion met, not met or unknown, with its reason and the question to ask.

The criteria themselves are in ``matching.criteria``; unknown never excludes.
"""

from matching.criteria import admission, meeting, person, place, wishes
from matching.criteria.admission import CAPACITY_TRUST_DAYS
from matching.criteria.criterion import Criterion, Status
from matching.network import Service
from matching.profile import Profile

__all__ = ["CAPACITY_TRUST_DAYS", "Criterion", "Status", "assess", "overall"]


def assess(profile: Profile, service: Service, km: float | None, door: str | None = None) -> tuple[Criterion, ...]:
    """Every criterion that arises between ``profile`` and ``service``, ``km`` apart (None: unknown).

    ``door`` is the id of the partner where one asks, the service's own by default. What decides most often comes
    first, so that the first unknown is the first question to ask.
    """
    found = (
        wishes.partner_choice(profile, (service.partner_id, door or service.partner_id)),
        admission.access_path(profile, service.access_path),
        person.women_only(profile, service.women_only),
        place.avoided_place(profile, service.whereabouts),
        person.age(profile, (service.age_min, service.age_max)),
        admission.papers(profile, service.required_papers),
        person.language(profile, service.understood),
        admission.capacity(profile, service.capacity),
        place.whereabouts(profile, service.mobile),
        meeting.opening_hours(profile, service.half_days),
        place.distance(profile, service, km),
        meeting.reception(profile, service.reception_modes),
        meeting.contact(profile, service.mobilisation_modes),
        place.step_free(profile, service.step_free),
        place.animals(profile, service.animals),
        wishes.religious_link(profile, service.religious),
        admission.fees(profile, service.fees),
        person.publics(profile, service.publics),
        place.zone(profile, service.zone),
    )
    return tuple(criterion for criterion in found if criterion is not None)


def overall(criteria: tuple[Criterion, ...]) -> Status:
    """The worst answer: not met before unknown before met."""
    statuses = {criterion.status for criterion in criteria}
    for status in (Status.NOT_MET, Status.UNKNOWN):
        if status in statuses:
            return status
    return Status.MET
