"""What a request about referrals is given: those that the asker may see, and what writes them and agreements down."""

from typing import Annotated

from fastapi import Depends, Request

from api.at_once import at_once
from api.dependencies import CurrentAsker, CurrentMatcher, CurrentRecorder, Now, Today, Transaction
from api.services.agreements import AgreementDesk
from api.services.contacts import ContactDesk
from api.services.next_best import Successors
from api.services.referrals import ReferralDesk
from network_data.repositories.agreements import AgreementRepository
from network_data.repositories.contacts import CONTACT_NOTES, ContactRepository
from network_data.repositories.lifted_needs import LiftedNeedRepository
from network_data.repositories.referrals import NOTES, ReferralRepository
from network_data.sealing import Sealer


def book(
    request: Request, asker: CurrentAsker, session: Transaction, now: Now, recorder: CurrentRecorder
) -> ReferralRepository:
    """The referrals that the asker may see."""
    sealer = Sealer(request.app.state.settings.secrets, NOTES)
    return ReferralRepository(asker, session, now, recorder, sealer)


CurrentBook = Annotated[ReferralRepository, Depends(at_once(book))]


def referral_desk(
    asker: CurrentAsker, session: Transaction, now: Now, recorder: CurrentRecorder, book: CurrentBook
) -> ReferralDesk:
    """What prepares and moves referrals for the asker."""
    return ReferralDesk(asker, now, session, book, AgreementRepository(asker, session, now, recorder))


CurrentReferralDesk = Annotated[ReferralDesk, Depends(at_once(referral_desk))]


def agreement_desk(asker: CurrentAsker, session: Transaction, now: Now, recorder: CurrentRecorder) -> AgreementDesk:
    """What writes agreements down for the asker."""
    return AgreementDesk(asker, now, session, recorder)


CurrentAgreementDesk = Annotated[AgreementDesk, Depends(at_once(agreement_desk))]


def successors(matcher: CurrentMatcher, book: CurrentBook, today: Today) -> Successors:
    """What finds what comes after a referral that led nowhere."""
    return Successors(matcher, book, today)


CurrentSuccessors = Annotated[Successors, Depends(at_once(successors))]


def contact_log(
    request: Request, asker: CurrentAsker, session: Transaction, now: Now, recorder: CurrentRecorder
) -> ContactRepository:
    """The contacts that the asker may know of."""
    sealer = Sealer(request.app.state.settings.secrets, CONTACT_NOTES)
    return ContactRepository(asker, session, now, recorder, sealer)


CurrentContactLog = Annotated[ContactRepository, Depends(at_once(contact_log))]


def contact_desk(session: Transaction, now: Now, book: CurrentBook, log: CurrentContactLog) -> ContactDesk:
    """What logs contacts for the asker."""
    return ContactDesk(now, session, book, log)


CurrentContactDesk = Annotated[ContactDesk, Depends(at_once(contact_desk))]


def lifted_needs(asker: CurrentAsker, session: Transaction, now: Now) -> LiftedNeedRepository:
    """What referrals lifted, for the asker."""
    return LiftedNeedRepository(asker, session, now)


CurrentLiftedNeeds = Annotated[LiftedNeedRepository, Depends(at_once(lifted_needs))]
