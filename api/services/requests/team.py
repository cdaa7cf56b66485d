"""The officers of a territory today: who is here, what each has, and who a new request goes to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlmodel import Session

from api.services.staffing.demand import DOMAIN_OF_TEAM
from api.services.staffing.month import Month
from api.services.staffing.posing import officer_of, running_cells
from matching.staffing import RequestToShare, Share, StaffingProblem, share_request, transfer
from network_data.asker import Asker, Position, Role
from network_data.repositories import NetworkRepository
from network_data.repositories.accounts import AccountRepository
from network_data.repositories.staffing import StaffingRepository, in_force
from network_data.tables import Account, OfficerAbsence, OfficerPost
from network_data.trail import Recorder
from network_data.vocabulary import BARRIERS

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Officer:
    """An officer of the team; ``away_until``: the last day of an absence that runs today."""

    account: Account
    post: OfficerPost | None
    away_until: date | None

    @property
    def id(self) -> str:
        """The account's."""
        return self.account.id

    @property
    def name(self) -> str:
        """As colleagues call them."""
        return self.account.name


@dataclass(frozen=True, slots=True)
class ToShare:
    """A request that somebody is to get; ``known_to``: the accounts to which the person is entrusted already."""

    chantier_id: str
    barrier: str
    known_to: frozenset[str] = frozenset()


class Team:
    """The officers of one territory on a day, for ``asker``, whoever asks them or is one of them."""

    def __init__(self, asker: Asker, session: Session, now: datetime, trail: Recorder, territory_slug: str) -> None:
        self._session = session
        self._territory = territory_slug
        self._today = today = now.date()
        staffing = StaffingRepository(asker, session, now, trail)
        # On a Saturday one shares for the week that comes.
        self._from = today if today.weekday() < _SATURDAY else today + timedelta(days=7 - today.weekday())
        self._month = Month.around(self._from)
        posts = staffing.posts(territory_slug, self._month.starts_on, self._month.ends_on)
        absences = staffing.absences([each.id for each in posts], self._month.starts_on, self._month.ends_on)
        held = {each.account_id: each for each in posts if each.account_id}
        accounts = AccountRepository(session, now).holders(Position(Role.OFFICER, territory=territory_slug))
        self.officers = tuple(_officer(each, held.get(each.id), absences, today) for each in accounts)
        self._problem = self._posed([held[each.id] for each in accounts if each.id in held], absences)
        self._accounts = {post.id: account for account, post in held.items() if account}
        self._posts = {account: post for post, account in self._accounts.items()}

    def officer(self, account_id: str | None) -> Officer | None:
        """One of the team, by account; None for anyone else, or who is no longer of it."""
        return next((each for each in self.officers if each.id == account_id), None)

    def shares(self, request: ToShare, loads: Mapping[str, int]) -> tuple[Share, ...]:
        """Every officer who holds a post for the request, by account: the best first; ``loads`` by account."""
        found = share_request(self._problem, self._asked(request), self._held(loads))
        return tuple(replace(share, officer=self._accounts[share.officer]) for share in found)

    def best(self, request: ToShare, loads: Mapping[str, int]) -> Share | None:
        """Who a new request goes to; None where it waits in the common queue."""
        return next((share for share in self.shares(request, loads) if share.able), None)

    def handed_over(
        self, requests: Sequence[ToShare], giver: str, loads: Mapping[str, int]
    ) -> tuple[Share | None, ...]:
        """Who takes each request of ``giver``, one by one so that nobody is overfilled."""
        asked = [self._asked(each) for each in requests]
        found = transfer(self._problem, asked, self._posts.get(giver, ""), self._held(loads))
        return tuple(share and replace(share, officer=self._accounts[share.officer]) for _, share in found)

    def _asked(self, request: ToShare) -> RequestToShare:
        domain = DOMAIN_OF_TEAM[BARRIERS[request.barrier].convergence_team]
        known = frozenset(self._posts[each] for each in request.known_to if each in self._posts)
        return RequestToShare(request.chantier_id, domain, known_to=known)

    def _held(self, loads: Mapping[str, int]) -> dict[str, int]:
        return {post: loads.get(account, 0) for post, account in self._accounts.items()}

    def _posed(self, posts: Sequence[OfficerPost], absences: Sequence[OfficerAbsence]) -> StaffingProblem:
        """The month from this week on, as far as the share goes by it: who is there, who goes where."""
        month, known = self._month, {each.id for each in posts}
        past = frozenset(month.between(month.starts_on, self._from - timedelta(days=1)))
        here = {each.id for each in NetworkRepository(self._session).open_chantiers()}
        officers = (officer_of(each, absences, month, here) for each in posts)
        running = running_cells(in_force(self._session, self._territory, self._today), month)
        return StaffingProblem(
            officers=tuple(replace(each, away=each.away | past) for each in officers),
            chantiers=(),
            weeks=month.weeks,
            running=tuple(cell for cell in running if cell.officer in known),
        )


def _officer(account: Account, post: OfficerPost | None, absences: Iterable[OfficerAbsence], today: date) -> Officer:
    away = [each.until for each in absences if post and each.post_id == post.id and each.since <= today <= each.until]
    return Officer(account, post, max(away, default=None))
