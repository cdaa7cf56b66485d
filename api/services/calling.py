"""Notes in one touch what came of a call of the week, and takes it back within the hour."""

from dataclasses import dataclass
from datetime import date, timedelta

from network_data.referrals.working_days import after_working_days
from network_data.repositories.news import About, NewsRepository
from network_data.repositories.referral_reach import Reach
from network_data.repositories.reminders import ReminderRepository
from network_data.repositories.steps import StepRepository
from network_data.tables import News, NewsOutcome, StepState

LATER_DAYS = (1, 3, 7, 14)
"""In how many days to try again; the first unless another is chosen."""


@dataclass(frozen=True, slots=True)
class Touch:
    """What came of a call, and in how many days to try again where it was put off."""

    outcome: NewsOutcome
    days: int = LATER_DAYS[0]

    def again_on(self, today: date) -> date | None:
        """From when to try again: the next working day where nobody answered."""
        if self.outcome is NewsOutcome.REACHED:
            return None
        if self.outcome is NewsOutcome.NOT_REACHED:
            return after_working_days(today, 1)
        return today + timedelta(days=self.days)


@dataclass(frozen=True, slots=True)
class Calling:
    """Calls as whoever asks may note them, on the day ``today``; the caller has checked that they may."""

    news: NewsRepository
    reminders: ReminderRepository
    steps: StepRepository
    today: date

    def note(self, reach: Reach, about: About, touch: Touch) -> News | None:
        """Notes it; what was reached is done. None, and nothing changes, where it is not this person's."""
        noted = self.news.note(reach, about, touch.outcome, touch.again_on(self.today))
        if noted is None or touch.outcome is not NewsOutcome.REACHED:
            return noted
        if about.reminder_id:
            self.reminders.finish(about.reminder_id, with_referral=True)
        if about.step_id:
            self._move(about.step_id, StepState.DONE)
        return noted

    def take_back(self, noted: News) -> None:
        """Forgets it: what was said done is to do again, unless somebody else had a hand in it since."""
        if noted.reminder_id and noted.outcome is NewsOutcome.REACHED:
            self.reminders.take_back(noted.reminder_id, noted.at)
        if noted.step_id and noted.outcome is NewsOutcome.REACHED:
            self._move(noted.step_id, StepState.OPEN)
        self.news.take_back(noted)

    def _move(self, step_id: str, state: StepState) -> None:
        found = self.steps.find(step_id)
        if found is not None:
            self.steps.end(found[0].step, state)
