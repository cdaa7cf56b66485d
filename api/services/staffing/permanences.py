"""What the teams see of the months published to them: who comes when, and the calendars one may subscribe to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from sqlmodel import Session

from api.errors import ForbiddenError, NotFoundError
from api.i18n import say, translations
from api.services.calendars import Entry, calendar, half_day
from api.wording.speech import Speech
from api.wording.staffing import domain_name
from network_data.asker import Asker, Role
from network_data.repositories import NetworkRepository
from network_data.repositories.published_weeks import HeldHalfDay, PublishedWeeks
from network_data.repositories.staffing import feed_owner, in_force
from network_data.tables import Chantier, ChantierHours, OfficerPost
from network_data.trail import Event, Recorder

WEEKS = 4
"""Shown on the page, from this week on."""
BEFORE, AFTER = timedelta(weeks=4), timedelta(weeks=13)
"""What a calendar holds around today."""
_SEEING = (Role.ADVISOR, Role.DIRECTION, Role.SUPERVISOR)


@dataclass(frozen=True, slots=True)
class Diary:
    """The half-days of one officer or of one chantier, and where its calendar is (``feed``: empty where there is none).

    ``may_renew``: whether the reader may give it another address.
    """

    key: str
    name: str
    word: str
    feed: str
    may_renew: bool
    weeks: Sequence[tuple[date, Sequence[tuple[HeldHalfDay, str]]]]


class Permanences:
    """The diaries of ``asker`` on the day ``today``, within one transaction."""

    def __init__(self, asker: Asker, session: Session, now: datetime, today: date, recorder: Recorder) -> None:
        self._asker = asker
        self._session = session
        self._now = now
        self._today = today
        self._recorder = recorder
        self._weeks = PublishedWeeks(session)
        self._network = NetworkRepository(session)

    def diaries(self) -> list[Diary]:
        """Those of one's own post, of one's chantiers, and all those of a territory that one coordinates.

        Raises:
            ForbiddenError: the asker is of no team.
        """
        roles = (*_SEEING, Role.OFFICER, Role.COORDINATOR)
        if not self._asker.holds(*roles):
            raise ForbiddenError(say("Cette page est pour les équipes des chantiers et les chargés de partenariat."))
        posts = [self._of_post(each) for each in self._own_posts()]
        return posts + [self._of_chantier(each) for each in self._own_chantiers()]

    def change_address(self, key: str, *, closes: bool) -> None:
        """Gives a calendar another address, or none: the one before it opens nothing from then on.

        Raises:
            NotFoundError: there is no such calendar, or it is not the asker's to change.
        """
        kind, _, own = key.partition(":")
        found: OfficerPost | ChantierHours | None = None
        if kind == "poste":
            found = next((each for each in self._own_posts() if each.id == own), None)
        elif any(each.id == own and self._may_renew(each) for each in self._own_chantiers()):
            found = self._weeks.hours(own)
        if found is None:
            raise NotFoundError(say("Cet agenda n’existe pas, ou n’est pas le vôtre."))
        details = {"calendar": key, "open": "no" if closes else "yes"}
        self._recorder.record(
            Event(self._asker.id, "calendar.renew", (), self._asker.address, details=details), self._now
        )
        change = self._weeks.close if closes else self._weeks.renew
        change(found)

    def _own_posts(self) -> list[OfficerPost]:
        territories = (*self._asker.territories(Role.COORDINATOR), *self._asker.territories(Role.OFFICER))
        coordinated = self._asker.territories(Role.COORDINATOR)
        held = self._weeks.posts(territories, self._today)
        return [each for each in held if each.account_id == self._asker.id or each.territory_slug in coordinated]

    def _own_chantiers(self) -> list[Chantier]:
        own = {chantier for role in _SEEING for chantier in self._asker.chantiers(role)}
        coordinated = self._asker.territories(Role.COORDINATOR)
        known = self._network.chantiers()
        return [each for each in known if each.id in own or each.territory_slug in coordinated]

    def _may_renew(self, chantier: Chantier) -> bool:
        coordinated = self._asker.territories(Role.COORDINATOR)
        return chantier.territory_slug in coordinated or chantier.id in self._asker.chantiers(Role.ADVISOR)

    def _of_post(self, post: OfficerPost) -> Diary:
        names = self._weeks.chantiers(post.territory_slug)
        held = [each for each in self._held(post.territory_slug) if each.post_id == post.id]
        return Diary(
            key=f"poste:{post.id}",
            name=post.name,
            word=self._word(post.territory_slug),
            feed=post.feed,
            may_renew=True,
            weeks=self._by_week([(each, names.get(each.chantier_id, "")) for each in held]),
        )

    def _of_chantier(self, chantier: Chantier) -> Diary:
        posts = {each.id: each.name for each in self._weeks.posts([chantier.territory_slug], self._today)}
        held = [each for each in self._held(chantier.territory_slug) if each.chantier_id == chantier.id]
        hours = self._weeks.hours(chantier.id)
        return Diary(
            key=f"chantier:{chantier.id}",
            name=chantier.name,
            word=self._word(chantier.territory_slug),
            feed=hours.feed if hours else "",
            may_renew=hours is not None and self._may_renew(chantier),
            weeks=self._by_week([(each, posts.get(each.post_id, "")) for each in held]),
        )

    def _word(self, territory: str) -> str:
        ruling = in_force(self._session, territory, self._today)
        return ruling.word if ruling else ""

    def _by_week(self, told: Sequence[tuple[HeldHalfDay, str]]) -> list[tuple[date, Sequence[tuple[HeldHalfDay, str]]]]:
        found = {monday: list(week) for monday, week in groupby(told, lambda each: _monday(each[0].day))}
        mondays = [_monday(self._today) + timedelta(weeks=each) for each in range(WEEKS)]
        return [(monday, found.get(monday, [])) for monday in mondays]

    def _held(self, territory: str) -> list[HeldHalfDay]:
        first = _monday(self._today)
        return self._weeks.between(territory, first, first + timedelta(weeks=WEEKS, days=-1))


def published_calendar(session: Session, feed: str, today: date) -> bytes | None:
    """The calendar at an address; None where there is none, or no more."""
    post, chantier = feed_owner(session, feed)
    weeks = PublishedWeeks(session)
    if post and (post.until is None or post.until >= today):
        names = weeks.chantiers(post.territory_slug)
        held = _around(weeks, post.territory_slug, today)
        return calendar(post.name, [_entry(each, names) for each in held if each.post_id == post.id])
    if chantier and (chantier.closed_on is None or chantier.closed_on > today):
        posts = {each.id: each.name for each in weeks.posts([chantier.territory_slug], today)}
        held = _around(weeks, chantier.territory_slug, today)
        return calendar(chantier.name, [_entry(each, posts) for each in held if each.chantier_id == chantier.id])
    return None


def _around(weeks: PublishedWeeks, territory: str, today: date) -> list[HeldHalfDay]:
    return weeks.between(territory, _monday(today) - BEFORE, _monday(today) + AFTER)


def _entry(held: HeldHalfDay, names: Mapping[str, str]) -> Entry:
    """A half-day where ``names`` gives whatever the calendar's owner is not: the chantier, or the officer."""
    other = names.get(held.chantier_id) or names.get(held.post_id) or ""
    summary = f"{other} ({_domain(held.domain)})"
    key = f"{held.post_id} {held.day} {held.afternoon}"
    return half_day(key, held.day, afternoon=held.afternoon, summary=summary, changed_at=held.published_at)


def _domain(code: str) -> str:
    return domain_name(Speech(translations("fr")), code).lower()


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
