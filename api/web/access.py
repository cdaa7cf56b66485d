"""What a page may know of people beyond their files: their names, and who was given access to whom."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from api.at_once import at_once
from api.dependencies import CurrentAsking, CurrentPeople
from api.referring import CurrentBook, CurrentContactLog
from api.services.grants import Granting
from network_data.asker import Asker
from network_data.repositories import NetworkRepository
from network_data.repositories.accounts import AccountRepository
from network_data.repositories.contacts import ContactRepository
from network_data.repositories.grants import GrantRepository
from network_data.repositories.identities import PURPOSE, IdentityRepository
from network_data.repositories.person_entry import PersonEntryRepository
from network_data.repositories.referrals import ReferralRepository
from network_data.sealing import Sealer


@dataclass(frozen=True, slots=True)
class Access:
    """Who asks, the names they may read, the accesses they hold and give, whom they may enter and change, referrals."""

    asker: Asker
    identities: IdentityRepository
    granting: Granting
    entry: PersonEntryRepository
    referrals: ReferralRepository
    contacts: ContactRepository

    @property
    def grants(self) -> GrantRepository:
        """The accesses themselves."""
        return self.granting.grants


@dataclass(frozen=True, slots=True)
class _Referring:
    """What the asker may see of referrals and contacts."""

    book: CurrentBook
    contacts: CurrentContactLog


def access(
    request: Request,
    asking: CurrentAsking,
    people: CurrentPeople,
    referring: Annotated[_Referring, Depends(at_once(_Referring))],
) -> Access:
    """The access of one request."""
    asker, session, now, recorder = asking.asker, asking.session, asking.now, asking.recorder
    sealer = Sealer(request.app.state.settings.secrets, PURPOSE)
    granting = Granting(
        asker,
        people,
        GrantRepository(asker, session, now, recorder),
        AccountRepository(session, now),
        NetworkRepository(session),
        now,
    )
    return Access(
        asker,
        IdentityRepository(asker, session, now, recorder, sealer),
        granting,
        PersonEntryRepository(asker, session, now, recorder),
        referring.book,
        referring.contacts,
    )


CurrentAccess = Annotated[Access, Depends(at_once(access))]
