"""Writes steps beside people for whoever asks from outside the pages: added, dated again, ended."""

from dataclasses import dataclass
from datetime import date

from api.errors import Fault, ForbiddenError, InvalidRequestError, NotFoundError
from api.i18n import Message, say
from api.services.referrals import reach_of, reach_to_write
from network_data.repositories.people import PeopleRepository
from network_data.repositories.referral_reach import Reach
from network_data.repositories.referrals import ReferralRepository
from network_data.repositories.steps import SeenStep, StepEntry, StepRepository
from network_data.tables import StepState

_INVALID = say("Le message contient des champs à corriger. Rien n’a été gardé.")


@dataclass(frozen=True, slots=True)
class StepDesk:
    """Steps for one request."""

    book: StepRepository
    referrals: ReferralRepository
    people: PeopleRepository

    def of_person(self, person_id: str) -> list[SeenStep]:
        """Someone's steps, as far as the asker may know of them.

        Raises:
            NotFoundError: the person is not the asker's to see.
        """
        return self.book.of_person(reach_of(self.book.reaches, person_id))

    def reach_to_write(self, person_id: str) -> Reach:
        """The reach of whoever writes steps: those who accompany the person, and the chantier's software.

        Raises:
            NotFoundError: the person is not the asker's to see.
            ForbiddenError: they see the file without accompanying the person, or needs entrusted alone.
        """
        reach = reach_to_write(self.book.reaches, person_id)
        if not (reach.writes and (reach.whole or reach.discreet)):
            raise ForbiddenError(say("Seule la personne qui accompagne peut changer ce dossier."))
        return reach

    def add(self, reach: Reach, entry: StepEntry) -> SeenStep:
        """Adds a step.

        Raises:
            InvalidRequestError: the barrier is no open need that the asker may know of, or the referral not theirs.
        """
        file = self.people.find(reach.person_id)
        carried = {need.barrier for need in file.needs} if file else set()
        if entry.barrier is None and not reach.whole:
            raise _invalid("barrier", say("Aucun frein n’est donné."), say("Donnez le frein dont il s’agit."))
        if entry.barrier is not None and entry.barrier not in carried:
            raise _invalid("barrier", say("Ce frein n’est pas ouvert pour elle."), say("Donnez un de ses freins."))
        if entry.referral_id is not None:
            found = self.referrals.find(entry.referral_id)
            if found is None or found.referral.person_id != reach.person_id:
                raise _invalid("referral_id", say("Cette orientation n’est pas la sienne."), say("Vérifiez-la."))
        return SeenStep(self.book.add(reach, entry), entry.what, entry.who)

    def open(self, person_id: str, step_id: str) -> SeenStep:
        """A step to be changed; other changes to the person wait.

        Raises:
            NotFoundError: the person, or the step, is not the asker's to see.
            ForbiddenError: as ``reach_to_write``.
        """
        reach = self.reach_to_write(person_id)
        found = next((each for each in self.book.of_person(reach) if each.step.id == step_id), None)
        if found is None:
            raise NotFoundError(say("Ce pas n’existe pas."))
        return found

    def change(self, seen: SeenStep, state: StepState | None, when: tuple[date | None, str | None] | None) -> SeenStep:
        """Ends or opens a step again, gives it another day and hour; what is None stays."""
        if when is not None:
            self.book.put_on(seen.step, *when)
        if state is not None and state is not seen.step.state:
            self.book.end(seen.step, state)
        return seen


def _invalid(field: str, problem: Message, remedy: Message) -> InvalidRequestError:
    return InvalidRequestError(_INVALID, (Fault(field, problem, remedy),))
