"""Who reads a page, as its header says it, and the token of its forms."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from api.at_once import at_once
from api.dependencies import Browser
from api.security.csrf import token_of
from api.web.ways import Way, ways_of
from network_data.asker import Position, Role


@dataclass(frozen=True, slots=True)
class Reader:
    """``name`` is None before signing in; ``csrf`` goes into every form; ``path``: of the page."""

    csrf: str = ""
    name: str | None = None
    positions: tuple[Position, ...] = ()
    path: str = ""

    @property
    def ways(self) -> tuple[Way, ...]:
        """The pages that they come back to."""
        return ways_of(self.positions)

    def holds(self, *roles: str) -> bool:
        """Whether they hold any of these roles, by code."""
        return any(position.role in [Role(role) for role in roles] for position in self.positions)


def reader_of(request: Request, browser: Browser) -> Reader:
    """The reader of a page: whoever is signed in with their browser, or nobody we know."""
    if browser is None:
        return Reader(token_of(request))
    return Reader(token_of(request), browser.name, browser.asker.positions, request.url.path)


CurrentReader = Annotated[Reader, Depends(at_once(reader_of))]
