"""What it takes to be let in: the way in, papers, money, a place."""

from datetime import timedelta

from matching.criteria.criterion import Criterion, met, not_met, unknown
from matching.network import Capacity
from matching.profile import Profile
from network_data.vocabulary import AccessPath, gate_of

CAPACITY_TRUST_DAYS = 30
"""A number of places is believed for so long after it was asked."""

PAPER_NOTICE_DAYS = 30
"""A paper that ends within so many days may have ended by the time of the appointment."""


def access_path(_profile: Profile, path: AccessPath) -> Criterion:
    """How does one get in? What lies behind a gate is decided there, so it stays unknown until asked."""
    if path is AccessPath.DIRECT:
        return met("access_path", "direct")
    if path is AccessPath.SECTOR:
        return unknown("access_path", "sector", "sector")
    if path is AccessPath.PRESCRIBER:
        return unknown("access_path", "prescriber", "prescriber")
    gate = gate_of(path)
    if gate is None:
        return unknown("access_path", "unknown", "access")
    return unknown("access_path", "gate", f"gate-{gate.code}", gate=gate.code)


def papers(profile: Profile, required: tuple[str, ...] | None) -> Criterion | None:
    """Does the person hold every paper that the service asks for, still valid and for a while?

    A paper asked for and not yet received settles nothing: some accept the receipt.
    """
    if not required:
        return None
    if profile.papers is None:
        return unknown("papers", "person-unknown", "person-papers", papers=required)
    missing = tuple(paper for paper in required if not profile.holds(paper))
    if missing and profile.requested_papers.issuperset(missing):
        return unknown("papers", "requested", "paper-receipt", papers=missing)
    if missing:
        return not_met("papers", "missing", papers=missing)
    soon = profile.on + timedelta(days=PAPER_NOTICE_DAYS)
    ending = tuple(paper for paper in required if not profile.holds(paper, soon))
    if ending:
        return unknown("papers", "ending", "paper-renewal", papers=ending)
    return met("papers", "held", papers=required)


def fees(profile: Profile, price: str | None) -> Criterion | None:
    """Can the person pay what the service asks?"""
    if price == "gratuit":
        return met("fees", "free")
    if price is None:
        return None if profile.can_pay is not False else unknown("fees", "service-unknown", "service-fees")
    if profile.can_pay is None:
        return unknown("fees", "person-unknown", "person-can-pay")
    return met("fees", "affordable") if profile.can_pay else not_met("fees", "paying")


def capacity(profile: Profile, places: Capacity) -> Criterion | None:
    """Is there a place? A full service with a waiting list, or last asked long ago, excludes nobody."""
    if places.full_until is not None and places.full_until >= profile.on:
        return not_met("capacity", "full-until", until=places.full_until)
    if places.places_open is None or places.checked_on is None:
        return None
    if (profile.on - places.checked_on).days > CAPACITY_TRUST_DAYS:
        return unknown("capacity", "stale", "capacity", checked_on=places.checked_on)
    if places.places_open > 0:
        return met("capacity", "open", places=places.places_open, checked_on=places.checked_on)
    if places.waiting_days is not None:
        return unknown("capacity", "waiting-list", "waiting-list", days=places.waiting_days)
    return not_met("capacity", "full", checked_on=places.checked_on)
