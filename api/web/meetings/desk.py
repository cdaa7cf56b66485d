"""An advisor before the comités de suivi of their chantier."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from api.at_once import at_once
from api.dependencies import CurrentAsking
from api.errors import NotFoundError
from api.i18n import say
from api.web.access import Access, CurrentAccess
from api.web.concertation.desk import CurrentFollowUp, FollowUp
from api.web.visit import CurrentVisit, Visit
from network_data.asker import Role
from network_data.repositories.meetings import MEETING_WORDS, MeetingRepository
from network_data.sealing import Sealer
from network_data.tables import Chantier, FollowMeeting


@dataclass(frozen=True, slots=True)
class MeetingDesk:
    """One request about meetings."""

    visit: Visit
    access: Access
    follow: FollowUp
    meetings: MeetingRepository

    def chantier(self, chantier_id: str) -> Chantier:
        """A chantier where the asker is an advisor.

        Raises:
            NotFoundError: it is not; meetings of others are told like those of nowhere.
        """
        found = self.visit.network.chantier(chantier_id)
        if found is None or chantier_id not in self.access.asker.chantiers(Role.ADVISOR):
            raise NotFoundError(say("Ce chantier n’existe pas, ou n’est pas le vôtre."))
        return found

    def meeting(self, meeting_id: str) -> FollowMeeting:
        """A meeting of such a chantier.

        Raises:
            NotFoundError: as ``chantier``.
        """
        found = self.meetings.find(meeting_id)
        if found is None:
            raise NotFoundError(say("Ce comité n’existe pas, ou n’est pas celui de votre chantier."))
        return found

    def meeting_to_write(self, meeting_id: str) -> FollowMeeting:
        """The same for whoever writes: other changes to it wait.

        Raises:
            NotFoundError: as ``meeting``.
        """
        found = self.meeting(meeting_id)
        self.meetings.hold(found)
        return found


def meeting_desk(
    request: Request,
    visit: CurrentVisit,
    access: CurrentAccess,
    follow: CurrentFollowUp,
    given: CurrentAsking,
) -> MeetingDesk:
    """The meetings that the asker may know of."""
    sealer = Sealer(request.app.state.settings.secrets, MEETING_WORDS)
    meetings = MeetingRepository(given.asker, given.session, given.now, given.recorder, sealer)
    return MeetingDesk(visit, access, follow, meetings)


CurrentMeetingDesk = Annotated[MeetingDesk, Depends(at_once(meeting_desk))]
