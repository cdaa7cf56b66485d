"""Who the service is for: publics, age, women, languages."""

from matching.criteria.criterion import Criterion, met, not_met, unknown
from matching.network import Languages
from matching.profile import Profile

YOUTH_MAX_AGE = 25
YOUTH_SURELY_OVER = 31
SENIOR_MIN_AGE = 60
SENIOR_SURELY_UNDER = 50


def publics(profile: Profile, codes: tuple[str, ...] | None) -> Criterion | None:
    """Is the person one of those the service is for? The listed publics mean *one of*."""
    if not codes:
        return unknown("publics", "not-stated", "service-publics")
    if "tous-publics" in codes:
        return met("publics", "everyone")
    answers = {code: belongs_to_public(profile, code) for code in codes}
    for code, answer in answers.items():
        if answer:
            return met("publics", "belongs", public=code)
    open_questions = tuple(code for code, answer in answers.items() if answer is None)
    if open_questions:
        return unknown("publics", "undetermined", "person-publics", publics=open_questions)
    return not_met("publics", "none-of", publics=codes)


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
        return unknown("age", "person-unknown", "person-age", **bounds)
    older = profile.on.year - profile.birth_year
    fits = {
        (lowest is None or years >= lowest) and (highest is None or years <= highest) for years in (older - 1, older)
    }
    if fits == {True, False}:
        return unknown("age", "depends-on-birthday", "person-birthday", **bounds)
    return met("age", "within", **bounds) if True in fits else not_met("age", "outside", **bounds)


def women_only(profile: Profile, reserved: bool | None) -> Criterion | None:
    """Is the place for women only, and does that suit this person?"""
    if profile.needs_women_only:
        if reserved is None:
            return unknown("women_only", "service-unknown", "service-women-only")
        return met("women_only", "as-needed") if reserved else not_met("women_only", "mixed")
    if not reserved:
        return None
    woman = profile.publics.get("femmes")
    if woman is None:
        return unknown("women_only", "person-unknown", "person-woman")
    return met("women_only", "suits") if woman else not_met("women_only", "reserved")


def language(profile: Profile, spoken: Languages) -> Criterion | None:
    """Do the person and the service understand each other, with an interpreter if need be?

    French is assumed of a service that says nothing.
    """
    if spoken.codes is None:
        if profile.languages is None or "fra" in profile.languages:
            return None
        return _interpreted(spoken) or unknown("language", "service-unknown", "service-languages")
    if profile.languages is None:
        return None if "fra" in spoken.codes else unknown("language", "person-unknown", "person-languages")
    shared = tuple(code for code in spoken.codes if code in profile.languages)
    if shared:
        return met("language", "shared", languages=shared)
    return _interpreted(spoken) or not_met("language", "none", languages=spoken.codes)


def _interpreted(spoken: Languages) -> Criterion | None:
    return met("language", "interpreter") if spoken.interpreter else None
