"""How a partner is written to and waited for, set by whoever keeps the partnership; nothing here is about people."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from network_data.asker import Asker
from network_data.referrals.clocks import Days
from network_data.repositories.mail_addresses import MailAddresses
from network_data.tables import DoubtfulAddress, Partner, PartnerClock, PartnerMail, Service
from network_data.trail import Event, Recorder
from network_data.vocabulary import CLOCKS

SET_CLOCKS = ("no-answer", "still-no-answer", "silence", "waiting-list", "no-date")
"""The clocks that wait for the partner: theirs to set."""


@dataclass(frozen=True, slots=True)
class PartnerSettings:
    """What was set of a partner. ``clocks``: own days by clock; one that is not there has the usual ones."""

    email: str | None
    writes: bool
    reminds: bool
    clocks: Mapping[str, Days]


class PartnerSettingsRepository:
    """The settings of partners, for ``asker`` at ``now``, within the caller's transaction."""

    def __init__(self, asker: Asker, session: Session, now: datetime, trail: Recorder) -> None:
        self._asker = asker
        self._session = session
        self._now = now
        self._trail = trail
        self._addresses = MailAddresses(session)

    def of(self, partner_id: str) -> PartnerSettings:
        """What was set."""
        mail = self._session.get(PartnerMail, partner_id) or PartnerMail(partner_id=partner_id)
        rows = self._session.exec(select(PartnerClock).where(PartnerClock.partner_id == partner_id)).all()
        clocks = {row.clock: Days(row.days, row.urgent) for row in rows if row.clock in CLOCKS}
        return PartnerSettings(mail.email, mail.writes, mail.reminds, clocks)

    def keep(self, partner_id: str, settings: PartnerSettings) -> None:
        """Has these settings take the place of what was set; what is as usual is not kept."""
        self._leave_trace("partner.settings", partner_id)
        mail = self._session.get(PartnerMail, partner_id) or PartnerMail(partner_id=partner_id)
        mail.email, mail.writes, mail.reminds = settings.email, settings.writes, settings.reminds
        self._session.add(mail)
        for code in SET_CLOCKS:
            row = self._session.get(PartnerClock, (partner_id, code))
            days = settings.clocks.get(code)
            if days is None and row is not None:
                self._session.delete(row)
            elif days is not None:
                row = row or PartnerClock(partner_id=partner_id, clock=code)
                row.days, row.urgent = days.days, days.urgent
                self._session.add(row)
        self._session.flush()

    def doubts(self, partner: Partner) -> Mapping[str, DoubtfulAddress]:
        """The addresses of a partner that do not work, with what was said against each."""
        services = select(Service.email).where(Service.partner_id == partner.id, col(Service.email).is_not(None))
        own = self._session.get(PartnerMail, partner.id)
        known = {partner.email, own.email if own else None, *self._session.exec(services).all()}
        return self._addresses.doubts({address for address in known if address})

    def clear_doubts(self, partner: Partner) -> None:
        """Notes that the asker has checked the addresses: they are written to again."""
        self._leave_trace("partner.address-checked", partner.id)
        for address in self.doubts(partner):
            self._addresses.clear(address)

    def _leave_trace(self, action: str, partner_id: str) -> None:
        event = Event(self._asker.id, action, address=self._asker.address, details={"partner": partner_id})
        self._trail.record(event, self._now)
