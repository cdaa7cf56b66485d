"""What is to be looked at in a follow-up, found again from the text alone: day by day, pair by pair, nothing shared."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from network_data.concertation import Following
from network_data.vocabulary import BARRIERS, PREREQUISITES

Told = tuple[str, tuple[str, ...], tuple[int, ...], tuple[str, ...], str | None, str | None, int | None]
"""Code, barriers, référents, referrals, partner, what comes first, days."""


def told(following: Following, today: date) -> set[Told]:
    """Every flag as plain values."""
    return {*_of_people(following, today), *_of_needs(following, today), *_of_partners(following, today)}


def _there(referent: object, day: date) -> bool:
    """Whether a référent follows on a day, by walking over their days from ten years ago on."""
    since, until = getattr(referent, "since"), getattr(referent, "until")  # noqa: B009 - read as plain facts
    started = since is None or (day - since).days >= 0
    ended = until is not None and (day - until).days > 0
    return started and not ended


def _of_people(following: Following, today: date) -> Iterator[Told]:
    here = [each for each in following.referents if _there(each, today)]
    if not following.accompanied or not [each for each in here if each.barrier is None]:
        yield ("no-referent", (), (), (), None, None, None)
    for each in here:
        about = () if each.barrier is None else (each.barrier,)
        if not each.inside:
            days = 0
            while days < 5000 and today - timedelta(days=days) not in (each.since, each.news_on):
                days += 1
            if days >= 60:
                yield ("silent-referent", about, (each.id,), (), None, None, days if days < 5000 else None)
        ahead = [day for day in range(31) if each.until == today + timedelta(days=day)]
        for day in ahead:
            after = today + timedelta(days=day + 1)
            if not [other for other in following.referents if other.barrier == each.barrier and _there(other, after)]:
                yield ("leaving-referent", about, (each.id,), (), None, None, day)


def _of_needs(following: Following, today: date) -> Iterator[Told]:
    for need in following.needs:
        code = need.barrier
        there = [each.id for each in following.referents if each.barrier == code and _there(each, today)]
        going = [each for each in following.referrals if each.is_open and code in each.barriers]
        age = (today - need.assessed_on).days
        if need.severity == 3 and not there and not going and code not in following.worked_on:
            yield ("severe-alone", (code,), (), (), None, None, age)
        if _six_months_after(need.assessed_on) < today:
            yield ("stale-need", (code,), (), (), None, None, age)
        if not BARRIERS[code].parallel_routes:
            if len(there) >= 2:
                yield ("two-referents", (code,), tuple(sorted(there)), (), None, None, None)
            open_ones = [each for each in going if not each.is_dossier]
            if len([each for each in open_ones if not each.alongside]) >= 2:
                yield ("two-referrals", (code,), (), tuple(sorted(each.id for each in open_ones)), None, None, None)
        for edge in PREREQUISITES:
            if edge.after == code and edge.strength == "bloquant":
                yield from _blocked(following, today, code, edge.before, edge.equivalent_papers)


def _blocked(following: Following, today: date, code: str, before: str, papers: tuple[str, ...]) -> Iterator[Told]:
    sent = sorted(each.id for each in following.referrals if each.is_open and each.asked and code in each.barriers)
    carried = before in [need.barrier for need in following.needs]
    worked_on = [each for each in following.referents if each.barrier == before and _there(each, today)]
    worked_on_elsewhere = [each for each in following.referrals if each.is_open and before in each.barriers]
    held = [paper for paper in papers if paper in following.papers]
    if sent and carried and not worked_on and not worked_on_elsewhere and not held:
        yield ("wrong-order", (code,), (), tuple(sent), None, before, None)
    planned = sorted((step.due_on, step.prepares) for step in following.steps if step.barrier == code)
    first = sorted(step.due_on for step in following.steps if step.barrier == before)
    early = [day for day, prepares in planned if not prepares and first and not [each for each in first if each <= day]]
    if carried and not held and early:
        yield ("steps-reversed", (code,), (), (), None, before, None)


def _of_partners(following: Following, today: date) -> Iterator[Told]:
    for partner in {each.partner_id for each in following.referrals}:
        recent = [
            each
            for each in following.referrals
            if each.partner_id == partner and each.asked and each.created_on >= today - timedelta(days=365)
        ]
        if len(recent) >= 3:
            barriers = tuple(sorted({code for each in recent for code in each.barriers}))
            yield ("partner-thrice", barriers, (), tuple(sorted(each.id for each in recent)), partner, None, None)


def _six_months_after(day: date) -> date:
    month = day.month + 6
    year, month = day.year + (month > 12), (month - 1) % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
