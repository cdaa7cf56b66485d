"""Reads the form of a step into a move: what it says, or what is to be corrected, field by field."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any, TypeVar

from api.i18n import Message, say
from api.web.entry.sending import Answers
from api.web.referrals.moments import start_of
from api.web.referrals.steps import Field, Step
from network_data.civil_time import day_of, moment_of
from network_data.referrals import Guard, Move
from network_data.referrals.guards import Contact, HalfOfDay, Result
from network_data.vocabulary import BARRIERS, OTHER_BARRIER_FIRST, REASONS

Value = TypeVar("Value")

HALF = "moment"
"""The field that says morning or afternoon, where the time is not known."""
LONGEST_NOTE = 2000
_DAYS = {
    Field.REVIEW: "next_review_on",
    Field.RECEIPT: "receipt_on",
    Field.RENEWAL: "renewal_on",
    Field.CHECK: "next_check_on",
}


@dataclass(frozen=True, slots=True)
class Read:
    """The move that a form asks for, and what to correct, by the id of the field."""

    move: Move
    faults: Mapping[str, Message]


def read_step(step: Step, answers: Answers, barriers: Sequence[str], now: datetime) -> Read:
    """The move of ``step`` with what ``answers`` say; ``barriers``: those of the referral."""
    return _Reading(step, answers, now).read(barriers)


def field_id(step: Step, field: str, of: str = "") -> str:
    """The id of a field on the page, where several steps ask the same."""
    return f"{step.to}-{field}" + (f"-{of}" if of else "")


def fault_of(guard: Guard, step: Step) -> Mapping[str, Message]:
    """Where on the page of a step a condition that is not met is told, if it is the answer to a field."""
    found = {
        Guard.APPOINTMENT: (Field.DAY, _NO_DAY),
        Guard.TIME: (Field.HAPPENED, _TO_COME),
        Guard.REASON: (Field.REASON, _NO_REASON),
        Guard.NOTE: (Field.NOTE, _NO_NOTE),
        Guard.OTHER_BARRIER: (Field.BARRIER, _NO_BARRIER),
        Guard.RESULTS: (Field.RESULTS, _NO_RESULT),
        Guard.CONTACT: (Field.CONTACT, _NO_CONTACT),
    }.get(guard)
    return {field_id(step, found[0]): found[1]} if found and found[0] in step.fields else {}


class _Reading:
    """One form being read."""

    def __init__(self, step: Step, answers: Answers, now: datetime) -> None:
        self._step = step
        self._answers = answers
        self._now = now
        self._faults: dict[str, Message] = {}

    def read(self, barriers: Sequence[str]) -> Read:
        """Reads each field that the step asks, in the order of the page."""
        fields = self._step.fields
        move = Move(self._step.to, self._happened() if Field.HAPPENED in fields else self._now)
        move = replace(move, contact=self._contact(), note=self._note())
        if Field.DAY in fields:
            at, half = self._appointment()
            move = replace(move, scheduled_at=at, half_day=half)
        if Field.REASON in fields:
            move = replace(move, reason=self._answers.get(Field.REASON))
            if (move.to, move.reason or "") not in REASONS:
                move = replace(move, reason=None)
        if move.reason == OTHER_BARRIER_FIRST:
            first = self._answers.get(Field.BARRIER)
            move = replace(move, other_barrier=first if first in BARRIERS else None)
        if Field.RESULTS in fields:
            move = replace(move, results=self._results(barriers))
        days: dict[str, Any] = {name: self._day(field) for field, name in _DAYS.items() if field in fields}
        return Read(replace(move, **days), self._faults)

    def _results(self, barriers: Sequence[str]) -> dict[str, Result]:
        found: dict[str, Result] = {}
        for barrier in barriers:
            said = self._answers.get(f"{Field.RESULTS}-{barrier}")
            if said in set(Result):
                found[barrier] = Result(said)
            else:
                self._faults[field_id(self._step, Field.RESULTS, barrier)] = _NO_RESULT
        return found

    def _contact(self) -> Contact | None:
        said = self._answers.get(Field.CONTACT)
        return Contact(said) if said in set(Contact) else None

    def _note(self) -> str | None:
        words = self._answers.get(Field.NOTE)
        if words and len(words) > LONGEST_NOTE:
            told = say("Ces mots sont trop longs : {most} caractères au plus.", most=LONGEST_NOTE)
            self._faults[field_id(self._step, Field.NOTE)] = told
        return words

    def _happened(self) -> datetime:
        """Now for today, else noon of the day that is said."""
        day = self._day(Field.HAPPENED)
        today = day_of(self._now)
        if day is None or day == today:
            return self._now
        if day > today:
            self._faults[field_id(self._step, Field.HAPPENED)] = _TO_COME
        return moment_of(day, time(12))

    def _appointment(self) -> tuple[datetime | None, HalfOfDay | None]:
        day = self._day(Field.DAY)
        at = self._one(Field.TIME, time.fromisoformat, _BAD_TIME)
        if day is None:
            self._faults.setdefault(field_id(self._step, Field.DAY), _NO_DAY)
            return None, None
        if at is not None:
            return moment_of(day, at), None
        said = self._answers.get(HALF)
        half = HalfOfDay(said) if said in set(HalfOfDay) else HalfOfDay.MORNING
        return moment_of(day, start_of(half)), half

    def _day(self, field: Field) -> date | None:
        return self._one(field, date.fromisoformat, _BAD_DAY)

    def _one(self, field: Field, read: Callable[[str], Value], fault: Message) -> Value | None:
        text = self._answers.get(field)
        if text is None:
            return None
        try:
            return read(text)
        except ValueError:
            self._faults[field_id(self._step, field)] = fault
            return None


_BAD_DAY = say("Donnez une date, par exemple 24/11/2026.")
_BAD_TIME = say("Donnez une heure, par exemple 14:30, ou laissez vide.")
_NO_DAY = say("Donnez le jour du rendez-vous.")
_TO_COME = say("Ce jour n’est pas encore venu : notez ce qui a déjà eu lieu.")
_NO_REASON = say("Choisissez la raison qu’ils ont donnée.")
_NO_NOTE = say("« Autre raison » demande quelques mots.")
_NO_BARRIER = say("Dites quel frein passe avant.")
_NO_RESULT = say("Dites ce qu’il en est de ce frein.")
_NO_CONTACT = say("Rien n’a été envoyé : leur réponse vient d’un appel ou d’une rencontre.")
