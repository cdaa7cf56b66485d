"""Opens people's files to others, and closes them: standing in, handing over, entrusting, opening for a reason."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from api.errors import ForbiddenError, NotFoundError
from api.i18n import Message, say
from network_data.asker import Asker, Position, Role
from network_data.repositories import NetworkRepository, PeopleRepository, PersonFile
from network_data.repositories.accounts import AccountRepository
from network_data.repositories.grants import GrantRepository
from network_data.tables import Account, Grant, GrantKind

OPENED_FOR = timedelta(hours=4)
HANDED_OVER_DAYS = 30
MOST_DAYS = 366
LEAST_REASON = 10
"""Fewer characters than this explain nothing to whoever reads the trail."""


class RefusedGrantError(Exception):
    """What was asked cannot be given; ``problem`` says what to correct."""

    def __init__(self, problem: Message) -> None:
        super().__init__(problem.text)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Trust:
    """What is entrusted to an officer: these barriers, until a day, with or without a first name and a telephone."""

    to: str
    barriers: Collection[str]
    until: date
    identity_agreed: bool


@dataclass(frozen=True, slots=True)
class Granting:
    """What ``asker`` may give to others, and take for themselves, at ``now``."""

    asker: Asker
    people: PeopleRepository
    grants: GrantRepository
    accounts: AccountRepository
    network: NetworkRepository
    now: datetime

    def accompanies(self, file: PersonFile) -> bool:
        """Whether the person is the asker's own to accompany, and so to share."""
        return any(grant.kind is GrantKind.ACCOMPANIES for grant in self._mine(file.person.id))

    def colleagues(self, file: PersonFile) -> Sequence[Account]:
        """The other advisors of the person's chantier."""
        found = self.accounts.holders(Position(Role.ADVISOR, chantier=file.person.chantier_id))
        return [account for account in found if account.id != self.asker.id]

    def officers(self, file: PersonFile) -> Sequence[Account]:
        """The officers of the person's territory."""
        chantier = self.network.chantier(file.person.chantier_id)
        return self.accounts.holders(Position(Role.OFFICER, territory=chantier.territory_slug)) if chantier else ()

    def open_for_a_reason(self, person_id: str, reason: str) -> None:
        """Opens, for a few hours, the file of someone whom a colleague of the same chantier accompanies.

        Raises:
            NotFoundError: they do not exist, or are of another chantier.
            RefusedGrantError: the reason says nothing.
        """
        if self.people.chantier_of_colleague(person_id) is None:
            raise NotFoundError(say("Cette personne n’existe pas, ou n’est pas accompagnée dans votre chantier."))
        stated = " ".join(reason.split())
        if len(stated) < LEAST_REASON:
            raise RefusedGrantError(say("Dites pourquoi en quelques mots : cette raison sera relue."))
        grant = self._grant(self.asker.id, person_id, GrantKind.OPENED, self.now + OPENED_FOR)
        grant.reason = stated
        self._replace(grant)

    def accompany(self, file: PersonFile, to: str) -> None:
        """From now on ``to`` accompanies the person: at the machine, for someone whom nobody accompanies.

        Raises:
            ForbiddenError: the asker is not at the machine.
            RefusedGrantError: ``to`` is no advisor of the chantier.
        """
        if not self.asker.holds(Role.LOCAL):
            raise ForbiddenError(say("Seule la personne qui accompagne peut ouvrir ce dossier à d’autres."))
        self._require_among(to, self.colleagues(file))
        self.grants.end(self._held_by(to, file.person.id))
        self.grants.give(self._grant(to, file.person.id, GrantKind.ACCOMPANIES))

    def hand_over(self, file: PersonFile, to: str, days: int = HANDED_OVER_DAYS) -> None:
        """From now on ``to`` accompanies the person; the asker keeps an access for some days.

        Raises:
            ForbiddenError: the asker does not accompany the person.
            RefusedGrantError: ``to`` is no advisor of the chantier, or it lasts too long.
        """
        self._require_own(file)
        self._require_among(to, self.colleagues(file))
        if not 0 <= days <= MOST_DAYS:
            raise RefusedGrantError(say("Choisissez un nombre de jours entre 0 et 366."))
        own = [grant for grant in self._mine(file.person.id) if grant.kind is GrantKind.ACCOMPANIES]
        self.grants.end(own)
        self.grants.end(self._held_by(to, file.person.id))
        self.grants.give(self._grant(to, file.person.id, GrantKind.ACCOMPANIES))
        if days:
            until = self.now + timedelta(days=days)
            self.grants.give(self._grant(self.asker.id, file.person.id, GrantKind.HANDS_OVER, until))

    def stand_in(self, file: PersonFile, to: str, until: date) -> None:
        """A colleague stands in for the asker until the end of a day.

        Raises:
            ForbiddenError: the asker does not accompany the person.
            RefusedGrantError: ``to`` is no advisor of the chantier, or the day does not suit.
        """
        self._require_own(file)
        self._require_among(to, self.colleagues(file))
        self._replace(self._grant(to, file.person.id, GrantKind.STANDS_IN, self._end_of(until)))

    def entrust(self, file: PersonFile, trust: Trust) -> None:
        """Opens some barriers to an officer until the end of a day.

        Raises:
            ForbiddenError: the asker does not accompany the person.
            RefusedGrantError: no officer of the territory, no barrier of the person, or a day that does not suit.
        """
        self._require_own(file)
        self._require_among(trust.to, self.officers(file))
        barriers = [need.barrier for need in file.needs if need.barrier in trust.barriers]
        if not barriers or len(barriers) != len(set(trust.barriers)):
            raise RefusedGrantError(say("Choisissez au moins un des freins de la personne."))
        grant = self._grant(trust.to, file.person.id, GrantKind.ENTRUSTED, self._end_of(trust.until))
        grant.barriers, grant.identity_agreed = barriers, trust.identity_agreed
        self._replace(grant)

    def take_back(self, file: PersonFile, grant_id: int) -> None:
        """Ends at once what someone else was given on a person whom the asker accompanies.

        Raises:
            ForbiddenError: the asker does not accompany the person.
            NotFoundError: nobody was given this on them.
        """
        self._require_own(file)
        found = [grant for grant, _ in self.grants.on_person(file.person.id) if grant.id == grant_id]
        if not found or found[0].kind is GrantKind.ACCOMPANIES:
            raise NotFoundError(say("Cet accès n’existe pas, ou il a déjà pris fin."))
        self.grants.end(found)

    def _mine(self, person_id: str) -> Sequence[Grant]:
        return self.grants.mine([person_id]).get(person_id, ())

    def _held_by(self, account_id: str, person_id: str, *kinds: GrantKind) -> list[Grant]:
        held = (grant for grant in self.grants.of_account(account_id) if grant.person_id == person_id)
        return [grant for grant in held if not kinds or grant.kind in kinds]

    def _replace(self, grant: Grant) -> None:
        """Gives ``grant`` in place of any of the same kind that still runs."""
        self.grants.end(self._held_by(grant.account_id, grant.person_id, grant.kind))
        self.grants.give(grant)

    def _require_own(self, file: PersonFile) -> None:
        if not self.accompanies(file):
            raise ForbiddenError(say("Seule la personne qui accompagne peut ouvrir ce dossier à d’autres."))

    @staticmethod
    def _require_among(account_id: str, allowed: Sequence[Account]) -> None:
        if account_id not in {account.id for account in allowed}:
            raise RefusedGrantError(say("Choisissez quelqu’un dans la liste."))

    def _end_of(self, day: date) -> datetime:
        """The moment after the last of ``day``, which must come soon enough."""
        end = datetime.combine(day + timedelta(days=1), time(), UTC)
        if not self.now < end <= self.now + timedelta(days=MOST_DAYS):
            raise RefusedGrantError(say("Choisissez un jour à venir, dans l’année."))
        return end

    def _grant(self, to: str, person_id: str, kind: GrantKind, until: datetime | None = None) -> Grant:
        return Grant(account_id=to, person_id=person_id, kind=kind, since=self.now, until=until)
