"""Someone before the pages of papers."""

from typing import Annotated

from fastapi import Depends

from api.at_once import at_once
from api.dependencies import CurrentAsker, CurrentRecorder, Now
from api.services.papers import PaperDesk
from api.web.visit import CurrentVisit
from network_data.repositories.papers import PaperRepository


def paper_desk(visit: CurrentVisit, asker: CurrentAsker, now: Now, recorder: CurrentRecorder) -> PaperDesk:
    """The papers that the asker may know of."""
    return PaperDesk(PaperRepository(asker, visit.session, now, recorder), visit.today)


CurrentPaperDesk = Annotated[PaperDesk, Depends(at_once(paper_desk))]
