"""Arranges someone's months for the picture and its table: needs, referrals, appointments, contacts."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from markupsafe import Markup

from api.web.language import page_wording
from api.web.pictures.timeline import Bar, Dot, Lane, Mark, Months, Tick, timeline_picture
from api.web.referrals.journal import contact_words, event_words
from api.web.referrals.state_words import state_label
from network_data.civil_time import day_of
from network_data.repositories.contacts import ReadContact
from network_data.repositories.referrals import ReferralFile
from network_data.tables import Need, NeedState, ReferralEvent
from network_data.vocabulary import BARRIERS, REFERRAL_STATES, ReferralState

LEAST = timedelta(days=60)
"""The picture shows two months at least."""
MOST = timedelta(days=540)
"""And a year and a half at most: what is older stands at its edge, and in the table."""
MARGIN = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of the table: a day, what happened, about which barriers."""

    on: date
    what: str
    barriers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The picture, and the same in lines, the latest first."""

    picture: Markup
    moments: tuple[Moment, ...]


def timeline(
    needs: Sequence[Need],
    files: Sequence[ReferralFile],
    contacts: Sequence[ReadContact],
    called: Callable[[ReferralFile], str],
    today: date,
) -> Timeline | None:
    """Her months; None when nothing has happened yet. ``called``: the name of whom a referral is to."""
    moments = sorted(_moments(needs, files, contacts, called), key=lambda each: each.on, reverse=True)
    if not files and not contacts:
        return None
    first = min(each.on for each in moments)
    last = max(each.on for each in moments)
    start = max(min(first - MARGIN, today - LEAST), today - MOST)
    months = Months(start, max(last + MARGIN, today + MARGIN))
    lanes = list(_lanes(needs, files, called, today))
    ticks = [Tick(day_of(each.contact.at), each.contact.reached) for each in contacts]
    return Timeline(timeline_picture(lanes, ticks, months, today), tuple(moments))


def _moments(
    needs: Sequence[Need],
    files: Sequence[ReferralFile],
    contacts: Sequence[ReadContact],
    called: Callable[[ReferralFile], str],
) -> Iterator[Moment]:
    for need in needs:
        words = "Frein évalué" if need.state is NeedState.OPEN else _CLOSED[need.state]
        yield Moment(need.assessed_on, words, (need.barrier,))
    for file in files:
        barriers = tuple(file.referral.barriers)
        for event in _standing(file):
            what = f"{called(file)} : {event_words(event, file.course.kind)}"
            yield Moment(day_of(event.at), what, barriers)
            appointment = _appointment(event)
            if appointment:
                yield Moment(appointment, f"{called(file)} : jour du rendez-vous", barriers)
    for read in contacts:
        yield Moment(day_of(read.contact.at), contact_words(read.contact), ())


_CLOSED = {NeedState.LIFTED: "Frein levé", NeedState.SET_ASIDE: "Frein mis de côté"}


def _lanes(
    needs: Sequence[Need], files: Sequence[ReferralFile], called: Callable[[ReferralFile], str], today: date
) -> Iterator[Lane]:
    """A lane for each barrier, those that a referral is about first, then in the order of the needs."""
    wording = page_wording()
    known = {need.barrier: need for need in needs}
    about = [code for file in reversed(files) for code in file.referral.barriers]
    for code in sorted(dict.fromkeys((*known, *about)), key=lambda code: code not in about):
        need = known.get(code)
        bars = [_bar(file, called, today) for file in reversed(files) if code in file.referral.barriers]
        if bars or (need is not None and need.state is not NeedState.SET_ASIDE):
            yield Lane(
                wording.short_barrier(code),
                BARRIERS[code].domain.value,
                _note(need, bars),
                tuple(bars),
                _carried(need, bars, today),
            )


def _note(need: Need | None, bars: Sequence[Bar]) -> str:
    if need is not None and need.state is NeedState.LIFTED:
        return f"levé le {page_wording().exact_day(need.assessed_on)}"
    return "" if bars else "aucune orientation"


def _carried(need: Need | None, bars: Sequence[Bar], today: date) -> tuple[date, date]:
    """From when to when the barrier is known to have been carried: an assessment says since when, or until when."""
    starts = [bar.start for bar in bars]
    if need is None or need.state is NeedState.SET_ASIDE:
        return min(starts), max(bar.end for bar in bars)
    if need.state is NeedState.LIFTED:
        return min([*starts, need.assessed_on]), need.assessed_on
    return min([*starts, need.assessed_on]), today


def _bar(file: ReferralFile, called: Callable[[ReferralFile], str], today: date) -> Bar:
    course = file.course
    over = REFERRAL_STATES[course.state].ended
    label = state_label(course.state, course.kind)
    return Bar(
        start=day_of(file.events[0].at),
        end=day_of(course.since) if over else today,
        words=f"{label[:1].upper()}{label[1:]} : {called(file)}",
        over=over,
        marks=tuple(_marks(file)),
    )


def _marks(file: ReferralFile) -> Iterator[Mark]:
    for event in _standing(file):
        day = day_of(event.at)
        if event.to_state is ReferralState.MISSED:
            yield Mark(day, Dot.MISSED)
        elif event.to_state is ReferralState.COMPLETED:
            yield Mark(day, Dot.DONE)
        else:
            appointment = _appointment(event)
            if appointment:
                yield Mark(appointment, Dot.APPOINTMENT)


def _standing(file: ReferralFile) -> list[ReferralEvent]:
    """The steps that stand, without those undone."""
    numbers = {event.number for event in file.course.standing}
    return [event for event in file.events if event.number in numbers]


def _appointment(event: ReferralEvent) -> date | None:
    said = event.details.get("scheduled_at")
    return day_of(datetime.fromisoformat(said)) if said else None
