"""Passes on all the open requests of an officer, and checks that each was taken."""

from collections.abc import Iterator
from dataclasses import dataclass

from api.services.requests.desk import RequestDesk, shared_line
from network_data.repositories.requests import Line, RequestFile
from network_data.requests import EventKind
from network_data.vocabulary import RequestState

BEST = "best"
"""In place of one taker: each request to whom the share gives it."""


@dataclass(frozen=True, slots=True)
class Handed:
    """A request that somebody passed on to a colleague, and whether it was taken since."""

    file: RequestFile
    giver: str
    taken: bool


@dataclass(frozen=True, slots=True)
class PassedOn:
    """The open requests that the asker sees, and those among them that changed hands; what still waits comes first."""

    open: tuple[RequestFile, ...]
    handed: tuple[Handed, ...]


class Passing:
    """Passes requests on for whoever is of the team, or coordinates it."""

    def __init__(self, desk: RequestDesk) -> None:
        self._desk = desk

    def hand_over(self, giver: str, taker: str) -> int:
        """Gives what ``giver`` has to ``taker`` (or ``BEST``); how many changed hands or went to the common queue.

        What nobody can take goes to the common queue. Each then waits to be taken.
        """
        found = [file for file in self._desk.book.open_ones() if file.course.officer == giver and not _is_over(file)]
        opened = [self._desk.open(each.request.id) for each in found]
        for file, line in self._lines(opened, giver, taker):
            self._desk.book.write(file, line)
        return len(opened)

    def passed_on(self) -> PassedOn:
        """Where things stand."""
        files = self._desk.book.open_ones()
        handed = [each for each in map(_handed, files) if each]
        return PassedOn(tuple(files), tuple(sorted(handed, key=lambda each: each.taken)))

    def _lines(self, files: list[RequestFile], giver: str, taker: str) -> Iterator[tuple[RequestFile, Line]]:
        if taker != BEST:
            yield from ((file, Line(EventKind.ASSIGN, officer=taker)) for file in files)
            return
        for slug in sorted({file.request.territory_slug for file in files}):
            own = [file for file in files if file.request.territory_slug == slug]
            asked = [self._desk.to_share(file) for file in own]
            shares = self._desk.team(slug).handed_over(asked, giver, self._desk.book.loads(slug))
            for file, share in zip(own, shares, strict=True):
                line = shared_line(share, self._desk.asker.id) if share else Line(EventKind.ASSIGN, officer=None)
                yield file, line


def _is_over(file: RequestFile) -> bool:
    """Whether the officer's part is done."""
    return file.course.state is RequestState.HANDED_BACK


def _handed(file: RequestFile) -> Handed | None:
    """A request that changed hands by somebody's decision, from somebody; None for any other."""
    holders: list[str] = []
    for event in file.standing:
        given = event.officer_id if event.kind is EventKind.ASSIGN else None
        taken = event.actor if event.kind is EventKind.TAKE_OVER or event.to_state is RequestState.TAKEN else None
        holder = given or taken
        if holder and (not holders or holders[-1] != holder):
            holders.append(holder)
    return Handed(file, holders[-2], not file.course.waiting) if len(holders) > 1 else None
