"""What differs from one answer to another, to the same question asked on another day."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isclose

from api.services.results import Answer, AnsweredNeed

_SAME_SCORE = 1e-9


@dataclass(frozen=True, slots=True)
class Difference:
    """Something of the answer about one barrier.

    ``what``: ``first``, ``suggestions``, ``scores`` or ``uncovered`` of what is proposed; ``step``, ``wave``,
    ``alternative``, ``left`` (out of it, and why) or ``move`` (since the plan kept, and why) of the plan.
    """

    what: str
    barrier: str
    then: str | None
    now: str | None


def differences(then: Answer, now: Answer) -> tuple[Difference, ...]:
    """What differs from one answer to the other, barrier by barrier; scores within 1e-9 are the same."""
    found: list[Difference] = []
    after = {need.barrier: need for need in now.needs}
    for need in then.needs:
        found += _of_need(need, after[need.barrier])
    left, moves = _of_reasons("left", then.left, now.left), _of_reasons("move", then.moves, now.moves)
    return (*found, *_of_steps(then, now), *left, *moves)


def _of_need(then: AnsweredNeed, now: AnsweredNeed) -> Iterator[Difference]:
    before, after = [each for each, _ in then.services], [each for each, _ in now.services]
    if before[:1] != after[:1]:
        yield Difference("first", then.barrier, *(listed[0] if listed else None for listed in (before, after)))
    elif before != after:
        yield Difference("suggestions", then.barrier, " ".join(before), " ".join(after))
    elif not all(
        isclose(old, new, abs_tol=_SAME_SCORE) for (_, old), (_, new) in zip(then.services, now.services, strict=True)
    ):
        scores = [" ".join(f"{score:.6f}" for _, score in need.services) for need in (then, now)]
        yield Difference("scores", then.barrier, *scores)
    if then.uncovered != now.uncovered:
        yield Difference("uncovered", then.barrier, then.uncovered, now.uncovered)


def _of_steps(then: Answer, now: Answer) -> Iterator[Difference]:
    before, after = ({step.barrier: step for step in answer.steps} for answer in (then, now))
    for barrier in [*before, *(each for each in after if each not in before)]:
        old, new = before.get(barrier), after.get(barrier)
        if old is None or new is None or old.service_id != new.service_id:
            yield Difference("step", barrier, *(step.service_id if step else None for step in (old, new)))
        elif old.wave != new.wave:
            yield Difference("wave", barrier, str(old.wave), str(new.wave))
        elif old.alternative_service_id != new.alternative_service_id:
            yield Difference("alternative", barrier, old.alternative_service_id, new.alternative_service_id)


def _of_reasons(what: str, then: Mapping[str, str] | None, now: Mapping[str, str] | None) -> Iterator[Difference]:
    """Nothing where one of the two was kept without."""
    if then is None or now is None:
        return
    for barrier in [*then, *(each for each in now if each not in then)]:
        if then.get(barrier) != now.get(barrier):
            yield Difference(what, barrier, then.get(barrier), now.get(barrier))
