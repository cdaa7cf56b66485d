"""The waterfall of a score, and the same figures as rows of a table."""

from collections.abc import Mapping
from typing import Protocol

from markupsafe import Markup

from api.web.pictures import score_waterfall
from api.wording import Wording


class Scored(Protocol):
    """A suggestion, or a service asked about: anything whose components add up to its score."""

    @property
    def score(self) -> float: ...
    @property
    def components(self) -> Mapping[str, float]: ...


def score_rows(wording: Wording, scored: Scored) -> list[tuple[str, float]]:
    """What each component brings to the score, in the order they are added."""
    return [(wording.component(name), value) for name, value in scored.components.items()]


def score_picture(wording: Wording, scored: Scored, identifier: str) -> Markup:
    """The waterfall; ``identifier`` is unique in the page."""
    return score_waterfall(score_rows(wording, scored), scored.score, identifier=identifier)
