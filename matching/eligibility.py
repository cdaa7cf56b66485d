"""May this person use this service? Every criterion met, not met or unknown, with its reason and the question to ask.

Each criterion is a function of the profile and of *one* fact of the service. It returns None when the criterion
does not arise (the service states no such condition and the person has no such constraint). Unknown never excludes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from matching.geography import zone_contains
from matching.network import Capacity, Service
from matching.profile import Profile
from network_data.vocabulary import AccessPath, gate_of

CAPACITY_TRUST_DAYS = 30
"""A number of places is believed for so long after it was asked."""

YOUTH_MAX_AGE = 25
YOUTH_SURELY_OVER = 31
SENIOR_MIN_AGE = 60
SENIOR_SURELY_UNDER = 50


class Status(StrEnum):
    """The answer to one criterion, or to all of them."""

    MET = "met"
    UNKNOWN = "unknown"
    NOT_MET = "not_met"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One condition, its answer, and why.

    ``reason`` is a code (``<criterion>-...``) whose sentence ``api`` writes from ``parameters``; ``ask`` is the
    code of the question whose answer would settle an unknown.
    """

    criterion: str
    status: Status
    reason: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    ask: str | None = None


def _met(name: str, reason: str, **parameters: Any) -> Criterion:
    return Criterion(name, Status.MET, f"{name}-{reason}", parameters)


def _not_met(name: str, reason: str, **parameters: Any) -> Criterion:
    return Criterion(name, Status.NOT_MET, f"{name}-{reason}", parameters)


def _unknown(name: str, reason: str, ask: str, **parameters: Any) -> Criterion:
    return Criterion(name, Status.UNKNOWN, f"{name}-{reason}", parameters, ask=f"ask-{ask}")


def zone(profile: Profile, codes: tuple[str, ...] | None) -> Criterion:
    """Does the service take people from where this person lives?"""
    here = profile.location.insee_code if profile.location else None
    if not codes:
        return _unknown("zone", "not-stated", "service-zone")
    if here is None:
        if zone_contains(codes, "") is True:
            return _met("zone", "everywhere")
        return _unknown("zone", "person-commune-unknown", "person-commune", zone=codes)
    inside = zone_contains(codes, here)
    if inside is None:
        return _unknown("zone", "cannot-tell", "service-zone", zone=codes)
    return _met("zone", "inside") if inside else _not_met("zone", "outside", zone=codes)


def publics(profile: Profile, codes: tuple[str, ...] | None) -> Criterion | None:
    """Is the person one of those the service is for? The listed publics mean *one of*."""
    if not codes:
        return _unknown("publics", "not-stated", "service-publics")
    if "tous-publics" in codes:
        return _met("publics", "everyone")
    answers = {code: belongs_to_public(profile, code) for code in codes}
    for code, answer in answers.items():
        if answer:
            return _met("publics", "belongs", public=code)
    open_questions = tuple(code for code, answer in answers.items() if answer is None)
    if open_questions:
        return _unknown("publics", "undetermined", "person-publics", publics=open_questions)
    return _not_met("publics", "none-of", publics=codes)


def belongs_to_public(profile: Profile, code: str) -> bool | None:
    """Whether the person belongs to a public, as stated or, for the young and the old, as their year of birth tells."""
    stated = profile.publics.get(code)
    if stated is not None or profile.birth_year is None:
        return stated
    oldest = profile.on.year - profile.birth_year
    if code == "jeunes":
        return True if oldest <= YOUTH_MAX_AGE else (False if oldest > YOUTH_SURELY_OVER else None)
    if code == "seniors":
        return True if oldest > SENIOR_MIN_AGE else (False if oldest < SENIOR_SURELY_UNDER else None)
    return None


def age(profile: Profile, limits: tuple[int | None, int | None]) -> Criterion | None:
    """Does the person's age lie within ``(lowest, highest)``? Only the year of birth is known: one age or the other."""
    lowest, highest = limits
    if lowest is None and highest is None:
        return None
    bounds = {"lowest": lowest, "highest": highest}
    if profile.birth_year is None:
        return _unknown("age", "person-unknown", "person-age", **bounds)
    older = profile.on.year - profile.birth_year
    fits = {
        (lowest is None or years >= lowest) and (highest is None or years <= highest) for years in (older - 1, older)
    }
    if fits == {True, False}:
        return _unknown("age", "depends-on-birthday", "person-birthday", **bounds)
    return _met("age", "within", **bounds) if True in fits else _not_met("age", "outside", **bounds)


def women_only(profile: Profile, reserved: bool | None) -> Criterion | None:
    """Is the place for women only, and does that suit this person?"""
    if profile.needs_women_only:
        if reserved is None:
            return _unknown("women_only", "service-unknown", "service-women-only")
        return _met("women_only", "as-needed") if reserved else _not_met("women_only", "mixed")
    if not reserved:
        return None
    woman = profile.publics.get("femmes")
    if woman is None:
        return _unknown("women_only", "person-unknown", "person-woman")
    return _met("women_only", "suits") if woman else _not_met("women_only", "reserved")


def fees(profile: Profile, price: str | None) -> Criterion | None:
    """Can the person pay what the service asks?"""
    if price == "gratuit":
        return _met("fees", "free")
    if price is None:
        return None if profile.can_pay is not False else _unknown("fees", "service-unknown", "service-fees")
    if profile.can_pay is None:
        return _unknown("fees", "person-unknown", "person-can-pay")
    return _met("fees", "affordable") if profile.can_pay else _not_met("fees", "paying")


