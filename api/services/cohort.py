"""Who gets which place in a territory: what the database knows of needs, quotas and referrals, shared and kept."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime

from sqlmodel import Session

from api.errors import ForbiddenError, InvalidRequestError, NotFoundError
from api.i18n import say
from api.services.catalogues import Catalogues
from api.services.cohort_answer import (
    ANSWER,
    POSED_PLACES,
    POSED_SHARE,
    SHARE,
    CohortAnswer,
    CohortQuestion,
    PosedPlaces,
    PosedShare,
    Share,
)
from api.services.fairness import labels
from api.services.place_computing import LOST_AFTER, AskedSharing
from api.services.profiles import profile_of
from api.services.results import engine_version
from api.services.weighing import default_weights, rules_version
from matching.profile import Profile
from network_data.asker import Asker, Role
from network_data.repositories import NetworkRepository, PeopleRepository, PersonFile
from network_data.repositories.referrals import ReferralRepository
from network_data.repositories.shared_places import (
    KeptSharing,
    OwnShare,
    SharedPlacesRepository,
    SharingToKeep,
)
from network_data.tables import RunState, Territory

UNDER_WAY = "orientation"
"""What follows a need that an open referral is about."""


GONE = say("Cette proposition n’existe plus, ou n’est pas la vôtre. Calculez-en une autre.")


@dataclass(frozen=True, slots=True)
class UnderWay:
    """A computation without an answer: waiting, running (``done``: how much of its stage), stopped or failed."""

    id: str
    state: RunState
    stage: str
    done: float


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal as it was kept: the lines of each person by pseudonym, and what they amount to."""

    id: str
    territory: str
    made_at: datetime
    question: CohortQuestion
    answer: CohortAnswer
    shares: tuple[tuple[str, Share], ...]


@dataclass(frozen=True, slots=True)
class PlaceSharing:
    """Shares places for one coordinator, within a transaction opened to write."""

    asker: Asker
    session: Session
    people: PeopleRepository
    referrals: ReferralRepository
    kept: SharedPlacesRepository
    catalogues: Catalogues
    on: date

    def ask(self, question: CohortQuestion) -> AskedSharing:
        """Keeps a question for the asker, to be computed out of this transaction.

        Raises:
            ForbiddenError: the asker coordinates nothing.
            NotFoundError: the territory or the chantier does not exist, or is not theirs.
            InvalidRequestError: they coordinate several territories and name none.
        """
        territory = own_territory(self.asker, NetworkRepository(self.session), question.territory)
        self._check_chantier(territory, question.chantier)
        question = replace(question, territory=territory.slug)
        files = self.people.sharing_places(territory.slug, question.chantier)
        people = self._posed(files)
        catalogue, weights = self.catalogues.current(self.session, self.on), default_weights()
        posed = PosedPlaces(question, tuple(self.referrals.holdings.granted()))
        made = SharingToKeep(
            territory.slug,
            catalogue.version,
            rules_version(weights),
            engine_version(),
            len(people),
            POSED_PLACES.dump_python(posed, mode="json"),
            asdict(weights),
        )
        shares = [
            OwnShare(file.person.id, POSED_SHARE.dump_python(own, mode="json"))
            for file, own in zip(files, people, strict=True)
        ]
        groups = tuple(labels(file.person.chantier_id, file, self.on) for file in files)
        kept = self.kept.keep(made, shares)
        return AskedSharing(kept.id, posed, tuple(people), groups, catalogue, weights)

    def latest(self, territory: Territory) -> Proposal | None:
        """The asker's latest proposal of a territory."""
        found = self.kept.latest(territory.slug)
        return read_proposal(found) if found else None

    def under_way(self, territory: Territory, now: datetime) -> UnderWay | None:
        """What the asker asked last of a territory, while there is no answer to it; None where there is one."""
        asked = self.kept.last_asked(territory.slug)
        if asked is None or asked.state is RunState.DONE:
            return None
        runs = asked.state in (RunState.WAITING, RunState.RUNNING)
        lost = runs and now - asked.heard_at > LOST_AFTER
        return UnderWay(asked.id, RunState.FAILED if lost else asked.state, asked.stage, asked.done)

    def stop(self, proposal_id: str) -> None:
        """Has a computation stop.

        Raises:
            NotFoundError: it does not exist, or is not the asker's.
        """
        if not self.kept.ask_to_stop(proposal_id):
            raise NotFoundError(GONE)

    def find(self, proposal_id: str) -> Proposal:
        """A proposal made for the asker.

        Raises:
            NotFoundError: it does not exist, or is not theirs.
        """
        found = self.kept.find(proposal_id)
        if found is None or found.sharing.answer is None:
            raise NotFoundError(GONE)
        return read_proposal(found)

    def _posed(self, files: Sequence[PersonFile]) -> list[PosedShare]:
        under_way = self.referrals.under_way([file.person.id for file in files])
        return [
            PosedShare(
                _without(profile_of(file, self.on), {barrier for who, barrier in under_way if who == file.person.id}),
                file.person.chantier_id,
            )
            for file in files
        ]

    def _check_chantier(self, territory: Territory, chantier_id: str | None) -> None:
        known = {
            each.id for each in NetworkRepository(self.session).chantiers() if each.territory_slug == territory.slug
        }
        if chantier_id is not None and chantier_id not in known:
            raise NotFoundError(say("Ce chantier n’existe pas, ou n’est pas de ce territoire."))


def own_territory(asker: Asker, network: NetworkRepository, slug: str | None) -> Territory:
    """The territory that someone coordinates, by its slug or as the only one.

    Raises:
        ForbiddenError: the asker coordinates nothing.
        NotFoundError: the territory does not exist, or is not theirs.
        InvalidRequestError: they coordinate several and name none.
    """
    own, everywhere = asker.territories(Role.COORDINATOR), asker.holds(Role.LOCAL)
    known = [each for each in network.territories() if everywhere or each.slug in own]
    if not known:
        raise ForbiddenError(say("Le partage des places est pour la coordination."))
    if slug is None and len(known) > 1:
        raise InvalidRequestError(say("Précisez le territoire : {slugs}.", slugs=", ".join(t.slug for t in known)))
    found = next((each for each in known if slug in (None, each.slug)), None)
    if found is None:
        raise NotFoundError(say("Ce territoire n’existe pas, ou n’est pas le vôtre."))
    return found


def read_proposal(kept: KeptSharing) -> Proposal:
    """A proposal from what was kept of it."""
    posed = POSED_PLACES.validate_python(kept.sharing.problem)
    return Proposal(
        kept.sharing.id,
        kept.sharing.territory_slug,
        kept.sharing.made_at,
        posed.question,
        ANSWER.validate_python(kept.sharing.answer),
        tuple((share.person_id, SHARE.validate_python(share.answer)) for share in kept.shares if share.answer),
    )


def _without(profile: Profile, under_way: set[str]) -> Profile:
    """The profile where what is under way is followed already."""
    needs = tuple(
        replace(need, followed_by=need.followed_by or UNDER_WAY) if need.barrier in under_way else need
        for need in profile.needs
    )
    return replace(profile, needs=needs)
