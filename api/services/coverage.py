"""What the network of a territory is missing, for whoever counts its needs: counts, and never anyone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from api.errors import ForbiddenError, InvalidRequestError, NotFoundError
from api.i18n import say
from api.services.catalogues import Catalogues
from api.services.coverage_counts import Published
from api.services.profiles import profile_of
from api.services.reach import countable
from api.services.weighing import default_weights
from matching.catalogue import Catalogue
from matching.coverage import Coverage, analyse, uncovered_without
from network_data.asker import Asker
from network_data.repositories import NetworkRepository, PeopleRepository
from network_data.tables import Territory


@dataclass(frozen=True, slots=True)
class TerritoryCoverage:
    """The coverage of a territory on a day, and what it takes to name what it speaks of.

    ``without``: the partners imagined away, and how many needs of each barrier would then have nobody left.
    """

    territory: Territory
    on: date
    coverage: Coverage
    catalogue: Catalogue
    communes: Mapping[str, str]
    counts: Published
    without: tuple[tuple[str, ...], Mapping[str, int]] | None = None


@dataclass(frozen=True, slots=True)
class CoverageQuestion:
    """Which territory (its slug; the asker's only one by default), for whom, and without which partners.

    ``shareable``: for someone outside the programme, hence without small counts.
    """

    territory: str | None = None
    shareable: bool = False
    without: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class NeedCounter:
    """Counts the needs of territories for one asker."""

    asker: Asker
    session: Session
    people: PeopleRepository
    catalogues: Catalogues
    on: date

    def coverage(self, question: CoverageQuestion) -> TerritoryCoverage:
        """The answer to ``question``; about 1 ms a person.

        Raises:
            ForbiddenError: the asker counts no territory's needs.
            NotFoundError: the territory does not exist, or is not the asker's to count; or a partner does not exist.
            InvalidRequestError: the asker counts several territories and names none.
        """
        network = NetworkRepository(self.session)
        territory = self._territory(network, question.territory)
        catalogue, weights = self.catalogues.current(self.session, self.on), default_weights()
        if not catalogue.network.partners.keys() >= set(question.without):
            raise NotFoundError(say("Ce partenaire n’existe pas dans le réseau. Vérifiez son identifiant."))
        profiles = [profile_of(file, self.on) for file in self.people.unnamed_of(territory.slug)]
        gone = tuple(sorted(set(question.without)))
        lost = (gone, uncovered_without(catalogue, profiles, weights, gone)) if gone else None
        coverage = analyse(catalogue, profiles, weights)
        return TerritoryCoverage(
            territory,
            self.on,
            coverage,
            catalogue,
            network.commune_names(),
            Published.of(coverage, lost[1] if lost else {}, shareable=question.shareable),
            lost,
        )

    def _territory(self, network: NetworkRepository, slug: str | None) -> Territory:
        own = countable(self.asker, network.territories())
        if not own:
            raise ForbiddenError(say("La couverture est pour la coordination et les chargés de partenariat."))
        if slug is None and len(own) > 1:
            raise InvalidRequestError(say("Précisez le territoire : {slugs}.", slugs=", ".join(t.slug for t in own)))
        found = next((each for each in own if slug in (None, each.slug)), None)
        if found is None:
            raise NotFoundError(say("Ce territoire n’existe pas, ou n’est pas le vôtre."))
        return found
