"""Prints what the engine found as tables that people read."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from gettext import NullTranslations

from rich.box import HORIZONTALS
from rich.console import Console
from rich.table import Table
from rich.text import Text

from api.i18n import N_, say
from api.services.match import MatchResult
from api.wording import Wording
from matching.eligibility import Criterion, Status
from matching.enquiry import Answer, Enquiry
from matching.plan import Step
from matching.questions import Question
from matching.suggestions import Suggestion

_MARKS = {Status.MET: "✓", Status.UNKNOWN: "?", Status.NOT_MET: "✗"}
_SUGGESTION = (N_("N°"), N_("Service"), N_("Partenaire"), N_("Score"), N_("Distance"), N_("À vérifier"))
_STEP = (N_("Quand"), N_("Frein"), N_("Partenaire et service"), N_("Pourquoi"))
_CRITERION = ("", N_("Condition"), N_("Réponse"), N_("À demander"))
_COMPONENT = (N_("Score"), "")
_QUESTIONS = 5
"""So many questions are printed: as many as one asks in one talk."""
_WIDTH_OF_A_FILE = 120
"""Columns when the output is not a terminal, whose width nobody knows."""


def plain_console() -> Console:
    """Standard output; wide when it is not a terminal."""
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=_WIDTH_OF_A_FILE)


@dataclass(frozen=True, slots=True)
class Printer:
    """Writes on standard output in one language. Names of partners are text, never markup."""

    language: NullTranslations
    wording: Wording
    console: Console = field(default_factory=plain_console)

    def suggestions(self, result: MatchResult) -> None:
        """One table per barrier."""
        for found in result.barriers:
            self._title(self.wording.barrier(found.need.barrier))
            if found.uncovered:
                self._line(self.wording.uncovered(found.uncovered))
                continue
            table = self._table(*_SUGGESTION)
            for rank, suggestion in enumerate(found.suggestions, start=1):
                table.add_row(Text(str(rank)), *self._suggestion(suggestion))
            self.console.print(table)

    def plan(self, result: MatchResult) -> None:
        """The steps in their order, then what is followed already and what has no solution yet."""
        table = self._table(*_STEP)
        for step in result.plan.steps:
            table.add_row(*self._step(step))
        self.console.print(table)
        for need in result.plan.followed:
            self._line(self._say("Déjà suivi : {barrier}", barrier=self.wording.barrier(need.barrier)))
        for found in result.plan.uncovered:
            self._line(f"{self.wording.barrier(found.barrier)} : {self.wording.uncovered(found)}")

    def questions(self, questions: Sequence[Question]) -> None:
        """The few questions whose answer would open most, each with what its answers would change."""
        worthwhile = [question for question in questions if question.gain > 0][:_QUESTIONS]
        if worthwhile:
            self._title(self._say("Questions à poser d’abord"))
        for question in worthwhile:
            self._line(f"- {self.wording.asked_first(question)} {' '.join(self.wording.openings(question))}")

    def enquiry(self, enquiry: Enquiry) -> None:
        """For each barrier that the service answers: where it stands, every criterion, then its score."""
        self._title(f"{enquiry.service.name}, {enquiry.partner}")
        if not enquiry.answers:
            self._line(self._say("Ce service ne répond à aucun des freins de cette personne."))
        for answer in enquiry.answers:
            self._title(self.wording.barrier(answer.barrier))
            self._line(self.wording.channel(answer.match) + ".")
            self._line(self.wording.standing(answer))
            criteria = self._table(*_CRITERION)
            for criterion in answer.verdict.criteria:
                criteria.add_row(*self._criterion(criterion))
            self.console.print(criteria)
            self.console.print(self._score(answer))
            for gap in answer.gaps:
                self._line(self.wording.behind(gap))
            for sentence in self.wording.what_would_change(answer):
                self._line(sentence)

    def _suggestion(self, found: Suggestion) -> list[Text]:
        where = self.wording.through(found.through) if found.through else found.partner
        questions = [self.wording.question(criterion) for criterion in found.criteria if criterion.ask]
        return [
            Text(f"{found.service.name}\n{found.service.id}", overflow="fold"),
            Text(where),
            Text(self.wording.score(found.score)),
            Text("" if found.km is None else self.wording.distance(found.km)),
            Text("\n".join(question for question in questions if question)),
        ]

    def _step(self, step: Step) -> list[Text]:
        told = [self.wording.because(step)]
        open_now = self.wording.open_now(step)
        if open_now:
            told.append(self._say("Dès aujourd’hui : {what}", what=open_now))
        if step.alternative:
            told.append(self._say("Sinon : {partner}", partner=step.alternative.partner))
        return [
            Text(self.wording.wave(step.wave)),
            Text(self.wording.barrier(step.need.barrier)),
            Text(f"{step.chosen.partner}\n{step.chosen.service.name}\n{step.chosen.service.id}", overflow="fold"),
            Text("\n".join(told)),
        ]

    def _criterion(self, criterion: Criterion) -> list[Text]:
        return [
            Text(_MARKS[criterion.status]),
            Text(self.wording.criterion_name(criterion.criterion)),
            Text(self.wording.criterion(criterion)),
            Text(self.wording.question(criterion) or ""),
        ]

    def _score(self, answer: Answer) -> Table:
        table = self._table(*_COMPONENT)
        for name, value in answer.verdict.components.items():
            table.add_row(Text(self.wording.component(name)), Text(self.wording.score(value)))
        total = sum(answer.verdict.components.values())
        table.add_row(Text(self._say("Total")), Text(self.wording.score(total)))
        return table

    def _table(self, *headings: str) -> Table:
        table = Table(box=HORIZONTALS, show_lines=True)
        for heading in headings:
            table.add_column(self.language.gettext(heading) if heading else "")
        return table

    def _title(self, text: str) -> None:
        self.console.print(Text(text, style="bold"))

    def _line(self, text: str) -> None:
        self.console.print(Text(text))

    def _say(self, text: str, **values: object) -> str:
        return say(text, **values).said(self.language)
