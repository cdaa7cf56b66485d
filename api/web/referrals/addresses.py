"""Where the pages of someone's plan and of a referral are."""

from urllib.parse import quote


def person_address(person_id: str) -> str:
    """Where someone's plan is."""
    return f"/personnes/{quote(person_id, safe='')}"


def referral_address(referral_id: str) -> str:
    """Where a referral is."""
    return f"/orientations/{quote(referral_id, safe='')}"
