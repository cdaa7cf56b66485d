"""How a partner is written to and waited for: the page where officers and coordinators say so."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.responses import Response

from api.at_once import at_once
from api.dependencies import CurrentAsker, CurrentRecorder, Now, Transaction
from api.i18n import Message, say
from api.mail.addresses import is_address
from api.web.entry.sending import Answers, CurrentSent
from api.web.kept_partners import kept_partner
from api.web.visit import CurrentVisit, Visit
from network_data.referrals.clocks import Days
from network_data.repositories.partner_settings import SET_CLOCKS, PartnerSettings, PartnerSettingsRepository
from network_data.tables import Partner
from network_data.vocabulary import CLOCKS

router = APIRouter()

PAGE = "/partenaires/{partner_id:path}/reglages"
MOST_DAYS = 250
"""A year of working days."""
EMAIL, WRITES, REMINDS = "courriel", "ecrire", "relancer"
NO = "non"
_IN_TURN = ("no-answer", "still-no-answer", "silence")
"""Each comes before the next."""


@dataclass(frozen=True, slots=True)
class SettingsDesk:
    """What the page works with."""

    visit: CurrentVisit
    asker: CurrentAsker
    session: Transaction
    now: Now
    recorder: CurrentRecorder

    @property
    def book(self) -> PartnerSettingsRepository:
        """The settings of partners."""
        return PartnerSettingsRepository(self.asker, self.session, self.now, self.recorder)

    def partner(self, partner_id: str) -> Partner:
        """The partner whose settings the asker keeps; errors as ``kept_partner``."""
        return kept_partner(self.visit, self.asker, partner_id)


Desk = Annotated[SettingsDesk, Depends(at_once(SettingsDesk))]


@router.get(PAGE, response_class=HTMLResponse)
def settings_page(desk: Desk, partner_id: str) -> HTMLResponse:
    """The settings as they are."""
    partner = desk.partner(partner_id)
    return _page(desk, partner, _answers(desk.book.of(partner.id)))


@router.post(PAGE)
def keep(sent: CurrentSent, desk: Desk, partner_id: str) -> Response:
    """Keeps the settings, or says what is to be corrected."""
    partner = desk.partner(partner_id)
    read = _Reading(sent.facts)
    settings = read.settings()
    if read.faults:
        return _page(desk, partner, sent.facts, read.faults)
    desk.book.keep(partner.id, settings)
    return RedirectResponse(f"/partenaires/{partner.id}", 303)


@router.post(PAGE + "/adresse-verifiee")
def address_checked(desk: Desk, partner_id: str) -> Response:
    """Has addresses that came back be written to again."""
    partner = desk.partner(partner_id)
    desk.book.clear_doubts(partner)
    return RedirectResponse(f"/partenaires/{partner.id}/reglages", 303)


def _page(
    desk: SettingsDesk, partner: Partner, answers: Answers, faults: Mapping[str, Message] | None = None
) -> HTMLResponse:
    visit: Visit = desk.visit
    page = visit.page(
        "partner_settings.html",
        partner=partner,
        answers=answers,
        changes=(),
        faults={name: fault.text.format(**fault.values) for name, fault in (faults or {}).items()},
        clocks=[(CLOCKS[code], f"jours-{code}", f"urgent-{code}", f"jamais-{code}") for code in SET_CLOCKS],
        doubts=desk.book.doubts(partner),
        most=MOST_DAYS,
    )
    page.status_code = 422 if faults else 200
    return page


def _answers(settings: PartnerSettings) -> dict[str, str]:
    """What the form shows of what was set."""
    shown = {EMAIL: settings.email or ""}
    shown |= {} if settings.writes else {WRITES: NO}
    shown |= {} if settings.reminds else {REMINDS: NO}
    for code, own in settings.clocks.items():
        if own.days is None:
            shown[f"jamais-{code}"] = "oui"
        else:
            shown[f"jours-{code}"] = str(own.days)
        if own.urgent is not None:
            shown[f"urgent-{code}"] = str(own.urgent)
    return shown


class _Reading:
    """One form being read."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers
        self.faults: dict[str, Message] = {}

    def settings(self) -> PartnerSettings:
        """What the form says; ``faults`` says what is to be corrected."""
        clocks = {code: days for code in SET_CLOCKS if (days := self._days(code)) is not None}
        settings = PartnerSettings(
            email=self._email(),
            writes=self._answers.get(WRITES) != NO,
            reminds=self._answers.get(REMINDS) != NO,
            clocks=clocks,
        )
        if not self.faults:
            self._check_order(clocks, urgent=False)
            self._check_order(clocks, urgent=True)
        return settings

    def _email(self) -> str | None:
        typed = self._answers.get(EMAIL)
        if typed is None:
            return None
        if not is_address(typed):
            self.faults[EMAIL] = say("Cette adresse ne se lit pas : écrivez-la comme accueil@exemple.org.")
        return typed

    def _days(self, code: str) -> Days | None:
        days, urgent = self._number(f"jours-{code}"), self._number(f"urgent-{code}")
        if f"jamais-{code}" in self._answers:
            return Days(None)
        if days is None and urgent is None:
            return None
        days = days or CLOCKS[code].days
        usual = CLOCKS[code].urgent
        return Days(days, urgent or (min(usual, days) if usual else None))

    def _number(self, name: str) -> int | None:
        typed = self._answers.get(name)
        if typed is None:
            return None
        if not (typed.isascii() and typed.isdigit() and len(typed) < len("1000") and 1 <= int(typed) <= MOST_DAYS):
            self.faults[name] = say("Donnez un nombre de jours ouvrés, de 1 à {most}, ou laissez vide.", most=MOST_DAYS)
            return None
        return int(typed)

    def _check_order(self, clocks: Mapping[str, Days], *, urgent: bool) -> None:
        """Whether each clock that runs comes before the next: nobody is reminded of what has ended."""
        before = 0
        for code in _IN_TURN:
            own = clocks.get(code, Days(CLOCKS[code].days, CLOCKS[code].urgent))
            days = own.urgent if urgent and own.urgent is not None else own.days
            if days is None:
                continue
            if days <= before:
                name = f"{'urgent' if urgent else 'jours'}-{code}"
                self.faults.setdefault(name, say("Ce délai doit être plus long que le précédent."))
            before = days
