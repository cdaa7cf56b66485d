"""Everything the engine says in codes, as sentences in one language."""

from collections.abc import Iterable
from datetime import date
from gettext import NullTranslations

from api.wording import (
    changes,
    coverage,
    criteria,
    figures,
    labels,
    moves,
    openings,
    questions,
    scores,
    steps,
    track_records,
)
from api.wording.speech import Speech
from matching.changes import Change
from matching.channels import ChannelMatch
from matching.eligibility import Criterion
from matching.enquiry import Answer, Flip, Gap
from matching.learning.record import TrackRecord
from matching.plan import Step
from matching.questions import Question
from matching.replanning import Move
from matching.suggestions import Suggestion, Through, Uncovered
from matching.travel import Trip
from network_data.vocabulary import AccessPath


class Wording:
    """Says what the engine found, to an advisor, in the language of ``translations``.

    Sentences speak of the person as « elle » (la personne) whoever they are, and never blame anyone.

    Raises:
        KeyError: from any method, on a code that the engine or the vocabulary does not have.
    """

    def __init__(self, translations: NullTranslations) -> None:
        self._speech = Speech(translations)

    def criterion(self, criterion: Criterion) -> str:
        """Why the criterion is met, not met or unknown, with its figures."""
        return criteria.reason(self._speech, criterion)

    def criterion_name(self, code: str) -> str:
        """The short name of a criterion."""
        return criteria.criterion_name(self._speech, code)

    def question(self, criterion: Criterion) -> str | None:
        """The question to ask next; None when the criterion is settled."""
        return questions.question(self._speech, criterion)

    def asked_first(self, question: Question) -> str:
        """A question worth asking, and to whom."""
        return openings.asked(self._speech, question)

    def openings(self, question: Question) -> list[str]:
        """What each answer to a question would change."""
        return openings.effects(self._speech, question)

    def change(self, change: Change) -> str:
        """One change, as it stands after « si »."""
        return changes.condition(self._speech, change)

    def flip(self, flip: Flip) -> str:
        """The smallest change that reaches a goal, or that nothing would."""
        return changes.flip(self._speech, flip)

    def standing(self, answer: Answer) -> str:
        """Where a service stands for a barrier: its rank, or what keeps it out."""
        return changes.standing(self._speech, answer)

    def what_would_change(self, answer: Answer) -> list[str]:
        """What would make a service eligible, shown, first: one sentence for each not reached."""
        return changes.what_would_change(self._speech, answer)

    def behind(self, gap: Gap) -> str:
        """By what a service stands behind another."""
        return changes.gap(self._speech, gap)

    def component(self, name: str) -> str:
        """The short label of a component of the score."""
        return scores.component(self._speech, name)

    def channel(self, match: ChannelMatch) -> str:
        """How the service was found to answer the barrier."""
        return scores.channel(self._speech, match)

    def explanation(self, suggestion: Suggestion) -> str:
        """Why this one, in one or two sentences."""
        return scores.explanation(self._speech, suggestion, self.criterion)

    def track_record(self, record: TrackRecord) -> list[str]:
        """What a service did with past requests, and what to expect, each with how many it rests on."""
        return track_records.sentences(self._speech, record)

    def through(self, through: Through) -> str:
        """What lies behind a gate."""
        return scores.through(self._speech, through)

    def trip(self, trip: Trip) -> str:
        """How long the way to a service takes, estimated."""
        return figures.trip(self._speech, trip.hours, on_foot=trip.on_foot)

    def move(self, move: Move) -> str:
        """Why a step is no longer that of the plan kept."""
        return moves.reason(self._speech, move)

    def uncovered(self, uncovered: Uncovered) -> str:
        """Why a barrier has no solution yet, and what to do."""
        return scores.uncovered(self._speech, uncovered)

    def gap(self, barrier: str, reason: str, needs: int, languages: Iterable[str] = ()) -> str:
        """How many needs of a barrier nobody can take, and why."""
        return coverage.gap(self._speech, barrier, reason, needs, languages)

    def gap_cause(self, reason: str, languages: Iterable[str] = ()) -> str:
        """What closes every door, in a few words."""
        return coverage.cause(self._speech, reason, languages)

    def loss(self, name: str, needs: int, barriers: Iterable[str], sole: Iterable[str]) -> str:
        """What would have nobody left without a partner, a service or a gate."""
        return coverage.loss(self._speech, name, needs, barriers, sole)

    def prospect(
        self, barriers: Iterable[str], area: str | None, languages: tuple[str, ...], *, women_only: bool
    ) -> str:
        """The partner to look for."""
        return coverage.prospect(self._speech, barriers, area, languages, women_only=women_only)

    def benefit(self, unlocks: int | None, secures: int | None) -> str:
        """What a partner to look for would change."""
        return coverage.benefit(self._speech, unlocks, secures)

    def area(self, code: str, name: str | None) -> str:
        """A commune, by the name given if there is one."""
        return coverage.area(self._speech, code, name)

    def language(self, code: str) -> str:
        """The name of a language."""
        return figures.language(self._speech, code)

    def because(self, step: Step) -> str:
        """Why a step goes to this partner, and why now or later."""
        return steps.because(self._speech, step)

    def wave(self, number: int) -> str:
        """When a step can start: « maintenant », « ensuite », « plus tard »."""
        return steps.wave(self._speech, number)

    def open_now(self, step: Step) -> str | None:
        """What can start today although the decisive step must wait."""
        return labels.open_now(self._speech, step.need.barrier) if step.open_now else None

    def barrier_open_now(self, code: str) -> str | None:
        """What can start today for a barrier whose decisive step must wait; None where nothing is said of it."""
        return labels.open_now(self._speech, code)

    def access_path(self, path: AccessPath) -> str:
        """How one gets in, in a few words."""
        return labels.access_path(self._speech, path)

    def barrier(self, code: str) -> str:
        """The name of a barrier."""
        return labels.barrier(self._speech, code)

    def short_barrier(self, code: str) -> str:
        """The few words by which a barrier is called."""
        return labels.short_barrier(self._speech, code)

    def domain(self, code: str) -> str:
        """The name of a domain of barriers."""
        return labels.domain(self._speech, code)

    def paper(self, code: str) -> str:
        """The name of a paper."""
        return labels.paper(self._speech, code)

    def public(self, code: str) -> str:
        """The name of a public."""
        return labels.public(self._speech, code)

    def thematique(self, code: str) -> str:
        """The name of a thématique of data·inclusion."""
        return labels.thematique(self._speech, code)

    def network(self, code: str) -> str:
        """The name of a network of partners."""
        return labels.network(code)

    def half_days(self, mask: int) -> str:
        """Half-days of a week."""
        return figures.half_days(self._speech, mask)

    def languages(self, codes: Iterable[str]) -> str:
        """Languages by name."""
        return figures.languages(self._speech, tuple(codes))

    def distance(self, km: float) -> str:
        """A distance: « 1,2 km », « 850 m »."""
        return figures.distance(self._speech, km)

    def score(self, value: float) -> str:
        """A score, or a part of one: « 0,81 »."""
        return figures.score(self._speech, value)

    def day(self, day: date, today: date) -> str:
        """A date as people say it: « il y a 12 jours »."""
        return figures.day(self._speech, day, today)

    def exact_day(self, day: date) -> str:
        """A date in full: « 2 novembre 2026 »."""
        return figures.exact_day(self._speech, day)


class WordingOfOneAnswer(Wording):
    """Words for one answer: the engine gives many services one and the same criterion, which is then said once.

    Not to be kept: it remembers what concerns one person.
    """

    def __init__(self, translations: NullTranslations) -> None:
        super().__init__(translations)
        self._said: dict[int, tuple[Criterion, str]] = {}

    def criterion(self, criterion: Criterion) -> str:
        """As every wording says it."""
        said = self._said.get(id(criterion))
        if said is None:
            said = self._said[id(criterion)] = criterion, super().criterion(criterion)
        return said[1]
