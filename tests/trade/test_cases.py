"""The hand-written cases of the trade: the engine proposes what an experienced officer would, and says it usefully."""

from collections.abc import Iterable

import pytest

from api.i18n import translations
from api.wording import Wording
from matching.candidates import find_candidates
from matching.eligibility import Criterion, Status
from matching.enquiry import enquire
from matching.plan import make_plan
from matching.suggestions import BarrierSuggestions, Suggestion, suggest
from tests.trade.reading import Expected, Found, all_cases, problem_of

french = Wording(translations("fr"))
FOUND = tuple(all_cases())
cases = pytest.mark.parametrize("found", FOUND, ids=str)


def test_there_are_enough_cases_each_told_once_and_with_its_reason() -> None:
    assert len(FOUND) >= 60
    assert len({found.case.title for found in FOUND}) == len(FOUND)
    assert all(found.case.story.endswith(".") and found.case.reason.endswith(".") for found in FOUND)
    assert all(found.case.expected or found.case.excluded or found.case.steps is not None for found in FOUND)


@cases
def test_the_first_suggestion_is_the_expected_one(found: Found) -> None:
    problem = problem_of(found.case)
    answers = {answer.need.barrier: answer for answer in suggest(problem)}
    for expected in found.case.expected:
        barrier = expected.barrier or problem.profile.needs[0].barrier
        _check_first(expected, answers[barrier])


@cases
def test_what_is_not_proposed_is_excluded_for_the_stated_reason(found: Found) -> None:
    problem = problem_of(found.case)
    proposed = {one.service.id for answer in suggest(problem) for one in answer.suggestions}
    for excluded in found.case.excluded:
        assert excluded.service not in proposed
        criteria = [one for answer in enquire(problem, excluded.service).answers for one in answer.verdict.criteria]
        in_the_way = [one for one in criteria if one.status is Status.NOT_MET]
        assert excluded.reason in {one.reason for one in in_the_way}
        _says(_sentences(in_the_way), excluded.says)


@cases
def test_the_plan_is_the_expected_one(found: Found) -> None:
    if found.case.steps is None:
        return
    plan = make_plan(find_candidates(problem_of(found.case)))
    steps = {step.need.barrier: step for step in plan.steps}
    assert [step.barrier for step in found.case.steps] == list(steps)
    assert {need.barrier for need in plan.followed} == set(found.case.followed)
    for expected in found.case.steps:
        step = steps[expected.barrier]
        assert (step.chosen.service.id, step.wave) == (expected.service, expected.wave)
        _says([french.because(step), french.wave(step.wave), french.open_now(step) or ""], expected.says)


@cases
def test_nothing_proposed_breaks_a_criterion(found: Found) -> None:
    for answer in suggest(problem_of(found.case)):
        assert all(one.status is not Status.NOT_MET for one in answer.suggestions)


def _check_first(expected: Expected, answer: BarrierSuggestions) -> None:
    if not expected.first:
        assert answer.suggestions == ()
        assert answer.uncovered is not None
        assert expected.reasons in ((), (answer.uncovered.criterion or answer.uncovered.reason,))
        _says([french.uncovered(answer.uncovered)], expected.says)
        return
    order = [one.service.id for one in answer.suggestions]
    assert order, "nothing was proposed"
    first = answer.suggestions[0]
    assert order[0] == expected.first
    assert expected.order is None or order == list(expected.order)
    assert expected.status is None or first.status == expected.status
    assert set(expected.reasons) <= {criterion.reason for criterion in first.criteria}
    _says(_shown(first), expected.says)


def _shown(suggestion: Suggestion) -> list[str]:
    """What an advisor reads of a suggestion: why, each condition, each question, what lies behind a gate."""
    behind = [french.through(suggestion.through)] if suggestion.through else []
    record = french.track_record(suggestion.track) if suggestion.track else []
    return [french.explanation(suggestion), *_sentences(suggestion.criteria), *behind, *record, suggestion.partner]


def _sentences(criteria: Iterable[Criterion]) -> list[str]:
    said = [french.criterion(one) for one in criteria]
    asked = [french.question(one) for one in criteria]
    return [sentence for sentence in (*said, *asked) if sentence]


def _says(sentences: Iterable[str], fragments: Iterable[str]) -> None:
    shown = _plain("\n".join(sentences))
    for fragment in fragments:
        assert _plain(fragment) in shown, f"« {fragment} » is not said in:\n{shown}"


def _plain(text: str) -> str:
    """Whatever the apostrophes and spaces: the vocabulary writes them otherwise than the sentences."""
    return text.replace("\u00a0", " ").replace("\u202f", " ").replace("'", "’")
