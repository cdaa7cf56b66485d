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
    GroupShare,
    PosedPlaces,
    PosedShare,
    Share,
)
from api.services.fairness import labels, shown_groups
from api.services.profiles import profile_of
from api.services.results import engine_version
from api.services.sharing import Shared, share_places
from api.services.weighing import default_weights, rules_version
from matching.fairness import Measure, Treatment, compare
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
from network_data.tables import Territory

UNDER_WAY = "orientation"
"""What follows a need that an open referral is about."""


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

    def propose(self, question: CohortQuestion) -> Proposal:
        """The proposal that answers ``question``, kept for the asker.

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
        catalogue, weights = self.catalogues.current(self.session), default_weights()
        posed = PosedPlaces(question, tuple(self.referrals.holdings.granted()))
        found = share_places(catalogue, weights, posed, people)
        answer = replace(found.answer, groups=fair_groups(files, found.shares, self.on))
        made = SharingToKeep(
            territory.slug,
            catalogue.version,
            rules_version(weights),
            engine_version(),
            len(people),
            POSED_PLACES.dump_python(posed, mode="json"),
            asdict(weights),
            ANSWER.dump_python(answer, mode="json"),
        )
        return self._keep(made, files, people, Shared(answer, found.shares), question)

    def latest(self, territory: Territory) -> Proposal | None:
        """The asker's latest proposal of a territory."""
        found = self.kept.latest(territory.slug)
        return read_proposal(found) if found else None

    def find(self, proposal_id: str) -> Proposal:
        """A proposal made for the asker.

        Raises:
            NotFoundError: it does not exist, or is not theirs.
        """
        found = self.kept.find(proposal_id)
        if found is None:
            raise NotFoundError(say("Cette proposition n’existe plus, ou n’est pas la vôtre. Calculez-en une autre."))
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

    def _keep(
        self,
        made: SharingToKeep,
        files: Sequence[PersonFile],
        people: Sequence[PosedShare],
        found: Shared,
        question: CohortQuestion,
    ) -> Proposal:
        shares = [
            OwnShare(
                file.person.id,
                POSED_SHARE.dump_python(posed, mode="json"),
                SHARE.dump_python(share, mode="json"),
            )
            for file, posed, share in zip(files, people, found.shares, strict=True)
        ]
        kept = self.kept.keep(made, shares)
        own = tuple((file.person.id, share) for file, share in zip(files, found.shares, strict=True))
        return Proposal(kept.id, kept.territory_slug, kept.made_at, question, found.answer, own)


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
        tuple((share.person_id, SHARE.validate_python(share.answer)) for share in kept.shares),
    )


def fair_groups(files: Sequence[PersonFile], shares: Sequence[Share], on: date) -> tuple[GroupShare, ...]:
    """The share of needs served in each group of ten people or more, beside everybody else's.

    Labels stand beside the answer; nothing that shared the places has read them.
    """
    treated = [
        Treatment(
            labels(file.person.chantier_id, file, on),
            {Measure.COVERED: sum(line.service_id is not None for line in share.lines) / len(share.lines)},
        )
        for file, share in zip(files, shares, strict=True)
        if share.lines
    ]
    receipt = compare(treated, shown_groups(treated))
    return tuple(
        GroupShare(
            *each.group,
            each.people,
            each.figures[Measure.COVERED].value,
            each.differences[Measure.COVERED].value,
            each.differences[Measure.COVERED].low,
            each.differences[Measure.COVERED].high,
        )
        for each in receipt.groups
        if Measure.COVERED in each.differences
    )


def _without(profile: Profile, under_way: set[str]) -> Profile:
    """The profile where what is under way is followed already."""
    needs = tuple(
        replace(need, followed_by=need.followed_by or UNDER_WAY) if need.barrier in under_way else need
        for need in profile.needs
    )
    return replace(profile, needs=needs)