def reception(profile: Profile, modes: tuple[str, ...] | None) -> Criterion | None:
    """Can the person be received the way the service receives: on the spot, or from a distance?"""
    if not modes:
        return None
    if "en-presentiel" in modes:
        return _met("reception", "on-site")
    if profile.remote_ok is False:
        return _not_met("reception", "remote-refused")
    if profile.phone is False:
        return _not_met("reception", "no-phone")
    if profile.remote_ok is None:
        return _unknown("reception", "remote-only", "person-remote")
    return _met("reception", "remote-accepted")


def step_free(profile: Profile, accessible: bool | None) -> Criterion | None:
    """Can someone who cannot climb steps get in?"""
    if not profile.step_free_access:
        return None
    if accessible is None:
        return _unknown("step_free", "service-unknown", "service-step-free")
    return _met("step_free", "accessible") if accessible else _not_met("step_free", "steps")


def language(profile: Profile, spoken: tuple[str, ...] | None) -> Criterion | None:
    """Do the person and the service share a language? French is assumed of a service that says nothing."""
    if spoken is None:
        if profile.languages is None or "fra" in profile.languages:
            return None
        return _unknown("language", "service-unknown", "service-languages")
    if profile.languages is None:
        return None if "fra" in spoken else _unknown("language", "person-unknown", "person-languages")
    shared = tuple(code for code in spoken if code in profile.languages)
    return _met("language", "shared", languages=shared) if shared else _not_met("language", "none", languages=spoken)


def opening_hours(profile: Profile, half_days: int | None) -> Criterion | None:
    """Is the place open on a half-day when the person is free?"""
    free = profile.available_mask()
    if free is None:
        return None
    if half_days is None:
        return _unknown("opening_hours", "service-unknown", "service-hours")
    both = free & half_days
    if both:
        return _met("opening_hours", "open", half_days=both)
    return _not_met("opening_hours", "clash", half_days=half_days)


def papers(profile: Profile, required: tuple[str, ...] | None) -> Criterion | None:
    """Does the person hold every paper that the service asks for, still valid?"""
    if not required:
        return None
    if profile.papers is None:
        return _unknown("papers", "person-unknown", "person-papers", papers=required)
    missing = tuple(paper for paper in required if not profile.holds(paper))
    if missing:
        return _not_met("papers", "missing", papers=missing)
    return _met("papers", "held", papers=required)


def access_path(_profile: Profile, path: AccessPath) -> Criterion:
    """How does one get in? What lies behind a gate is decided there, so it stays unknown until asked."""
    if path is AccessPath.DIRECT:
        return _met("access_path", "direct")
    if path is AccessPath.SECTOR:
        return _unknown("access_path", "sector", "sector")
    if path is AccessPath.PRESCRIBER:
        return _unknown("access_path", "prescriber", "prescriber")
    gate = gate_of(path)
    if gate is None:
        return _unknown("access_path", "unknown", "access")
    return _unknown("access_path", "gate", f"gate-{gate.code}", gate=gate.code)


def capacity(profile: Profile, places: Capacity) -> Criterion | None:
    """Is there a place? A full service with a waiting list, or last asked long ago, excludes nobody."""
    if places.full_until is not None and places.full_until >= profile.on:
        return _not_met("capacity", "full-until", until=places.full_until)
    if places.places_open is None or places.checked_on is None:
        return None
    if (profile.on - places.checked_on).days > CAPACITY_TRUST_DAYS:
        return _unknown("capacity", "stale", "capacity", checked_on=places.checked_on)
    if places.places_open > 0:
        return _met("capacity", "open", places=places.places_open, checked_on=places.checked_on)
    if places.waiting_days is not None:
        return _unknown("capacity", "waiting-list", "waiting-list", days=places.waiting_days)
    return _not_met("capacity", "full", checked_on=places.checked_on)


def distance(profile: Profile, service: Service, km: float | None) -> Criterion | None:
    """Is the place within reach? Does not arise for what is entered through a gate or can be done from a distance."""
    limit = profile.max_distance_km
    if limit is None or gate_of(service.access_path) is not None or service.remote_only:
        return None
    if profile.remote_ok and service.reception_modes and "a-distance" in service.reception_modes:
        return None
    if km is None:
        return _unknown("distance", "unknown", "distance", limit=limit)
    reachable = km <= limit
    return _met("distance", "near", km=km) if reachable else _not_met("distance", "far", km=km, limit=limit)


def assess(profile: Profile, service: Service, km: float | None) -> tuple[Criterion, ...]:
    """Every criterion that arises between ``profile`` and ``service``, ``km`` apart (None: unknown).

    What decides most often comes first, so that the first unknown is the first question to ask.
    """
    found = (
        access_path(profile, service.access_path),
        women_only(profile, service.women_only),
        age(profile, (service.age_min, service.age_max)),
        papers(profile, service.required_papers),
        language(profile, service.languages),
        capacity(profile, service.capacity),
        opening_hours(profile, service.half_days),
        distance(profile, service, km),
        reception(profile, service.reception_modes),
        step_free(profile, service.step_free),
        fees(profile, service.fees),
        publics(profile, service.publics),
        zone(profile, service.zone),
    )
    return tuple(criterion for criterion in found if criterion is not None)


def overall(criteria: tuple[Criterion, ...]) -> Status:
    """The worst answer: not met before unknown before met."""
    statuses = {criterion.status for criterion in criteria}
    for status in (Status.NOT_MET, Status.UNKNOWN):
        if status in statuses:
            return status
    return Status.MET
