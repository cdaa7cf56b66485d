"""What a coordinator sets of a territory's posts: contracts, absences, whom they may see, when chantiers receive."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from secrets import token_hex
from typing import Any

from sqlmodel import Session, col, delete, select

from network_data.asker import Asker
from network_data.tables import ChantierHours, OfficerAbsence, OfficerPost, PairRule, StaffingTerms
from network_data.trail import Event, Recorder


class StaffingSetup:
    """Writes on behalf of ``asker``, who coordinates the territory: the caller has made sure of it."""

    def __init__(self, asker: Asker, session: Session, now: datetime, trail: Recorder) -> None:
        self._asker = asker
        self._session = session
        self._now = now
        self._trail = trail

    def all_posts(self, territory_slug: str) -> list[OfficerPost]:
        """Every post that there was or will be, by name."""
        query = select(OfficerPost).where(OfficerPost.territory_slug == territory_slug)
        return list(self._session.exec(query.order_by(col(OfficerPost.name), col(OfficerPost.id))))

    def post(self, territory_slug: str, post_id: str) -> OfficerPost | None:
        """A post of the territory."""
        found = self._session.get(OfficerPost, post_id)
        return found if found is not None and found.territory_slug == territory_slug else None

    def absences(self, post_ids: Iterable[str], since: date) -> list[OfficerAbsence]:
        """Absences that are not over, the next first."""
        query = select(OfficerAbsence).where(
            col(OfficerAbsence.post_id).in_(sorted(post_ids)), OfficerAbsence.until >= since
        )
        return list(self._session.exec(query.order_by(col(OfficerAbsence.since), col(OfficerAbsence.id))))

    def save_post(self, post: OfficerPost) -> None:
        """Keeps a post as it is now."""
        self._leave_trace("staffing.post", post=post.id)
        self._session.add(post)
        self._session.flush()

    def change_absences(self, post: OfficerPost, over: Iterable[int], new: tuple[date, date] | None) -> None:
        """Takes absences of a post back, and notes another one."""
        gone = sorted(over)
        if not gone and new is None:
            return
        self._leave_trace("staffing.absence", post=post.id)
        self._session.exec(
            delete(OfficerAbsence).where(col(OfficerAbsence.post_id) == post.id, col(OfficerAbsence.id).in_(gone))
        )
        if new is not None:
            self._session.add(OfficerAbsence(post_id=post.id, since=new[0], until=new[1]))
        self._session.flush()

    def set_rules(self, post: OfficerPost, rules: Mapping[str, bool]) -> None:
        """The chantiers to which a post must (True) or must not (False) go, in place of what was said before."""
        before = select(PairRule).where(PairRule.post_id == post.id)
        if {each.chantier_id: each.required for each in self._session.exec(before)} == dict(rules):
            return
        self._leave_trace("staffing.rules", post=post.id)
        self._session.exec(delete(PairRule).where(col(PairRule.post_id) == post.id))
        self._session.add_all(
            PairRule(post_id=post.id, chantier_id=chantier, required=required)
            for chantier, required in sorted(rules.items())
        )
        self._session.flush()

    def set_hours(self, chantier_id: str, half_days: list[str], room: int) -> None:
        """When a chantier receives officers, and how many at once."""
        self._leave_trace("staffing.hours", chantier=chantier_id)
        hours = self._session.get(ChantierHours, chantier_id) or ChantierHours(chantier_id=chantier_id)
        hours.half_days, hours.room = half_days, room
        self._session.add(hours)
        self._session.flush()

    def set_formula(self, territory_slug: str, formula: dict[str, Any]) -> None:
        """The formula of demand of a territory; nothing in it: the default one."""
        self._leave_trace("staffing.formula", territory=territory_slug)
        terms = self._session.get(StaffingTerms, territory_slug) or StaffingTerms(territory_slug=territory_slug)
        terms.formula = formula
        self._session.add(terms)
        self._session.flush()

    def _leave_trace(self, action: str, **details: str) -> None:
        self._trail.record(Event(self._asker.id, action, (), self._asker.address, details=details), self._now)


def new_post_id() -> str:
    """The id of a new post."""
    return f"poste-{token_hex(6)}"
