"""Arranges the week of an advisor in four bands: what ends, appointments, calls to make, people without news."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from api.services.calling import TO_PARTNER, TO_PERSON
from network_data.civil_time import day_of, local_time
from network_data.concertation.papers import PaperEnd, Stage
from network_data.repositories import NetworkRepository, PersonFile
from network_data.repositories.reminders import Told
from network_data.repositories.steps import SeenStep
from network_data.repositories.week import Expected, LastHeard
from network_data.tables import HeldPaper, News, NewsOutcome, Partner, Referral, Service, StepKind

PAPERS_THAT_END = (
    "contrat-cddi",
    "pass-iae",
    "titre-de-sejour",
    "recepisse",
    "autorisation-de-travail",
    "css",
    "rqth",
    "numero-unique-dls",
)
"""Those whose end takes something from the person: a job, the right to stay, care, a place in a queue."""
BEHIND = timedelta(days=60)
"""How long one that has ended still shows."""
QUIET_AFTER = timedelta(days=30)
"""Without news for so long, somebody is worth a call."""
_WEEK = 7


class CallAbout(StrEnum):
    """What a call is about."""

    REMINDER = "reminder"
    STEP = "step"


@dataclass(frozen=True, slots=True)
class Ending:
    """A paper and its last day, or a step and the day it is to be done by; ``late``: to renew it now is late."""

    person_id: str
    on: date
    paper: str | None = None
    requested: bool = False
    late: bool = False
    step: SeenStep | None = None


@dataclass(frozen=True, slots=True)
class PapersFor:
    """Papers asked for that somebody does not hold that day: those known to be missing, those nobody knows of."""

    missing: tuple[str, ...]
    to_check: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Meeting:
    """An appointment of a person, or a step beside them at an hour; ``hour`` as ``14:30``.

    ``going``: the steps that say who goes along.
    """

    person_id: str
    on: date
    hour: str | None
    papers: PapersFor
    referral: Referral | None = None
    service: Service | None = None
    partner: Partner | None = None
    step: SeenStep | None = None
    going: tuple[SeenStep, ...] = ()


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody to call about a person: the partner of a referral, or the person (``to_person``)."""

    about: CallAbout
    id: str
    person_id: str
    since: date | None
    clock: str | None = None
    step: SeenStep | None = None
    barriers: tuple[str, ...] = ()
    to_person: bool = False
    service: Service | None = None
    partner: Partner | None = None
    tried_on: date | None = None

    @property
    def phone(self) -> str | None:
        """The partner's number, the service's own first."""
        return next((place.phone for place in (self.service, self.partner) if place and place.phone), None)


@dataclass(frozen=True, slots=True)
class Quiet:
    """Somebody of whom nothing was heard: since when (None: nothing was ever noted), and the last try since."""

    person_id: str
    since: date | None
    tried_on: date | None


@dataclass(frozen=True, slots=True)
class Calls:
    """Those to make now, and how many were put off."""

    now: tuple[Call, ...]
    later: int


def first_day(today: date) -> date:
    """The Monday of the week of ``today``."""
    return today - timedelta(days=today.weekday())


def last_day(today: date) -> date:
    """The Sunday of the week after."""
    return first_day(today) + timedelta(days=2 * _WEEK - 1)


def endings(files: Iterable[PersonFile], steps: Iterable[SeenStep], today: date) -> tuple[Ending, ...]:
    """What ends or is to be done, the soonest first: papers, and steps that are neither a call nor at an hour."""
    papers = (_paper(file, held, today) for file in files for held in file.papers if _ends_soon(held, today))
    due = (
        Ending(each.step.person_id, each.step.due_on, step=each)
        for each in steps
        if each.step.due_on and each.step.due_on <= last_day(today) and not (_is_call(each) or is_meeting(each))
    )
    return tuple(sorted((*papers, *due), key=lambda each: (each.on, each.person_id, each.paper or "")))


def meetings(
    expected: Iterable[Expected],
    steps: Sequence[SeenStep],
    files: Mapping[str, PersonFile],
    network: NetworkRepository,
    today: date,
) -> tuple[Meeting, ...]:
    """Appointments and steps beside people from ``today`` to the end of next week, in their order."""
    expected = list(expected)
    places = Places([each.referral for each in expected], network)
    known = {each.referral.id for each in expected}
    going = [each for each in steps if is_meeting(each)]
    found = [_appointment(each, going, files.get(each.referral.person_id), places) for each in expected]
    for each in going:
        step = each.step
        if step.referral_id in known or step.due_on is None or not today <= step.due_on <= last_day(today):
            continue
        papers = _papers_for(step.papers, step.due_on, files.get(step.person_id))
        found.append(Meeting(step.person_id, step.due_on, step.hour, papers, step=each, going=(each,)))
    return tuple(sorted(found, key=lambda each: (each.on, each.hour or "", each.person_id)))


def calls(
    reminders: Sequence[Told],
    steps: Iterable[SeenStep],
    noted: Mapping[str, News],
    network: NetworkRepository,
    today: date,
) -> Calls:
    """Calls that reminders and steps ask for, the longest due first, but those put off to a day to come."""
    asked = _once([told for told in reminders if told.reminder.clock in TO_PARTNER | TO_PERSON])
    places = Places([told.referral for told in asked if told.referral], network)
    found = [_reminded(told, places, noted) for told in asked]
    found += [_step_call(each, noted) for each in steps if _is_call(each) and _is_near(each, today)]
    waiting = [each for each in found if not _put_off(noted.get(each.id), today)]
    waiting.sort(key=lambda each: (each.since or today, each.person_id, each.id))
    return Calls(tuple(waiting), len(found) - len(waiting))


