"""Questions to ask, ranked by what their answers would open: more options, or better ones.

Asked of the suggestions a person sees. For each answer the engine runs again on what would then be known, so that
what is said of it is what would happen.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from matching.candidates import Candidates
from matching.changes import Change, Subject, apply
from matching.changes.change import KINDS
from matching.changes.field import Field
from matching.changes.remedies import answers
from matching.criteria.criterion import unknown
from matching.eligibility import Criterion, Status, assess, overall
from matching.leading import find_shown
from matching.profile import HeldPaper, Need, Profile
from matching.suggestions import Suggestion, explain_best
from network_data.vocabulary import PAPERS

OPENED_WORTH = 0.01
"""What one more option is worth beside a better first one, in units of weight x score: as much as the last decimal of
a score as it is shown."""

EITHER = 0.5
"""Nobody knows the answer beforehand: yes and no count alike."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one answer would do to the suggestions.

    ``opens``: suggestions there would be that a criterion excludes today; ``closes``: suggestions of today that it
    would exclude; ``settles``: those on which nothing would be left to ask. ``covers``, ``uncovers``: barriers that
    would gain or lose their only option. ``rises``: by how much the best score of a barrier would rise.
    """

    opens: int = 0
    closes: int = 0
    settles: int = 0
    covers: tuple[str, ...] = ()
    uncovers: tuple[str, ...] = ()
    rises: Mapping[str, float] = field(default_factory=dict)

    @property
    def changes_something(self) -> bool:
        """Whether anything but certainty would change."""
        return bool(self.opens or self.closes or self.rises)


@dataclass(frozen=True, slots=True)
class Question:
    """A question, in the terms of the criterion that raises it; to the ``service`` named, else to the person.

    ``gain``: half of what each answer would bring: over the needs without a référent, weight x rise of the best
    score (from nothing for a need without solution), and ``OPENED_WORTH`` per option opened.
    """

    criterion: Criterion
    suggestion: Suggestion | None
    yes: Outcome
    no: Outcome
    gain: float


def rank_questions(candidates: Candidates) -> tuple[Question, ...]:
    """The questions whose answer would change something, those that would open most first.

    Cost: one match of the person per answer that concerns them (a dozen or so), a verdict per answer of a service.
    """
    round_ = _Round.of(candidates)
    asked = [*round_.of_the_person(), *round_.of_services()]
    useful = (question for question in asked if question.yes.changes_something or question.no.changes_something)
    return tuple(sorted(useful, key=_order))


def _order(question: Question) -> tuple[float, str, str, str]:
    about = question.suggestion.service.id if question.suggestion else ""
    return -question.gain, question.criterion.ask or "", about, str(sorted(question.criterion.parameters.items()))


def _belongs(profile: Profile, code: str, *, so: bool) -> Profile:
    return replace(profile, publics={**profile.publics, code: so})


def _holds(profile: Profile, asked: tuple[str, ...], *, so: bool) -> Profile:
    # Neither yes nor no says anything of other papers: every service gets the benefit of that doubt.
    held = {*PAPERS, *asked} if so else set(PAPERS).difference(asked)
    return replace(profile, papers=tuple(HeldPaper(code) for code in sorted(held)))


_TOLD: Mapping[str, Callable[[Profile, Any, bool], Profile]] = MappingProxyType(
    {
        "ask-person-can-pay": lambda profile, _value, so: replace(profile, can_pay=so),
        "ask-person-remote": lambda profile, _value, so: replace(profile, remote_ok=so),
        "ask-person-woman": lambda profile, _value, so: _belongs(profile, "femmes", so=so),
        "ask-person-publics": lambda profile, code, so: _belongs(profile, code, so=so),
        "ask-person-papers": lambda profile, asked, so: _holds(profile, asked, so=so),
    }
)
"""What an answer says of a person."""

_NEVER_EXCLUDES = frozenset({"ask-access", "ask-service-contact"})
"""Questions to a service after which it is proposed whatever it answers."""

_REMOTE = unknown("reception", "remote-only", "person-remote")
"""Asked of whoever can go only so far, even where nothing proposed is from a distance: it may open what is too far."""


@dataclass(frozen=True, slots=True)
class _Round:
    """The suggestions of today, by need, before any question."""

    candidates: Candidates
    shown: tuple[tuple[Suggestion, ...], ...]

    @classmethod
    def of(cls, candidates: Candidates) -> "_Round":
        return cls(candidates, tuple(found.suggestions for found in explain_best(candidates)))

    @property
    def needs(self) -> tuple[Need, ...]:
        return self.candidates.problem.profile.needs

    def of_the_person(self) -> Iterator[Question]:
        profile = self.candidates.problem.profile
        for change, criterion in self._asked_of_the_person().items():
            value = criterion.parameters.get("papers", change.value)
            yes, no = (self._outcome(_TOLD[change.kind](profile, value, so)) for so in (True, False))
            yield Question(criterion, None, yes, no, self._gain(yes, no))

    def _asked_of_the_person(self) -> dict[Change, Criterion]:
        """Each question once, as the first suggestion that raises it puts it."""
        profile = self.candidates.problem.profile
        asked: dict[Change, Criterion] = {}
        if profile.remote_ok is None and profile.max_distance_km is not None:
            asked[Change("ask-person-remote")] = _REMOTE
        for suggestion in (each for found in self.shown for each in found):
            for criterion, change in _questions_on(profile, suggestion):
                if change.kind in _TOLD:
                    told = criterion._replace(parameters={"publics": (change.value,)}) if change.value else criterion
                    asked.setdefault(change, told)
        return asked

    def _outcome(self, profile: Profile) -> Outcome:
        """What the suggestions would be for the person as ``profile`` would then know them."""
        problem = self.candidates.problem
        after = find_shown(replace(problem, profile=profile))
        then = tuple(found.suggestions for found in explain_best(after))
        opened = [
            suggestion
            for before, found in zip(self.shown, then, strict=True)
            for suggestion in found
            if suggestion.service.id not in {each.service.id for each in before}
            and _status(problem.profile, suggestion) is Status.NOT_MET
        ]
        kept = [(each, _status(profile, each)) for found in self.shown for each in found]
        return Outcome(
            opens=len(opened),
            closes=sum(status is Status.NOT_MET for _each, status in kept),
            settles=sum(status is Status.MET and each.status is Status.UNKNOWN for each, status in kept),
            covers=self._barriers(lambda at: bool(then[at]) and not self.shown[at]),
            uncovers=self._barriers(lambda at: bool(self.shown[at]) and not then[at]),
            rises=self._rises([found[0].score if found else 0.0 for found in then]),
        )

    def of_services(self) -> Iterator[Question]:
        """Questions to the services themselves: yes betters the one that answers, no excludes it."""
        asked: dict[tuple[str, Change], list[tuple[int, Criterion, Suggestion]]] = {}
        for number, found in enumerate(self.shown):
            for suggestion in found:
                for criterion, change in _questions_on(self.candidates.problem.profile, suggestion):
                    if not KINDS[change.kind].personal and change.kind not in _NEVER_EXCLUDES:
                        about = (suggestion.service.id, change)
                        asked.setdefault(about, []).append((number, criterion, suggestion))
        for (_service, change), places in asked.items():
            _number, criterion, suggestion = places[0]
            yes, no = self._if_so(change, places), self._if_not(places)
            yield Question(criterion, suggestion, yes, no, self._gain(yes, no))

    def _if_so(self, change: Change, places: list[tuple[int, Criterion, Suggestion]]) -> Outcome:
        problem, best = self.candidates.problem, self._best()
        settled = 0
        for number, _criterion, suggestion in places:
            subject = apply(
                (change,), Field(problem, number, problem.catalogue.row_of[suggestion.service.id]).subject()
            )
            best[number] = max(best[number], subject.score(problem.weights) or 0.0)
            settled += all(criterion.status is Status.MET for criterion in subject.criteria())
        return Outcome(settles=settled, rises=self._rises(best))

    def _if_not(self, places: list[tuple[int, Criterion, Suggestion]]) -> Outcome:
        eligible = self.candidates.eligible.need.tolist()
        alone = [number for number, _criterion, _suggestion in places if eligible.count(number) == 1]
        return Outcome(closes=len(places), uncovers=tuple(self.needs[number].barrier for number in alone))

    def _best(self) -> list[float]:
        return [found[0].score if found else 0.0 for found in self.shown]

    def _rises(self, then: list[float]) -> dict[str, float]:
        rises = zip(self.needs, then, self._best(), strict=True)
        return {need.barrier: float(after - before) for need, after, before in rises if after > before}

    def _barriers(self, holds: Callable[[int], bool]) -> tuple[str, ...]:
        return tuple(need.barrier for at, need in enumerate(self.needs) if holds(at))

    def _gain(self, *outcomes: Outcome) -> float:
        weigh = self.candidates.problem.weights.plan.of_need
        weights = {n.barrier: 0.0 if n.followed_by else weigh(n.severity, priority=n.priority) for n in self.needs}
        return EITHER * sum(
            sum(weights[barrier] * rise for barrier, rise in outcome.rises.items()) + OPENED_WORTH * outcome.opens
            for outcome in outcomes
        )


def _questions_on(profile: Profile, suggestion: Suggestion) -> Iterator[tuple[Criterion, Change]]:
    """The open questions on a suggestion, each with the change that a good answer to it is."""
    subject = Subject(profile, suggestion.service, suggestion.km, suggestion.partner_id, 0.0, 0.0)
    for criterion in suggestion.criteria:
        if criterion.status is Status.UNKNOWN:
            for answer in answers(criterion, subject):
                yield from ((criterion, change) for change in answer)


def _status(profile: Profile, suggestion: Suggestion) -> Status:
    return overall(assess(profile, suggestion.service, suggestion.km, suggestion.partner_id))
