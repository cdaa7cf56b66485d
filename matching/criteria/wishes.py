"""What the person chose: partners they do not want to go to."""

from matching.criteria.criterion import Criterion, met, not_met, unknown
from matching.profile import Profile


def partner_choice(profile: Profile, partner_ids: tuple[str, ...]) -> Criterion | None:
    """Did the person say no to one of the partners involved: the one who offers it, or the one at the door?"""
    if profile.excluded_partners.isdisjoint(partner_ids):
        return None
    return not_met("partner_choice", "excluded")


def religious_link(profile: Profile, linked: bool | None) -> Criterion | None:
    """Does a partner that says it is linked to a religion suit someone who asked for one that is not?

    What the partner says of itself counts, and what the person refuses; what they believe is never asked.
    """
    if not profile.secular_only:
        return None
    if linked is None:
        return unknown("religious_link", "service-unknown", "service-religious")
    return not_met("religious_link", "stated") if linked else met("religious_link", "none")
