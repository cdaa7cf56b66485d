"""What every request about questions to the officers is given, over the API and on the pages: the book and the desk."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from api.at_once import at_once
from api.dependencies import CurrentAsker, CurrentRecorder, Now, Transaction
from api.referring import CurrentAgreementDesk, CurrentBook, CurrentReferralDesk
from api.services.requests.desk import RequestDesk
from api.services.requests.together import TogetherDesk
from network_data.repositories.requests import WORDS, RequestRepository
from network_data.sealing import Sealer


def request_book(
    request: Request, asker: CurrentAsker, session: Transaction, now: Now, recorder: CurrentRecorder
) -> RequestRepository:
    """The requests that the asker may see."""
    sealer = Sealer(request.app.state.settings.secrets, WORDS)
    return RequestRepository(asker, session, now, recorder, sealer)


CurrentRequestBook = Annotated[RequestRepository, Depends(at_once(request_book))]


def request_desk(
    asker: CurrentAsker, session: Transaction, now: Now, recorder: CurrentRecorder, book: CurrentRequestBook
) -> RequestDesk:
    """What both sides do with requests."""
    return RequestDesk(asker, now, session, recorder, book)


CurrentRequestDesk = Annotated[RequestDesk, Depends(at_once(request_desk))]


@dataclass(frozen=True, slots=True)
class _Besides:
    """What else calling a partner together takes."""

    referrals: CurrentReferralDesk
    referral_book: CurrentBook
    agreements: CurrentAgreementDesk


def together_desk(
    desk: CurrentRequestDesk,
    besides: Annotated[_Besides, Depends(at_once(_Besides))],
    session: Transaction,
    recorder: CurrentRecorder,
) -> TogetherDesk:
    """What records calls made together."""
    return TogetherDesk(desk, besides.referrals, besides.referral_book, besides.agreements, session, recorder)


CurrentTogetherDesk = Annotated[TogetherDesk, Depends(at_once(together_desk))]
