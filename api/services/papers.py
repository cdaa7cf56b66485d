"""Keeps people's papers: what happened to each, which to renew first, what hangs on each, and counts of a territory."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from api.errors import ForbiddenError, InvalidRequestError, NotFoundError
from api.i18n import say
from api.services.match import Matcher
from api.services.profiles import profile_of
from api.services.referrals import check_writer, reach_of, reach_to_write
from api.services.small_counts import FEWEST
from matching.paper_stakes import Stake, stakes
from network_data.concertation.papers import PaperEnd, Stage
from network_data.repositories import PersonFile
from network_data.repositories.papers import PaperRepository, PapersOf
from network_data.repositories.referral_reach import Reach
from network_data.vocabulary import PAPERS

FARTHEST = timedelta(days=30 * 366)
"""No end is farther from today, on either side."""
OLDEST = timedelta(days=366)
"""What happened longer ago is not noted as news."""
PRESSING = (Stage.ENDED, Stage.LATE, Stage.BEGIN)


class Happened(StrEnum):
    """What somebody notes of a paper."""

    RECEIVED = "received"
    REQUESTED = "requested"
    LOST = "lost"
    MISTAKE = "mistake"


@dataclass(frozen=True, slots=True)
class PaperLine:
    """One paper of someone: held or not, its end, and since when it is asked for or lost.

    ``is_requested`` tells that it is asked for where nobody noted the day.
    """

    paper: str
    is_held: bool
    end: PaperEnd | None
    stage: Stage
    is_requested: bool
    requested_on: date | None
    lost_on: date | None

    @property
    def presses(self) -> bool:
        """Whether something is to be begun: not for what is asked for again on the day it is needed."""
        ahead = self.end is not None and self.end.begin_on is not None and self.stage in PRESSING
        return not self.is_requested and (ahead or self.lost_on is not None)

    @property
    def order(self) -> tuple[int, date, str]:
        """What must be begun first; what is lost before that, what is asked for after."""
        rank = 2 if self.is_requested else 0 if self.lost_on else 1
        day = self.lost_on or (self.end.order[0] if self.end else None) or self.requested_on or date.max
        return rank, day, self.paper


@dataclass(frozen=True, slots=True)
class OwnPaper:
    """One paper of one of the people whom somebody accompanies."""

    person_id: str
    line: PaperLine


@dataclass(frozen=True, slots=True)
class PaperCount:
    """How many people of a territory have a paper that ended, is to be renewed, is asked for; None: too few to say."""

    paper: str
    ended: int | None
    to_renew: int | None
    requested: int | None


class PaperDesk:
    """Papers for whoever asks, on the day ``today``."""

    def __init__(self, book: PaperRepository, today: date) -> None:
        self._book = book
        self._today = today

    def of_person(self, person_id: str) -> tuple[Reach, PapersOf]:
        """Someone's papers.

        Raises:
            NotFoundError: the person is not the asker's to see.
            ForbiddenError: no paper of theirs is.
        """
        reach = reach_of(self._book.reaches, person_id)
        self._check(reach)
        return reach, self._book.of_person(reach)

    def lines(self, papers: PapersOf) -> list[PaperLine]:
        """The papers of someone: those to begin first, then those asked for, then the others."""
        found = [_line(papers, code, self._today) for code in PAPERS]
        here = [line for line in found if line.is_held or line.is_requested or line.lost_on]
        return sorted(here, key=lambda line: (not line.presses, not line.is_requested, line.order))

    def mine(self) -> list[OwnPaper]:
        """What presses of the people whom the asker accompanies, and what they wait for."""
        everyone = self._book.mine()
        found = [OwnPaper(each.person_id, line) for each in everyone for line in self.lines(each)]
        shown = [each for each in found if each.line.presses or each.line.is_requested]
        return sorted(shown, key=lambda each: (each.line.order, each.person_id))

    def figures(self, territory_slug: str) -> list[PaperCount]:
        """How many people of a territory are in each case, by paper; small counts are hidden."""
        everyone = self._book.counted(territory_slug)
        return list(_counts(line for each in everyone for line in self.lines(each)))

    def note(self, person_id: str, paper: str, happened: Happened, on: date, until: date | None = None) -> None:
        """Writes down what happened to a paper.

        Raises:
            NotFoundError: the person, or the paper, is not the asker's to see.
            ForbiddenError: they see the file without accompanying the person.
            InvalidRequestError: the day is to come or long past, or the end is out of all measure.
        """
        reach = self.reach_to_write(person_id)
        if paper not in self._book.open_to(reach):
            raise NotFoundError(say("Ce papier n’existe pas."))
        if not self._today - OLDEST <= on <= self._today:
            raise InvalidRequestError(say("Choisissez un jour de l’année passée, aujourd’hui au plus tard."))
        self._check_end(until)
        shelf = self._book.shelf(reach)
        if happened is Happened.RECEIVED:
            shelf.receive(paper, until, on)
        elif happened is Happened.REQUESTED:
            shelf.request(paper, on)
        elif happened is Happened.LOST:
            shelf.lose(paper, on)
        else:
            shelf.withdraw(paper, on)

    def replace(
        self, person_id: str, held: Mapping[str, date | None], requested: Iterable[str], *, complete: bool
    ) -> PapersOf:
        """Says all that someone holds and has asked for, as far as the asker may know of it.

        Raises:
            NotFoundError, ForbiddenError: as ``note``; a paper that is not the asker's to know of is told like one
                that they may not write.
            InvalidRequestError: an end is out of all measure.
        """
        reach = self.reach_to_write(person_id)
        asked, among = set(requested), self._book.open_to(reach)
        if not among.issuperset({*held, *asked}):
            raise ForbiddenError(say("Un de ces papiers ne se note qu’avec la personne qui accompagne."))
        for until in held.values():
            self._check_end(until)
        self._book.shelf(reach).settle(held, asked, self._today, among)
        self._book.say_complete(reach, complete=complete)
        return self._book.of_person(reach)

    def reach_to_write(self, person_id: str) -> Reach:
        """The reach of whoever may write someone's papers.

        Raises:
            NotFoundError, ForbiddenError: as ``note``.
        """
        reach = reach_to_write(self._book.reaches, person_id)
        check_writer(reach)
        self._check(reach)
        return reach

    def _check_end(self, until: date | None) -> None:
        if until is not None and abs(until - self._today) > FARTHEST:
            raise InvalidRequestError(say("Vérifiez l’année de la date de fin."))

    def _check(self, reach: Reach) -> None:
        if not self._book.open_to(reach):
            raise ForbiddenError(say("Les papiers ne sont lus que de qui voit tout le dossier."))


def pressing_papers(file: PersonFile, today: date) -> list[PaperEnd]:
    """The papers held whose renewal is to be begun and was not asked for, the first first; of a whole file."""
    asked = set(file.person.requested_papers)
    ends = [PaperEnd.of(held.paper, held.until) for held in file.papers if held.until and held.paper not in asked]
    pressing = [end for end in ends if end.begin_on is not None and end.stage(today) in PRESSING]
    return sorted(pressing, key=lambda end: end.order)


def stakes_of(matcher: Matcher, file: PersonFile, end: PaperEnd, today: date) -> tuple[Stake, ...]:
    """What hangs on a paper from the day after its end, or from today if it has ended."""
    day = max(end.until + timedelta(days=1), today)
    return stakes(matcher.problem(replace(profile_of(file, today), on=day)), end.paper)


def _line(papers: PapersOf, code: str, today: date) -> PaperLine:
    until = papers.held.get(code)
    end = PaperEnd.of(code, until) if until else None
    return PaperLine(
        paper=code,
        is_held=code in papers.held,
        end=end,
        stage=end.stage(today) if end else Stage.FINE,
        is_requested=code in papers.requested,
        requested_on=papers.requested.get(code),
        lost_on=papers.lost.get(code),
    )


def _counts(lines: Iterable[PaperLine]) -> Iterable[PaperCount]:
    ended, to_renew, requested = Counter[str](), Counter[str](), Counter[str]()
    for line in lines:
        if line.is_requested:
            requested[line.paper] += 1
        elif line.presses and line.stage is Stage.ENDED:
            ended[line.paper] += 1
        elif line.presses:
            to_renew[line.paper] += 1
    for code in PAPERS:
        if ended[code] or to_renew[code] or requested[code]:
            yield PaperCount(code, _shown(ended[code]), _shown(to_renew[code]), _shown(requested[code]))


def _shown(count: int) -> int | None:
    return count if count == 0 or count >= FEWEST else None