def quiet(files: Iterable[PersonFile], heard: Mapping[str, LastHeard], today: date) -> tuple[Quiet, ...]:
    """People of whom nothing was heard for ``QUIET_AFTER``, the longest first; those of whom nothing ever was, before.

    A need that was looked at was looked at with them: that counts as news.
    """
    found = []
    for file in files:
        last = heard.get(file.person.id, LastHeard())
        reached = [day_of(last.reached_at)] if last.reached_at else []
        since = max([*reached, *(need.assessed_on for need in file.needs)], default=None)
        if (since and since > today - QUIET_AFTER) or (last.again_on and last.again_on > today):
            continue
        tried = day_of(last.tried_at) if last.tried_at else None
        found.append(Quiet(file.person.id, since, tried if tried and (since is None or tried >= since) else None))
    return tuple(sorted(found, key=lambda each: (each.since or date.min, each.person_id)))


class Places:
    """The services and partners of referrals, read at once."""

    def __init__(self, referrals: Collection[Referral], network: NetworkRepository) -> None:
        self._services = network.services_by_id({each.service_id for each in referrals})
        partners = {service.partner_id for service in self._services.values()}
        self._partners = network.partners_by_id(partners | {each.recipient for each in referrals})

    def of(self, referral: Referral) -> tuple[Service | None, Partner | None]:
        """Where one goes: the service and its partner; behind a gate, the gate alone, if a partner is that gate."""
        service = self._services.get(referral.service_id)
        recipient = self._partners.get(referral.recipient)
        if service is not None and service.partner_id == referral.recipient:
            return service, recipient
        return None, recipient


def is_meeting(seen: SeenStep) -> bool:
    """Whether a step is somewhere to be: with an hour, or somebody going along."""
    return not _is_call(seen) and (seen.step.hour is not None or seen.step.kind is StepKind.ACCOMPANY)


def _is_call(seen: SeenStep) -> bool:
    return seen.step.kind is StepKind.CALL


def _is_near(seen: SeenStep, today: date) -> bool:
    return seen.step.due_on is None or seen.step.due_on <= first_day(today) + timedelta(days=_WEEK - 1)


def _ends_soon(held: HeldPaper, today: date) -> bool:
    if held.paper not in PAPERS_THAT_END or held.until is None or held.until < today - BEHIND:
        return False
    return PaperEnd.of(held.paper, held.until).stage(today) is not Stage.FINE


def _paper(file: PersonFile, held: HeldPaper, today: date) -> Ending:
    assert held.until is not None, "only those that end"
    requested = held.paper in file.person.requested_papers
    late = not requested and PaperEnd.of(held.paper, held.until).stage(today) is Stage.LATE
    return Ending(file.person.id, held.until, held.paper, requested, late)


def _appointment(each: Expected, steps: Iterable[SeenStep], file: PersonFile | None, places: Places) -> Meeting:
    local = local_time(each.at)
    service, partner = places.of(each.referral)
    going = tuple(step for step in steps if step.step.referral_id == each.referral.id)
    asked = {*(code for one in going for code in one.step.papers)}
    asked.update((service.required_papers if service else None) or ())
    papers = _papers_for(sorted(asked), local.date(), file)
    person = each.referral.person_id
    return Meeting(person, local.date(), f"{local:%H:%M}", papers, each.referral, service, partner, going=going)


def _papers_for(asked: Iterable[str], on: date, file: PersonFile | None) -> PapersFor:
    held = {paper.paper: paper.until for paper in file.papers} if file else {}
    complete = file is not None and file.person.papers_known
    ended = [code for code in asked if code in held and (held[code] or on) < on]
    absent = [code for code in asked if code not in held]
    return PapersFor((*ended, *absent), ()) if complete else PapersFor(tuple(ended), tuple(absent))


def _once(reminders: Iterable[Told]) -> list[Told]:
    """One reminder of each referral, the latest due: one call settles whatever it asked for before."""
    latest: dict[str, Told] = {}
    for told in sorted(reminders, key=lambda each: (each.reminder.due_on, each.reminder.key)):
        latest[told.reminder.referral_id or told.reminder.id] = told
    return list(latest.values())


def _reminded(told: Told, places: Places, noted: Mapping[str, News]) -> Call:
    reminder = told.reminder
    service, partner = places.of(told.referral) if told.referral else (None, None)
    return Call(
        CallAbout.REMINDER,
        reminder.id,
        reminder.person_id,
        reminder.due_on,
        clock=reminder.clock,
        barriers=told.barriers,
        to_person=reminder.clock in TO_PERSON,
        service=service,
        partner=partner,
        tried_on=_tried(noted.get(reminder.id)),
    )


def _step_call(seen: SeenStep, noted: Mapping[str, News]) -> Call:
    step = seen.step
    barriers = (step.barrier,) if step.barrier else ()
    tried = _tried(noted.get(step.id))
    return Call(CallAbout.STEP, step.id, step.person_id, step.due_on, step=seen, barriers=barriers, tried_on=tried)


def _tried(news: News | None) -> date | None:
    return day_of(news.at) if news and news.outcome is NewsOutcome.NOT_REACHED else None


def _put_off(news: News | None, today: date) -> bool:
    return news is not None and news.again_on is not None and news.again_on > today
