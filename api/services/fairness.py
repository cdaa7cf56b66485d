"""A fairness receipt for the people of a territory: labels beside the profiles, and no group of fewer than ten."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from api.errors import ForbiddenError, InvalidRequestError, NotFoundError
from api.i18n import say
from api.services.catalogues import Catalogues
from api.services.profiles import profile_of
from api.services.small_counts import Sum, hidden
from api.services.weighing import default_weights, rules_version
from matching.fairness import Group, Receipt, Treatment, compare, treatments
from network_data.asker import Asker, Role
from network_data.repositories import NetworkRepository, PeopleRepository, PersonFile
from network_data.tables import Territory

FEWEST = 10
"""The smallest group that is shown."""
SEX, AGE, CHANTIER, LANGUAGE = "sex", "age", "chantier", "language"
DIMENSIONS = (SEX, AGE, CHANTIER, LANGUAGE)
NOT_KNOWN = "unknown"
WITHOUT_FRENCH = "without-french"
_PARTITIONS = (SEX, AGE, CHANTIER)
"""The dimensions of which each person has exactly one label; they may speak several languages."""
_AGES = ((25, "25-or-less"), (39, "26-39"), (54, "40-54"), (200, "55-or-more"))


@dataclass(frozen=True, slots=True)
class TerritoryReceipt:
    """The receipt of a territory on a day, the names of its chantiers, and how many groups were kept back."""

    territory: Territory
    on: date
    network_version: str
    rules_version: str
    receipt: Receipt
    chantiers: Mapping[str, str]
    kept_back: int


@dataclass(frozen=True, slots=True)
class FairnessAuditor:
    """Draws receipts up for one asker."""

    asker: Asker
    session: Session
    people: PeopleRepository
    catalogues: Catalogues
    on: date

    def receipt(self, slug: str | None = None) -> TerritoryReceipt:
        """The receipt of a territory (the asker's only one by default); about 2 ms a person.

        Raises:
            ForbiddenError: the asker coordinates nothing.
            NotFoundError: the territory does not exist, or is not theirs.
            InvalidRequestError: they coordinate several and name none.
        """
        territory = self._territory(slug)
        catalogue, weights = self.catalogues.current(self.session, self.on), default_weights()
        people = [
            (profile_of(file, self.on), labels(chantier, file, self.on))
            for chantier, file in self.people.unnamed_by_chantier(territory.slug)
        ]
        offered = treatments(catalogue, weights, people)
        shown = shown_groups(offered)
        every = {group for each in offered for group in each.groups}
        return TerritoryReceipt(
            territory,
            self.on,
            catalogue.version,
            rules_version(weights),
            compare(offered, shown),
            {each.id: each.name for each in NetworkRepository(self.session).chantiers()},
            len(every) - len(shown),
        )

    def _territory(self, slug: str | None) -> Territory:
        own = self.asker.territories(Role.COORDINATOR)
        everywhere = self.asker.holds(Role.LOCAL)
        known = [each for each in NetworkRepository(self.session).territories() if everywhere or each.slug in own]
        if not known:
            raise ForbiddenError(say("Le reçu d’équité est pour la coordination."))
        if slug is None and len(known) > 1:
            raise InvalidRequestError(say("Précisez le territoire : {slugs}.", slugs=", ".join(t.slug for t in known)))
        found = next((each for each in known if slug in (None, each.slug)), None)
        if found is None:
            raise NotFoundError(say("Ce territoire n’existe pas, ou n’est pas le vôtre."))
        return found


def labels(chantier: str, file: PersonFile, on: date) -> frozenset[Group]:
    """The groups of one person. Sex is known as far as the public « femmes » was answered: yes, no, not known."""
    return frozenset({(CHANTIER, chantier), (SEX, _sex(file)), (AGE, _age(file, on)), *_languages(file)})


def _sex(file: PersonFile) -> str:
    woman = file.person.publics.get("femmes")
    return NOT_KNOWN if woman is None else "women" if woman else "not-women"


def _age(file: PersonFile, on: date) -> str:
    if file.person.birth_year is None:
        return NOT_KNOWN
    age = on.year - file.person.birth_year
    return next(label for most, label in _AGES if age <= most)


def _languages(file: PersonFile) -> Iterator[Group]:
    spoken = file.person.languages
    if spoken is None:
        yield LANGUAGE, NOT_KNOWN
        return
    yield from ((LANGUAGE, code) for code in spoken)
    if "fra" not in spoken:
        yield LANGUAGE, WITHOUT_FRENCH


def shown_groups(offered: Sequence[Treatment]) -> frozenset[Group]:
    """The groups that may be shown: of ten people or more, and such that nothing gives a smaller one away.

    A group is shown beside everybody else, who must be ten or more too.
    """
    sizes: dict[Group, int] = {}
    for each in offered:
        for group in each.groups:
            sizes[group] = sizes.get(group, 0) + 1
    counts: dict[tuple[str, ...], int] = {("all",): len(offered)}
    sums: list[Sum[tuple[str, ...]]] = []
    for group, size in sizes.items():
        counts[group] = size
        counts["others", *group] = len(offered) - size
        sums.append(Sum(("all",), (group, ("others", *group))))
    partitions = (tuple(group for group in sizes if group[0] == dimension) for dimension in _PARTITIONS)
    sums.extend(Sum(("all",), parts) for parts in partitions if parts)
    kept_back = hidden(counts, sums, FEWEST)
    if ("all",) in kept_back:
        return frozenset()
    return frozenset(group for group, size in sizes.items() if group not in kept_back and len(offered) - size >= FEWEST)
