"""The questions worth asking, as software reads them."""

from api.v1.answer import OutcomeAnswer, QuestionAnswer
from api.wording import Wording
from matching.questions import Outcome, Question


def tell_question(question: Question, wording: Wording) -> QuestionAnswer:
    """One question, in the reader's language."""
    return QuestionAnswer(
        ask_code=question.criterion.ask or "",
        question=wording.asked_first(question),
        service_id=question.suggestion.service.id if question.suggestion else None,
        gain=question.gain,
        yes=_outcome(question.yes),
        no=_outcome(question.no),
        sentences=wording.openings(question),
    )


def _outcome(outcome: Outcome) -> OutcomeAnswer:
    return OutcomeAnswer(
        opens=outcome.opens,
        closes=outcome.closes,
        settles=outcome.settles,
        covers=list(outcome.covers),
        uncovers=list(outcome.uncovers),
        rises=dict(outcome.rises),
    )
