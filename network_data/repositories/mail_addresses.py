"""Which address a partner is written to, and which addresses do not work."""

from datetime import datetime
from hashlib import sha256

from sqlmodel import Session, col, select

from network_data.tables import DoubtfulAddress, Partner, PartnerMail, Service


class MailAddresses:
    """Addresses for mail: those of partners are public, nobody's own."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def of_service(self, service_id: str, recipient: str) -> str | None:
        """Where a partner is written to about a service: as they set, else the service's address, else theirs.

        None: ``recipient`` is no partner (a gate), has no address, does not want mail, or the address does not work.
        """
        partner = self._session.get(Partner, recipient)
        service = self._session.get(Service, service_id)
        if partner is None or service is None or service.partner_id != partner.id:
            return None
        own = self._session.get(PartnerMail, recipient) or PartnerMail(partner_id=recipient)
        address = own.email or service.email or partner.email
        return address if address and own.writes and self.doubt(address) is None else None

    def reminds(self, partner_id: str) -> bool:
        """Whether a partner is reminded by mail."""
        own = self._session.get(PartnerMail, partner_id)
        return own is None or own.reminds

    def doubt(self, address: str) -> DoubtfulAddress | None:
        """What a mail server said against an address."""
        return self._session.get(DoubtfulAddress, digest_of(address))

    def doubts(self, addresses: set[str]) -> dict[str, DoubtfulAddress]:
        """Those among the addresses that do not work."""
        known = {digest_of(address): address for address in addresses}
        query = select(DoubtfulAddress).where(col(DoubtfulAddress.digest).in_(sorted(known)))
        return {known[row.digest]: row for row in self._session.exec(query)}

    def mark(self, digest: str, status: str, now: datetime) -> None:
        """Notes that an address does not work; the first time counts."""
        if self._session.get(DoubtfulAddress, digest) is None:
            self._session.add(DoubtfulAddress(digest=digest, since=now, status=status))
            self._session.flush()

    def clear(self, address: str) -> bool:
        """Forgets what was said against an address that someone has checked; whether there was anything."""
        found = self.doubt(address)
        if found is not None:
            self._session.delete(found)
            self._session.flush()
        return found is not None


def digest_of(address: str) -> str:
    """What an address is called where it is only to be recognised."""
    return sha256(address.strip().lower().encode()).hexdigest()
