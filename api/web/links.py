"""The addresses of pages, for what may or may not have one."""

from urllib.parse import quote

from matching.suggestions import Suggestion


def partner_href(suggestion: Suggestion) -> str | None:
    """The page of the partner to ask; None for a gate that no partner of the network keeps."""
    through = suggestion.through
    if through is not None and suggestion.partner_id == through.gate.partner_id:
        return None
    return f"/partenaires/{quote(suggestion.partner_id)}"


def web_href(website: str) -> str:
    """A partner's site as a link that can only lead to the web, whatever was typed in its record."""
    return website if website.startswith(("https://", "http://")) else f"https://{website}"
