"""The smallest set of changes that makes a service eligible, or brings it to a rank: exact over the catalogue.

Eligibility is a uniform-cost search: what makes a service eligible settles its first criterion not met, so branching
over the remedies of that one misses nothing. A rank is then sought from each way of being eligible: over the answers
that concern the person, each with its own rivals, then over what changes the service alone, against fixed rivals.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import product

from matching.changes.change import KINDS, Change, Subject, apply, ordered, size
from matching.changes.field import Field
from matching.changes.remedies import Changes, answers, remedies
from matching.changes.service_moves import NEARER, NOTHING, Moves, smallest_moves
from matching.eligibility import Status

_LOWERS_RIVALS = "ask-person-remote"
"""After this answer rivals may lose a little: a distance within reach is no longer a condition to meet. After any
other, no rival loses: a condition is met or arises met."""


def smallest_to_be_eligible(subject: Subject) -> Changes | None:
    """The smallest changes after which no criterion excludes the service; None when nothing would do."""
    return next((changes for changes, _subject in ways_to_be_eligible(subject)), None)


def smallest_to_stand(field: Field, at_most: int) -> Changes | None:
    """The smallest changes that bring the service to rank ``at_most`` or better; None when nothing would do.

    Cost: one look at the candidates of the need per set of answers that concern the person and might suffice, and
    some fifty verdicts on the service for each.
    """
    climb = _Climb(field, field.subject(), at_most)
    for changes, subject in ways_to_be_eligible(climb.base):
        if not climb.improves(changes):
            break
        climb.from_eligible(changes, subject)
    return climb.best


def ways_to_be_eligible(base: Subject) -> Iterator[tuple[Changes, Subject]]:
    """Every set of remedies after which the service is eligible, smallest first, each with the subject it makes."""
    waiting, seen = [(weight(NOTHING), NOTHING)], {NOTHING}
    while waiting:
        _weight, changes = heappop(waiting)
        subject = apply(changes, base)
        unmet = next((each for each in subject.criteria() if each.status is Status.NOT_MET), None)
        if unmet is None:
            yield changes, subject
            continue
        for remedy in remedies(unmet, subject):
            wider = _joined(changes, remedy)
            if wider not in seen:
                seen.add(wider)
                heappush(waiting, (weight(wider), wider))


def weight(changes: Changes) -> tuple[int, int, tuple[str, ...]]:
    """By what sets of changes are compared: total size, count, then their order in the catalogue."""
    return size(changes), len(changes), tuple(f"{change.kind} {change.value}" for change in ordered(changes))


def _joined(changes: Changes, more: Changes) -> Changes:
    """Both; of two waits, the longer."""
    both = changes | more
    waits = [change for change in both if change.kind == "wait-until"]
    shorter = sorted(waits, key=lambda change: str(change.value))[:-1]
    return both - frozenset(shorter)


@dataclass(slots=True)
class _Climb:
    """The search for the smallest way up to a rank, with the best found so far."""

    field: Field
    base: Subject
    at_most: int
    best: Changes | None = None

    def improves(self, changes: Changes) -> bool:
        """Whether ``changes``, or more than these, could be smaller than the best found."""
        return self.best is None or weight(changes) < weight(self.best)

    def from_eligible(self, changes: Changes, subject: Subject) -> None:
        """Tries every set of answers about the person, smallest first, on top of ``changes``."""
        options = _personal_answers(subject)
        for told in sorted((frozenset().union(*picked) for picked in product(*options)), key=weight):
            together = changes | told
            if not self.improves(together):
                return
            self._with_answers(changes, together)

    def _with_answers(self, before: Changes, together: Changes) -> None:
        subject = apply(together, self.base)
        moves = Moves.of(subject, shares_door=self.field.shares_door())
        if not self.improves(together | {Change(NEARER)}):
            moves = moves.without_nearer()

        def suffices(made: Changes, rivals_after: Changes = together) -> bool:
            rank = self.field.rank(rivals_after | made, apply(made, subject))
            return rank is not None and rank <= self.at_most

        same_rivals_or_better = all(change.kind != _LOWERS_RIVALS for change in together - before)
        if same_rivals_or_better and not suffices(moves.all_made(), before):
            return
        made = smallest_moves(moves, suffices, lambda some: self.improves(together | some))
        if made is not None and self.improves(together | made):
            self.best = together | made


def _personal_answers(subject: Subject) -> list[tuple[Changes, ...]]:
    """For each open question about the person, no answer or one of those that speak for the service; and meeting."""
    options: list[tuple[Changes, ...]] = []
    for criterion in subject.criteria():
        if criterion.status is Status.UNKNOWN:
            found = [answer for answer in answers(criterion, subject) if _is_personal(answer)]
            options.append((NOTHING, *found))
    if subject.door not in subject.profile.known_partners:
        options.append((NOTHING, frozenset({Change("partner-knows")})))
    return options


def _is_personal(changes: Changes) -> bool:
    return any(KINDS[change.kind].personal for change in changes)
