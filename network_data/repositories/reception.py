"""How a partner receives people, corrected by whoever keeps the partnership; the engine reads it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from network_data.asker import Asker
from network_data.database import touch_network
from network_data.tables import Partner, Service
from network_data.trail import Event, Recorder


@dataclass(frozen=True, slots=True)
class ServiceReception:
    """How a service receives people; None is unknown. The columns of ``Service`` say what each is."""

    animals: bool | None = None
    mobile: bool | None = None
    interpreter: bool | None = None
    step_free: bool | None = None


@dataclass(frozen=True, slots=True)
class Reception:
    """How a partner receives people: what it says of itself, and each service by id."""

    religious: bool | None
    services: Mapping[str, ServiceReception]


class ReceptionRepository:
    """The reception of partners, for ``asker`` at ``now``, within the caller's transaction."""

    def __init__(self, asker: Asker, session: Session, now: datetime, trail: Recorder) -> None:
        self._asker = asker
        self._session = session
        self._now = now
        self._trail = trail

    def of(self, partner: Partner) -> Reception:
        """What is known."""
        return Reception(partner.religious, {each.id: _of(each) for each in self._services(partner)})

    def correct(self, partner: Partner, reception: Reception) -> bool:
        """Has this take the place of what was known; False, and no trace, where nothing changes.

        Services that are not the partner's are left alone.
        """
        if reception == self.of(partner):
            return False
        details = {"partner": partner.id}
        event = Event(self._asker.id, "partner.reception", address=self._asker.address, details=details)
        self._trail.record(event, self._now)
        partner.religious = reception.religious
        self._session.add(partner)
        for service in self._services(partner):
            service.sqlmodel_update(asdict(reception.services.get(service.id, _of(service))))
            self._session.add(service)
        touch_network(self._session, [partner.id])
        return True

    def _services(self, partner: Partner) -> list[Service]:
        query = select(Service).where(Service.partner_id == partner.id).order_by(col(Service.name), col(Service.id))
        return list(self._session.exec(query).all())


def _of(service: Service) -> ServiceReception:
    return ServiceReception(service.animals, service.mobile, service.interpreter, service.step_free)
