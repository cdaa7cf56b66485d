"""Whoever has a page about referrals or agreements before them: what they may read, and what writes it."""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote

from fastapi import Depends

from api.at_once import at_once
from api.dependencies import Now
from api.errors import NotFoundError
from api.i18n import say
from api.referring import (
    CurrentAgreementDesk,
    CurrentBook,
    CurrentContactDesk,
    CurrentLiftedNeeds,
    CurrentReferralDesk,
    CurrentSuccessors,
)
from api.services.people import person_file
from api.services.preparing import recipient_of
from api.web.access import CurrentAccess
from api.web.solicited import CurrentLoads, MostOpen
from api.web.visit import CurrentVisit
from network_data.repositories import PersonFile
from network_data.repositories.accounts import AccountRepository
from network_data.tables import Partner, Service
from network_data.vocabulary import GATES, Gate


@dataclass(frozen=True, slots=True)
class Desk:
    """One request about someone's referrals."""

    visit: CurrentVisit
    access: CurrentAccess
    book: CurrentBook
    referrals: CurrentReferralDesk
    agreements: CurrentAgreementDesk
    successors: CurrentSuccessors
    contacts: CurrentContactDesk
    lifted: CurrentLiftedNeeds
    loads: CurrentLoads
    most_open: MostOpen
    now: Now

    def person(self, person_id: str) -> PersonFile:
        """The file of someone whose referrals the asker may see.

        Raises:
            NotFoundError: they do not exist, or are not the asker's to see.
        """
        return person_file(self.visit.people, person_id)

    def name_of(self, account_id: str) -> str | None:
        """What an account is called; None where there is none of this id."""
        account = AccountRepository(self.visit.session, self.now).find(account_id)
        return account.name if account else None

    def first_name(self, person: PersonFile) -> str | None:
        """What the asker may call the person."""
        identity = self.access.identities.of([person]).get(person.person.id)
        return identity.name if identity else None

    def service(self, service_id: str) -> Service:
        """A service of the network.

        Raises:
            NotFoundError: it does not exist.
        """
        service = self.visit.network.service(service_id)
        if service is None:
            raise NotFoundError(say("Ce service n’existe pas dans le réseau."))
        return service

    def recipient_of(self, service: Service) -> "Recipient":
        """Who would be told of a referral to a service."""
        partner = self.visit.network.partner(service.partner_id)
        assert partner is not None, "every service has a partner"
        return self.recipient(recipient_of(service, partner))

    def recipient(self, recipient: str) -> "Recipient":
        """Who is told of a referral."""
        gate = next((each for each in GATES.values() if each.partner_id == recipient), None)
        return Recipient(recipient, None if gate else self.visit.network.partner(recipient), gate)


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who is told of a referral: a partner of the network, or a gate that none of them keeps."""

    id: str
    partner: Partner | None
    gate: Gate | None

    @property
    def name(self) -> str:
        """What they are called."""
        if self.gate:
            return self.gate.label
        return self.partner.name if self.partner else "un partenaire qui n’est plus dans le réseau"

    @property
    def href(self) -> str | None:
        """Their page, if they have one."""
        return f"/partenaires/{quote(self.partner.id, safe='')}" if self.partner else None


CurrentDesk = Annotated[Desk, Depends(at_once(Desk))]
