"""Poses a territory's month: officers, chantiers with their demand, rules, pins and what runs, for the engine."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session

from api.services.staffing.demand import accompaniments_of, chantier_demands, formula_of
from api.services.staffing.month import Month
from matching.staffing import Cell, Demand, DemandFormula, Slot, StaffingProblem, slot
from matching.staffing import Chantier as ChantierToStaff
from matching.staffing import Officer as OfficerToSend
from matching.staffing.slots import WORKING_HALF_DAYS
from network_data.repositories import NetworkRepository
from network_data.repositories.need_counts import NeedCounts
from network_data.repositories.staffing import StaffingRepository, in_force
from network_data.tables import Allocation, Chantier, ChantierHours, OfficerAbsence, OfficerPost, Territory


@dataclass(frozen=True, slots=True)
class PosedMonth:
    """A month to solve, and what it takes to speak of it."""

    territory: Territory
    month: Month
    problem: StaffingProblem
    posts: Sequence[OfficerPost]
    chantiers: Sequence[Chantier]
    demands: Mapping[str, Demand]
    formula: DemandFormula
    in_force: Allocation | None


@dataclass(frozen=True, slots=True)
class Poser:
    """Reads what a month is made of; the territory is the asker's to coordinate."""

    session: Session
    staffing: StaffingRepository
    counts: NeedCounts
    on: date

    def pose(self, territory: Territory, month: Month, changes: Mapping[str, Any] | None = None) -> PosedMonth:
        """The month of a territory; ``changes``: what to take otherwise in the formula of demand, this once."""
        staffing, network = self.staffing, NetworkRepository(self.session)
        posts = staffing.posts(territory.slug, month.starts_on, month.ends_on)
        chantiers = [each for each in network.open_chantiers() if each.territory_slug == territory.slug]
        hours = staffing.hours([each.id for each in chantiers])
        terms = staffing.terms(territory.slug)
        formula = formula_of({**(terms.formula if terms else {}), **(changes or {})})
        needs, people = self.counts.of(territory.slug)
        demands = chantier_demands(needs, [each.id for each in chantiers], formula, self.on)
        absences = staffing.absences([each.id for each in posts], month.starts_on, month.ends_on)
        rules = staffing.rules([each.id for each in posts])
        here = {each.id for each in chantiers}
        ruling = in_force(self.session, territory.slug, month.starts_on)
        officers = {each.id for each in posts}
        to_send = tuple(officer_of(each, absences, month, here) for each in posts)
        forbidden = frozenset((each.post_id, each.chantier_id) for each in rules if not each.required)
        accounts = {post.account_id: own for post, own in zip(posts, to_send, strict=True) if post.account_id}
        problem = StaffingProblem(
            officers=to_send,
            chantiers=tuple(_chantier(each.id, people.get(each.id, 0), demands, hours) for each in chantiers),
            weeks=month.weeks,
            required=frozenset((each.post_id, each.chantier_id) for each in rules if each.required) & _all(posts, here),
            forbidden=forbidden & _all(posts, here),
            pins=tuple(
                Cell(slot(each.week, each.half_day), each.post_id, each.chantier_id, each.domain)
                for each in staffing.pins(officers, month.starts_on)
                if each.chantier_id in here and each.week < month.weeks
            ),
            running=tuple(
                cell for cell in running_cells(ruling, month) if cell.officer in officers and cell.chantier in here
            ),
            accompaniments=tuple(
                each
                for each in accompaniments_of(needs, accounts, formula, self.on)
                if (each.officer, each.chantier) not in forbidden
            ),
        )
        return PosedMonth(territory, month, problem, posts, chantiers, demands, formula, ruling)


def running_cells(allocation: Allocation | None, month: Month) -> tuple[Cell, ...]:
    """What an allocation in force gives for a month: its weeks come round again until the next one."""
    if allocation is None or not allocation.weeks:
        return ()
    since = (month.starts_on - allocation.starts_on).days // 7
    return tuple(
        sorted(
            Cell(Slot(week, position), officer, chantier, domain)
            for week in range(month.weeks)
            for own, position, officer, chantier, domain in allocation.cells
            if own == (since + week) % allocation.weeks
        )
    )


def _all(posts: Sequence[OfficerPost], chantiers: set[str]) -> frozenset[tuple[str, str]]:
    return frozenset((post.id, chantier) for post in posts for chantier in chantiers)


def officer_of(post: OfficerPost, absences: Sequence[OfficerAbsence], month: Month, here: set[str]) -> OfficerToSend:
    """A post as the engine knows it; ``here``: the chantiers of the territory."""
    away = {each for one in absences if one.post_id == post.id for each in month.between(one.since, one.until)}
    in_post = set(month.between(post.since, post.until or month.ends_on))
    away |= set(month.between(month.starts_on, month.ends_on)) - in_post
    return OfficerToSend(
        id=post.id,
        skills=post.skills,
        half_days=post.half_days,
        field_share=post.field_share,
        works=tuple(post.works),
        away=frozenset(away),
        reaches=None if post.reaches is None else frozenset(post.reaches) & here,
        most_sites=post.most_sites,
    )


def _chantier(
    chantier_id: str, people: int, demands: Mapping[str, Demand], hours: Mapping[str, ChantierHours]
) -> ChantierToStaff:
    own = hours.get(chantier_id)
    return ChantierToStaff(
        id=chantier_id,
        people=people,
        demand=dict(demands[chantier_id].half_days),
        opening=tuple(own.half_days) if own else WORKING_HALF_DAYS,
        room=own.room if own else 1,
    )
