"""Someone before the pages of a point concerté."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import Depends, Request

from api.at_once import at_once
from api.dependencies import CurrentAsking
from api.errors import ForbiddenError
from api.i18n import say
from api.services.people import person_file
from api.web.concertation.desk import CurrentFollowUp, FollowUp
from api.web.visit import CurrentVisit, Visit
from network_data.repositories import PersonFile
from network_data.repositories.points import PURPOSE, PointRepository
from network_data.repositories.referral_reach import Reach
from network_data.sealing import Sealer


@dataclass(frozen=True, slots=True)
class PointDesk:
    """One request about the points of one person."""

    visit: Visit
    follow: FollowUp
    points: PointRepository
    person_id: str

    @property
    def today(self) -> date:
        """The day."""
        return self.visit.today

    def open(self) -> tuple[Reach, PersonFile]:
        """The file of someone whose points are the asker's to read.

        Raises:
            NotFoundError: the person is not the asker's to see.
            ForbiddenError: they see only a part of the file.
        """
        reach = self.follow.reach(self.person_id)
        if not reach.whole:
            raise ForbiddenError(say("Le point concerté n’est lu que de qui voit tout le dossier."))
        return reach, person_file(self.visit.people, self.person_id)

    def open_to_write(self) -> tuple[Reach, PersonFile]:
        """The same for whoever accompanies the person; other changes to them wait.

        Raises:
            NotFoundError: as ``open``.
            ForbiddenError: they do not accompany the person.
        """
        reach = self.follow.reach_to_write(self.person_id)
        return reach, person_file(self.visit.people, self.person_id)


def point_desk(
    request: Request,
    visit: CurrentVisit,
    follow: CurrentFollowUp,
    person_id: str,
    given: CurrentAsking,
) -> PointDesk:
    """The points of the person whom the address names."""
    sealer = Sealer(request.app.state.settings.secrets, PURPOSE)
    points = PointRepository(given.asker, given.session, given.now, given.recorder, sealer)
    return PointDesk(visit, follow, points, person_id)


CurrentPointDesk = Annotated[PointDesk, Depends(at_once(point_desk))]
