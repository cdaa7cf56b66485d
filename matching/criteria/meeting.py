"""How one meets: making contact, being received, opening hours."""

from matching.criteria.criterion import Criterion, met, not_met, unknown
from matching.profile import Profile

_WRITTEN = frozenset({"envoyer-un-courriel", "utiliser-lien-mobilisation"})
"""The ways of making contact (data·inclusion, modes de mobilisation) that ask for reading and writing."""


def reception(profile: Profile, modes: tuple[str, ...] | None) -> Criterion | None:
    """Can the person be received the way the service receives: on the spot, or from a distance?"""
    if not modes:
        return None
    if "en-presentiel" in modes:
        return met("reception", "on-site")
    if profile.remote_ok is False:
        return not_met("reception", "remote-refused")
    if profile.phone is False:
        return not_met("reception", "no-phone")
    if profile.remote_ok is None:
        return unknown("reception", "remote-only", "person-remote")
    return met("reception", "remote-accepted")


def opening_hours(profile: Profile, half_days: int | None) -> Criterion | None:
    """Is the place open on a half-day when the person is free?"""
    free = profile.available_mask()
    if free is None:
        return None
    if half_days is None:
        return unknown("opening_hours", "service-unknown", "service-hours")
    both = free & half_days
    if both:
        return met("opening_hours", "open", half_days=both)
    return not_met("opening_hours", "clash", half_days=half_days)


def contact(profile: Profile, modes: tuple[str, ...] | None) -> Criterion | None:
    """Can someone who needs help to read, or has no telephone, make contact the way the service wants it?

    Never not met: what must be written can be written with them, and there is a telephone at the chantier.
    """
    if profile.reads is not False and profile.phone is not False:
        return None
    if not modes:
        return unknown("contact", "service-unknown", "service-contact")
    if "se-presenter" in modes:
        return met("contact", "on-site")
    if "telephoner" in modes and profile.phone is not False:
        return met("contact", "by-phone")
    return _not_in_person(profile, modes)


def _not_in_person(profile: Profile, modes: tuple[str, ...]) -> Criterion:
    if _WRITTEN.isdisjoint(modes):
        return unknown("contact", "needs-phone", "lend-phone")
    if profile.reads is False:
        return unknown("contact", "needs-writing", "write-together")
    return met("contact", "in-writing")
