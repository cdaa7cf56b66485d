"""What could change on the service's side alone, and the smallest part of it that suffices against fixed rivals."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import compress, product

from matching.changes.change import KINDS, Change, Subject, size
from matching.changes.field import ALONE_AT_DOOR
from matching.changes.remedies import Changes, answers
from matching.eligibility import Status
from network_data.vocabulary import gate_of

NOTHING: Changes = frozenset()
NEARER = "nearer"
_PLACES = Change("ask-capacity")
"""A question whose answer brings more than a condition met: a place."""

Suffices = Callable[[Changes], bool]


@dataclass(frozen=True, slots=True)
class Moves:
    """Changes to a service beyond what makes it eligible.

    ``questions``: answers that each settle one unknown criterion and do nothing else, so that as many of them always
    bring as much; ``others`` differ in size and in what they bring; ``nearest``: the metres down to which its place
    could come, None when distance counts for nothing.
    """

    questions: tuple[Change, ...]
    others: tuple[Change, ...]
    metres: int | None

    @classmethod
    def of(cls, subject: Subject, *, shares_door: bool) -> "Moves":
        """The moves open to an eligible service; ``shares_door`` with another that can take the need."""
        asked = [
            change
            for criterion in subject.criteria()
            if criterion.status is Status.UNKNOWN
            for answer in answers(criterion, subject)
            for change in answer
            if not KINDS[change.kind].personal
        ]
        questions = [change for change in asked if change != _PLACES]
        others = [_PLACES] if _PLACES in asked else []
        if not others and _may_lack_a_place(subject):
            others.append(Change("place-opens"))
        if subject.service.updated_on < subject.profile.on:
            others.append(Change("partner-updates-record"))
        if shares_door:
            others.append(ALONE_AT_DOOR)
        if subject.strength < subject.strength_if_stated:
            others.append(Change("record-states-barrier"))
        return cls(tuple(questions), tuple(others), _metres(subject))

    def without_nearer(self) -> "Moves":
        """The same, its place left where it is."""
        return replace(self, metres=None)

    def all_made(self) -> Changes:
        """Everything moved, on the person's doorstep: no subset stands better."""
        nearer = () if self.metres is None else (Change(NEARER, 0.0),)
        return frozenset((*self.questions, *self.others, *nearer))


def smallest_moves(moves: Moves, suffices: Suffices, worth: Callable[[Changes], bool]) -> Changes | None:
    """The smallest subset of the moves that suffices, or None; subsets that are not ``worth`` it are not tried.

    For each subset of the other moves, nearer among them, smallest first: the fewest questions that make up the rest.
    """
    best: Changes | None = None
    for made in _subsets(moves):
        if (best is None or size(made) < size(best)) and worth(made):
            found = _with_fewest_questions(made, moves, suffices)
            if found is not None and (best is None or (size(found), len(found)) < (size(best), len(best))):
                best = found
    return best


def _subsets(moves: Moves) -> list[Changes]:
    """Every subset of the other moves and of coming nearer, smallest first; nearer is on the doorstep until solved."""
    movable = (*moves.others, *(() if moves.metres is None else (Change(NEARER, 0.0),)))
    found = [frozenset(compress(movable, picked)) for picked in product((False, True), repeat=len(movable))]
    return sorted(found, key=lambda some: (size(some), len(some)))


def _with_fewest_questions(made: Changes, moves: Moves, suffices: Suffices) -> Changes | None:
    if not suffices(made | frozenset(moves.questions)):
        return None
    few, many = 0, len(moves.questions)
    while few < many:
        middle = (few + many) // 2
        if suffices(made | frozenset(moves.questions[:middle])):
            many = middle
        else:
            few = middle + 1
    chosen = made | frozenset(moves.questions[:few])
    doorstep = Change(NEARER, 0.0)
    if doorstep not in chosen or moves.metres is None:
        return chosen
    return (chosen - {doorstep}) | {Change(NEARER, _farthest(moves.metres, chosen - {doorstep}, suffices))}


def _farthest(metres: int, chosen: Changes, suffices: Suffices) -> float:
    """The farthest place that suffices, in kilometres, by bisection over metres; then rounded down as it is said.

    A nearer place never counts less, so whatever is nearer than the farthest suffices too.
    """
    near, far = 0, metres
    while near < far:
        middle = (near + far + 1) // 2
        if suffices(chosen | {Change(NEARER, middle / 1000)}):
            near = middle
        else:
            far = middle - 1
    return _rounded_down(near) / 1000


def _rounded_down(metres: int) -> int:
    step = next(step for least, step in ((10_000, 1000), (1000, 100), (50, 50), (0, 1)) if metres >= least)
    return metres // step * step


def _may_lack_a_place(subject: Subject) -> bool:
    capacity = subject.service.capacity
    return not capacity.places_open or capacity.checked_on is None


def _metres(subject: Subject) -> int | None:
    service = subject.service
    if subject.km is None or service.mobile or gate_of(service.access_path) is not None:
        return None
    return round(subject.km * 1000)
