"""The waterfall of a suggestion's score, and the same figures as rows of a table."""

from markupsafe import Markup

from api.web.pictures import score_waterfall
from api.wording import Wording
from matching.suggestions import Suggestion


def score_rows(wording: Wording, suggestion: Suggestion) -> list[tuple[str, float]]:
    """What each component brings to the score, in the order they are added."""
    return [(wording.component(name), value) for name, value in suggestion.components.items()]


def score_picture(wording: Wording, suggestion: Suggestion, identifier: str) -> Markup:
    """The waterfall; ``identifier`` is unique in the page."""
    return score_waterfall(score_rows(wording, suggestion), suggestion.score, identifier=identifier)
