"""Someone before the pages of a follow-up by several: what they may read of it, and what they may write."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from api.at_once import at_once
from api.dependencies import CurrentAsker, CurrentRecorder, Now, Transaction
from api.errors import ForbiddenError, NotFoundError
from api.i18n import say
from api.requesting import CurrentRequestBook
from network_data.asker import Asker
from network_data.repositories.flags import FlagRepository
from network_data.repositories.follow_notes import NOTE_WORDS, FollowNoteRepository
from network_data.repositories.news import NewsRepository
from network_data.repositories.referral_reach import Reach
from network_data.repositories.referrals import NOTES, ReferralRepository
from network_data.repositories.reminders import ReminderRepository
from network_data.repositories.requests import RequestFile, RequestRepository
from network_data.repositories.steps import PURPOSE, StepRepository
from network_data.sealing import Sealer
from network_data.vocabulary import RequestState

_WITH_OFFICERS = frozenset(RequestState) - {RequestState.HANDED_BACK, RequestState.CLOSED}


@dataclass(frozen=True, slots=True)
class FollowUp:
    """The repositories that the pages of a follow-up read and write, for one request."""

    asker: Asker
    flags: FlagRepository
    steps: StepRepository
    news: NewsRepository
    referrals: ReferralRepository
    reminders: ReminderRepository
    notes: FollowNoteRepository
    requests: RequestRepository

    def asked_of_officers(self, person_id: str) -> list[RequestFile]:
        """The requests about someone that wait for an answer, as far as the asker knows of them."""
        return [each for each in self.requests.of_person(person_id) if each.course.state in _WITH_OFFICERS]

    def reach(self, person_id: str) -> Reach:
        """How far the asker sees someone.

        Raises:
            NotFoundError: they do not exist, or are not the asker's to see: the two are told alike.
        """
        found = self.steps.reaches.of(person_id)
        if found is None:
            raise NotFoundError(
                say("Cette personne n’existe pas, ou n’est pas accompagnée ici. Vérifiez son pseudonyme.")
            )
        return found

    def reach_to_write(self, person_id: str) -> Reach:
        """The same for whoever writes: other changes to this person wait.

        Raises:
            NotFoundError: they are not the asker's to see.
            ForbiddenError: they see the file without accompanying the person.
        """
        self.steps.reaches.hold([person_id])
        reach = self.reach(person_id)
        if not (reach.whole and reach.writes):
            raise ForbiddenError(say("Seule la personne qui accompagne peut changer ce dossier."))
        return reach


def follow_up(  # noqa: PLR0913, PLR0917 - what a request gives
    request: Request,
    asker: CurrentAsker,
    session: Transaction,
    now: Now,
    recorder: CurrentRecorder,
    requests: CurrentRequestBook,
) -> FollowUp:
    """The follow-ups that the asker may see."""
    secrets = request.app.state.settings.secrets
    return FollowUp(
        asker,
        FlagRepository(asker, session, now, recorder),
        StepRepository(asker, session, now, recorder, Sealer(secrets, PURPOSE)),
        NewsRepository(asker, session, now, recorder),
        ReferralRepository(asker, session, now, recorder, Sealer(secrets, NOTES)),
        ReminderRepository(asker, session, now, recorder),
        FollowNoteRepository(asker, session, now, recorder, Sealer(secrets, NOTE_WORDS)),
        requests,
    )


CurrentFollowUp = Annotated[FollowUp, Depends(at_once(follow_up))]
