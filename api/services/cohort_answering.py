"""Answers a question about places at once: posed in one transaction, computed in none, read in a last one."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Engine

from api.services.catalogues import Catalogues
from api.services.cohort import PlaceSharing
from api.services.cohort_answer import CohortQuestion
from api.services.cohort_sight import SeenProposal, seen_by
from api.services.place_computing import PlaceComputing
from matching.catalogue import Catalogue
from network_data.asker import Asker
from network_data.database import transaction
from network_data.repositories import NetworkRepository, PeopleRepository
from network_data.repositories.referrals import ReferralRepository
from network_data.repositories.shared_places import SharedPlacesRepository
from network_data.sealing import Sealer
from network_data.trail import JoinedTrail, Recorder, Trail


@dataclass(frozen=True, slots=True)
class AnsweredSharing:
    """A proposal as the asker sees it, what it was made from, and what chantiers are called."""

    seen: SeenProposal
    catalogue: Catalogue
    chantiers: dict[str, str]


@dataclass(frozen=True, slots=True)
class SharingAnswers:
    """Answers ``asker`` at ``now``, in transactions of its own: no other writer waits while it computes."""

    engine: Engine
    trail: Trail
    sealer: Sealer
    asker: Asker
    now: datetime
    today: date
    catalogues: Catalogues
    computing: PlaceComputing

    def answer(self, question: CohortQuestion) -> AnsweredSharing:
        """The proposal, computed while the caller waits; nobody else's transaction does.

        Raises:
            ProblemError: as ``PlaceSharing`` does.
        """
        with self._sharing(writes=True) as sharing:
            asked = sharing.ask(question)
        self.computing.compute(asked)
        with self._sharing(writes=False) as sharing:
            network = NetworkRepository(sharing.session)
            names = {each.id: each.name for each in network.chantiers()}
            return AnsweredSharing(seen_by(self.asker, sharing.find(asked.id), network), asked.catalogue, names)

    @contextmanager
    def _sharing(self, *, writes: bool) -> Iterator[PlaceSharing]:
        """What the asker does with places in one transaction; what it read is traced even when it comes to nothing."""
        joined: JoinedTrail | None = None
        try:
            with transaction(self.engine, writes=writes) as session:
                joined = JoinedTrail(self.trail, session) if writes else None
                recorder: Recorder = joined or self.trail
                given = (self.asker, session, self.now, recorder)
                yield PlaceSharing(
                    self.asker,
                    session,
                    PeopleRepository(*given),
                    ReferralRepository(*given, self.sealer),
                    SharedPlacesRepository(*given),
                    self.catalogues,
                    self.today,
                )
        except BaseException:
            if joined is not None:
                joined.replay()
            raise
