"""Notes in one touch what came of a call, where it is read afterwards too, and takes it back within the hour."""

from dataclasses import dataclass
from datetime import date, timedelta

from api.services.contacts import ContactDesk, Said
from network_data.referrals.working_days import after_working_days
from network_data.repositories.mail_queue import UNDELIVERED
from network_data.repositories.news import About, NewsRepository
from network_data.repositories.referral_reach import Reach
from network_data.repositories.reminders import ReminderRepository, Told
from network_data.repositories.steps import StepRepository
from network_data.tables import News, NewsOutcome, StepState, Way, Whom
from network_data.vocabulary.after_exit import EXIT_CLOCK

LATER_DAYS = (1, 3, 7, 14)
"""In how many days to try again; the first unless another is chosen."""
TO_PARTNER = frozenset(
    {"no-answer", "still-no-answer", "waiting-list", "no-date", "outcome", "review", "dossier-check", UNDELIVERED}
)
"""Clocks that ask to call the partner."""
TO_PERSON = frozenset({"after-a-week", "after-three-months", EXIT_CLOCK})
"""Clocks that ask to call the person."""


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
    contacts: ContactDesk
    today: date

    def note(self, reach: Reach, about: About, touch: Touch) -> News | None:
        """Notes it; what was reached is done. None, and nothing changes, where it is not this person's."""
        noted = self.news.note(reach, about, touch.outcome, touch.again_on(self.today))
        if noted is None:
            return None
        told = self.reminders.find(about.reminder_id) if about.reminder_id else None
        if told is not None and touch.outcome is not NewsOutcome.LATER:
            self.log(reach, told, reached=touch.outcome is NewsOutcome.REACHED)
        if touch.outcome is not NewsOutcome.REACHED:
            return noted
        if about.reminder_id:
            self.reminders.finish(about.reminder_id, with_referral=True)
        if about.step_id:
            self._move(about.step_id, StepState.DONE)
        return noted

    def log(self, reach: Reach, told: Told, *, reached: bool) -> None:
        """Writes down the call that a reminder asked for, in the log of its referral if it is about one."""
        referral_id = told.referral.id if told.referral else None
        whom = whom_to_call(told)
        if whom is not None:
            self.contacts.note(reach, Said(whom, Way.CALL, reached, referral_id=referral_id))

    def take_back(self, noted: News) -> None:
        """Forgets it: what was said done is to do again, unless somebody else had a hand in it since."""
        if noted.reminder_id:
            self.contacts.log.forget_of(noted.person_id, noted.at)
        if noted.reminder_id and noted.outcome is NewsOutcome.REACHED:
            self.reminders.take_back(noted.reminder_id, noted.at)
        if noted.step_id and noted.outcome is NewsOutcome.REACHED:
            self._move(noted.step_id, StepState.OPEN)
        self.news.take_back(noted)

    def _move(self, step_id: str, state: StepState) -> None:
        found = self.steps.find(step_id)
        if found is not None:
            self.steps.end(found[0].step, state)


def whom_to_call(told: Told) -> Whom | None:
    """Whom a reminder asks to call; None where it asks for something else."""
    if told.reminder.clock in TO_PERSON:
        return Whom.PERSON
    return Whom.PARTNER if told.reminder.clock in TO_PARTNER and told.referral else None
