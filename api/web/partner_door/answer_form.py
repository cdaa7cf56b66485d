"""Reads the answer that a partner writes: yes with a date, yes, later, or no."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from api.i18n import Message, say
from api.services.partner_answers import NO_CAPACITY, UNSPOKEN_REASONS, PartnerAnswer
from network_data.civil_time import day_of, moment_of
from network_data.referrals import Move
from network_data.vocabulary import REASONS, ReferralState, reasons_of

LONGEST_WORD = 500
_FAR = timedelta(days=366)
_DECLINED = ReferralState.DECLINED


class Choice(StrEnum):
    """What a partner may answer; the value is what the form sends."""

    DATE = "date"
    YES = "oui"
    LATER = "attente"
    NO = "non"


REASON_CODES = tuple(code for code in reasons_of(_DECLINED) if code not in UNSPOKEN_REASONS)
"""Why a partner may say no, most common first."""


class WrongAnswerError(ValueError):
    """Some fields are to be corrected; ``faults`` says which and how."""

    def __init__(self, faults: Mapping[str, Message]) -> None:
        super().__init__()
        self.faults = faults


def answer_of(sent: Mapping[str, str], now: datetime) -> PartnerAnswer:
    """The answer that was sent.

    Raises:
        WrongAnswerError: something is missing, or cannot be.
    """
    reading = _Reading(sent, now)
    answer = reading.answer()
    if reading.faults or answer is None:
        raise WrongAnswerError(reading.faults)
    return answer


class _Reading:
    def __init__(self, sent: Mapping[str, str], now: datetime) -> None:
        self._sent = {name: value.strip() for name, value in sent.items()}
        self._now = now
        self._today = day_of(now)
        self.faults: dict[str, Message] = {}

    def answer(self) -> PartnerAnswer | None:
        ways = {Choice.DATE: self._date, Choice.YES: self._yes, Choice.LATER: self._later, Choice.NO: self._no}
        choice = self._sent.get("reponse", "")
        if choice not in set(Choice):
            self.faults["reponse"] = say("Choisissez une des réponses.")
            return None
        return ways[Choice(choice)]()

    def _date(self) -> PartnerAnswer | None:
        day, hour = self._day("jour", needed=True), self._hour()
        if day is None or hour is None:
            return None
        at = moment_of(day, hour)
        if at <= self._now:
            self.faults["heure"] = say("Ce rendez-vous est déjà passé : donnez une heure à venir.")
            return None
        return PartnerAnswer(Move(ReferralState.SCHEDULED, self._now, note=self._word("date"), scheduled_at=at))

    def _yes(self) -> PartnerAnswer:
        return PartnerAnswer(Move(ReferralState.ACCEPTED, self._now, note=self._word("oui")))

    def _later(self) -> PartnerAnswer:
        review = self._day("revoir")
        return PartnerAnswer(
            Move(ReferralState.WAITLISTED, self._now, note=self._word("attente"), next_review_on=review)
        )

    def _no(self) -> PartnerAnswer | None:
        reason, word = self._sent.get("raison", ""), self._word("non")
        if reason not in REASON_CODES:
            self.faults["raison"] = say("Choisissez une raison : elle aide à chercher mieux ailleurs.")
            return None
        if REASONS[_DECLINED, reason].needs == "note" and not word:
            self.faults["mot-non"] = say("« Autre raison » demande quelques mots.")
        full_until = self._day("complet") if reason == NO_CAPACITY else None
        return PartnerAnswer(Move(_DECLINED, self._now, reason, word), full_until)

    def _word(self, choice: str) -> str | None:
        name = f"mot-{choice}"
        word = self._sent.get(name, "").replace("\x00", "")
        if len(word) > LONGEST_WORD:
            self.faults[name] = say("C’est trop long : 500 caractères au plus.")
        return word or None

    def _day(self, name: str, *, needed: bool = False) -> date | None:
        typed = self._sent.get(name, "")
        if not typed and not needed:
            return None
        try:
            day = date.fromisoformat(typed)
        except ValueError:
            self.faults[name] = say("Donnez un jour, par exemple le 14/03/2027.")
            return None
        if not self._today <= day <= self._today + _FAR:
            self.faults[name] = say("Ce jour est passé, ou dans plus d’un an.")
            return None
        return day

    def _hour(self) -> time | None:
        try:
            return time.fromisoformat(self._sent.get("heure", ""))
        except ValueError:
            self.faults["heure"] = say("Donnez une heure, par exemple 14:30.")
            return None
