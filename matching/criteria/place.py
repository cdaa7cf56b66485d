"""Where the service is: zone, distance, places to avoid, steps, animals."""

from matching.criteria.criterion import Criterion, met, not_met, unknown
from matching.geography import zone_contains
from matching.network import Service, Whereabouts
from matching.profile import Profile
from network_data.vocabulary import gate_of


def zone(profile: Profile, codes: tuple[str, ...] | None) -> Criterion:
    """Does the service take people from where this person lives?"""
    here = profile.location.insee_code if profile.location else None
    if not codes:
        return unknown("zone", "not-stated", "service-zone")
    if here is None:
        if zone_contains(codes, "") is True:
            return met("zone", "everywhere")
        return unknown("zone", "person-commune-unknown", "person-commune", zone=codes)
    inside = zone_contains(codes, here)
    if inside is None:
        return unknown("zone", "cannot-tell", "service-zone", zone=codes)
    return met("zone", "inside") if inside else not_met("zone", "outside", zone=codes)


def distance(profile: Profile, service: Service, km: float | None) -> Criterion | None:
    """Is the place within reach? Does not arise for what is entered through a gate, moves, or can be done from afar."""
    limit = profile.max_distance_km
    if limit is None or gate_of(service.access_path) is not None or service.mobile:
        return None
    if does_without_place(profile, service.reception_modes):
        return None
    if km is None:
        return unknown("distance", "unknown", "distance", limit=limit)
    reachable = km <= limit
    return met("distance", "near", km=km) if reachable else not_met("distance", "far", km=km, limit=limit)


def does_without_place(profile: Profile, modes: tuple[str, ...] | None) -> bool:
    """Whether the person need not go there: given from a distance only, or also, to someone whom that suits."""
    return modes == ("a-distance",) or bool(profile.remote_ok and modes and "a-distance" in modes)


def step_free(profile: Profile, accessible: bool | None) -> Criterion | None:
    """Can someone who cannot climb steps get in?"""
    if not profile.step_free_access:
        return None
    if accessible is None:
        return unknown("step_free", "service-unknown", "service-step-free")
    return met("step_free", "accessible") if accessible else not_met("step_free", "steps")


def animals(profile: Profile, admitted: bool | None) -> Criterion | None:
    """Can someone who goes nowhere without their animal come in with it?"""
    if not profile.with_animal:
        return None
    if admitted is None:
        return unknown("animals", "service-unknown", "service-animals")
    return met("animals", "admitted") if admitted else not_met("animals", "refused")


def avoided_place(profile: Profile, place: Whereabouts) -> Criterion | None:
    """Is the place one where the person must not, or dares not, go? Why is nobody's business here."""
    if not profile.avoided_places or place.remote_only:
        return None
    if place.mobile or place.insee_code is None:
        return unknown("avoided_place", "unknown", "service-place", avoided=profile.avoided_places)
    inside = zone_contains(profile.avoided_places, place.insee_code)
    if inside is None:
        return unknown("avoided_place", "unknown", "service-place", avoided=profile.avoided_places)
    if inside:
        return not_met("avoided_place", "inside", avoided=profile.avoided_places)
    return met("avoided_place", "outside")


def whereabouts(_profile: Profile, mobile: bool | None) -> Criterion | None:
    """Does the place move (a van, a shelter that changes address)? Then one calls before going."""
    return unknown("whereabouts", "moves", "whereabouts") if mobile else None
