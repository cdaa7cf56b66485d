"""Follows people after a job or a home was found: what they left for, when to ask, what became of it, in figures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from api.errors import ForbiddenError, InvalidRequestError, NotFoundError
from api.i18n import say
from api.services.referrals import check_writer, reach_of, reach_to_write
from api.services.small_counts import FEWEST
from network_data.referrals.after_exit import Mark, answered_mark, due_mark, is_over, marks, next_mark
from network_data.repositories.exits import ExitFile, ExitRepository
from network_data.repositories.referral_reach import Reach
from network_data.tables import ExitContact
from network_data.vocabulary.after_exit import ANSWERS, EXIT_MONTHS, ExitKind, ExitOutcome

LATE = timedelta(days=14)
"""A moment that has come so long ago is late."""
OLDEST = timedelta(days=366)
_HELD = frozenset({ExitOutcome.HOLDS, ExitOutcome.CHANGED})


@dataclass(frozen=True, slots=True)
class Followed:
    """An exit on a day: what is due, what comes next, and what was last said. ``late``: due for long."""

    file: ExitFile
    due: Mark | None
    next: Mark | None
    over: bool
    late: bool
    last: ExitContact | None

    @property
    def tries(self) -> int:
        """How many times they were looked for in vain since they last answered."""
        count = 0
        for contact in reversed(self.file.contacts):
            if contact.outcome is not ExitOutcome.UNREACHED:
                break
            count += 1
        return count


@dataclass(frozen=True, slots=True)
class MarkCount:
    """At one moment: of so many who answered, how many still have it; None where it could tell of someone."""

    months: int
    asked: int | None
    held: int | None


@dataclass(frozen=True, slots=True)
class KindCount:
    """What became of one kind of exit; ``exits`` is None where there are too few."""

    kind: ExitKind
    exits: int | None
    marks: tuple[MarkCount, ...]


class ExitDesk:
    """Exits for whoever asks, on the day ``today``."""

    def __init__(self, book: ExitRepository, today: date) -> None:
        self._book = book
        self._today = today

    def of_person(self, person_id: str) -> tuple[Reach, list[Followed]]:
        """What a person left for; of software, what it wrote itself.

        Raises:
            NotFoundError: the person is not the asker's to see.
            ForbiddenError: they see only what was entrusted to them.
        """
        reach = _checked(reach_of(self._book.reaches, person_id))
        return reach, [self._followed(each) for each in self._book.of_person(reach)]

    def mine(self) -> list[Followed]:
        """Those of the people whom the asker accompanies, whom to ask first."""
        found = [self._followed(each) for each in self._book.mine()]
        open_ones = [each for each in found if not each.over]
        return sorted(open_ones, key=lambda each: (_when(each), each.file.exit.person_id, each.file.exit.id))

    def record(self, person_id: str, kind: ExitKind, on: date) -> Followed:
        """Writes down what somebody left for.

        Raises:
            NotFoundError, ForbiddenError: as ``of_person``, or the asker does not accompany them.
            InvalidRequestError: the day is to come, or too long ago to be followed.
        """
        reach = self.reach_to_write(person_id)
        if not self._today - OLDEST <= on <= self._today:
            raise InvalidRequestError(say("Choisissez un jour de l’année passée : celui où cela a commencé."))
        return self._followed(ExitFile(self._book.record(reach, kind, on), ()))

    def note(self, person_id: str, exit_id: str, outcome: ExitOutcome, day: date) -> Followed:
        """Writes down what a person said when they were asked, for the moment that has come or the next.

        Raises:
            NotFoundError, ForbiddenError: as ``record``, or it is not one of their exits.
            InvalidRequestError: the day is to come, before the exit, or nobody asks about it any more.
        """
        file = self._open(person_id, exit_id)
        if not file.exit.on <= day <= self._today:
            raise InvalidRequestError(say("Choisissez un jour entre la sortie et aujourd’hui."))
        if file.exit.closed_on is not None or is_over(file.exit.on, file.answered, self._today):
            raise InvalidRequestError(say("Ce suivi est terminé : on ne demande plus rien."))
        mark = answered_mark(file.exit.on, file.answered, day)
        said = self._book.note(file.exit, mark.months, outcome, day)
        return self._followed(ExitFile(file.exit, (*file.contacts, said)))

    def close(self, person_id: str, exit_id: str) -> None:
        """Has nobody ask about an exit any more.

        Raises:
            NotFoundError, ForbiddenError: as ``note``.
        """
        self._book.close(self._open(person_id, exit_id).exit)

    def figures(self, territory_slug: str) -> list[KindCount]:
        """What became of the exits of a territory, by kind and moment; small counts are hidden."""
        files = self._book.counted(territory_slug)
        return [_counted(kind, [each for each in files if each.exit.kind is kind]) for kind in ExitKind]

    def reach_to_write(self, person_id: str) -> Reach:
        """How far the asker reaches someone whose exits they may write.

        Raises:
            NotFoundError, ForbiddenError: as ``of_person``, or the asker does not accompany them.
        """
        reach = reach_to_write(self._book.reaches, person_id)
        check_writer(reach)
        return _checked(reach)

    def _open(self, person_id: str, exit_id: str) -> ExitFile:
        reach = self.reach_to_write(person_id)
        found = next((each for each in self._book.of_person(reach) if each.exit.id == exit_id), None)
        if found is None:
            raise NotFoundError(say("Cette sortie n’existe pas, ou n’est pas de cette personne."))
        return found

    def _followed(self, file: ExitFile) -> Followed:
        on, answered = file.exit.on, file.answered
        over = file.exit.closed_on is not None or is_over(on, answered, self._today)
        due = None if over else due_mark(on, answered, self._today)
        return Followed(
            file=file,
            due=due,
            next=None if over else next_mark(on, answered, self._today),
            over=over,
            late=due is not None and due.due_on + LATE < self._today,
            last=file.contacts[-1] if file.contacts else None,
        )


def _checked(reach: Reach) -> Reach:
    if not (reach.whole or reach.discreet):
        raise ForbiddenError(say("Seule la personne qui accompagne suit ce qui vient après la sortie."))
    return reach


def _when(each: Followed) -> date:
    mark = each.due or each.next or marks(each.file.exit.on)[-1]
    return mark.due_on


def _counted(kind: ExitKind, files: Sequence[ExitFile]) -> KindCount:
    return KindCount(
        kind=kind,
        exits=len(files) if _may_show(len(files)) else None,
        marks=tuple(_mark_count(months, files) for months in EXIT_MONTHS),
    )


def _mark_count(months: int, files: Iterable[ExitFile]) -> MarkCount:
    """The last answer of each at one moment; neither part of a sum is shown where one of them is small."""
    said = [_last_answer(each, months) for each in files]
    asked = [each for each in said if each is not None]
    held = sum(each in _HELD for each in asked)
    whole = _may_show(len(asked))
    parts = whole and _may_show(held) and _may_show(len(asked) - held)
    return MarkCount(months, len(asked) if whole else None, held if parts else None)


def _last_answer(file: ExitFile, months: int) -> ExitOutcome | None:
    answers = [each.outcome for each in file.contacts if each.months == months and each.outcome in ANSWERS]
    return answers[-1] if answers else None


def _may_show(count: int) -> bool:
    return count == 0 or count >= FEWEST
