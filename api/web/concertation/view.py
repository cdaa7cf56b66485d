"""Arranges a follow-up for reading: each need with who follows it and what is open about it, and what to look at."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from api.i18n import translations
from api.web.concertation.desk import FollowUp
from api.web.language import PAGES_LOCALE
from api.wording.flags import flag_sentence
from api.wording.referrals import state_name
from network_data.civil_time import day_of
from network_data.concertation import Flag, FlagCode
from network_data.repositories import NetworkRepository, PersonFile
from network_data.repositories.referral_reach import Reach
from network_data.repositories.referrals import ReferralFile
from network_data.repositories.requests import RequestFile
from network_data.repositories.steps import SeenStep
from network_data.tables import Need, News, NewsOutcome, Partner, Referent, Service, StepState
from network_data.vocabulary import REFERRAL_STATES, ReferralState

_SAID_TOGETHER = frozenset({FlagCode.SEVERE_ALONE, FlagCode.STALE_NEED})
MOST_REFERRALS = 200
"""More than anyone has: a page holds them all."""


@dataclass(frozen=True, slots=True)
class ReferentLine:
    """A référent with the last day they were reached, and the last try that did not."""

    referent: Referent
    reached_on: date | None
    tried_on: date | None


@dataclass(frozen=True, slots=True)
class ReferralLine:
    """An open referral: where, where it stands, and when they are expected."""

    file: ReferralFile
    service: Service | None
    partner: Partner | None
    state: str
    appointment: datetime | None
    expiring: tuple[str, ...] = ()
    """Papers held that end before the appointment."""


@dataclass(frozen=True, slots=True)
class Row:
    """One need (None: the whole of it) with everybody's part."""

    need: Need | None
    referents: tuple[ReferentLine, ...]
    referrals: tuple[ReferralLine, ...]
    steps: tuple[SeenStep, ...]
    asked: tuple[RequestFile, ...] = ()
    """What waits for an answer of the officers."""

    @property
    def is_alone(self) -> bool:
        """Whether nobody does anything about it."""
        return not (self.referents or self.referrals or self.steps or self.asked)


@dataclass(frozen=True, slots=True)
class ToLookAt:
    """A flag in words, and where to go about it."""

    flag: Flag
    sentence: str


@dataclass(frozen=True, slots=True)
class FollowView:
    """A follow-up as its page reads."""

    flags: tuple[ToLookAt, ...]
    rows: tuple[Row, ...]
    ended: tuple[SeenStep, ...]
    referrals: tuple[ReferralLine, ...]


def follow_view(desk: FollowUp, reach: Reach, file: PersonFile, network: NetworkRepository) -> FollowView:
    """The view of what is done for the person of ``file``, as far as ``reach`` goes."""
    referrals = open_referrals(desk, reach, file, network)
    steps = desk.steps.of_person(reach)
    going = [each for each in steps if each.step.state is StepState.OPEN]
    news = desk.news.of_people([reach.person_id]) if reach.whole else []
    referents = [_referent_line(one, news) for one in file.referents]
    asked = desk.asked_of_officers(reach.person_id)
    needs: list[Need | None] = [*sorted(file.needs, key=lambda need: -need.severity)]
    if reach.whole:
        needs.append(None)
    return FollowView(
        flags=tuple(told(desk.flags.of_person(reach), file.referents, network)),
        rows=tuple(_asked(_row(need, file, referents, referrals, going), asked) for need in needs),
        ended=tuple(each for each in steps if each.step.state is not StepState.OPEN),
        referrals=tuple(referrals),
    )


def open_referrals(desk: FollowUp, reach: Reach, file: PersonFile, network: NetworkRepository) -> list[ReferralLine]:
    """The open referrals of a person, the latest first."""
    files, _ = desk.referrals.of_person(reach, 0, MOST_REFERRALS)
    return [_referral_line(each, file, network) for each in files if not REFERRAL_STATES[each.course.state].ended]


def told(flags: Iterable[Flag], referents: Sequence[Referent], network: NetworkRepository) -> list[ToLookAt]:
    """Flags about one person in words, alike ones about several needs as one."""
    flags = _together(flags)
    asked = sorted({flag.partner_id for flag in flags if flag.partner_id})
    partners = {key: partner.name for key, partner in network.partners_by_id(asked).items()}
    organisations = {one.id: one.organisation for one in referents if one.id is not None}
    speech = translations(PAGES_LOCALE)
    return [ToLookAt(flag, flag_sentence(flag, organisations, partners).said(speech)) for flag in flags]


def _together(flags: Iterable[Flag]) -> list[Flag]:
    """The flags in their order; what is said of each of several needs is said of all of them once."""
    found: dict[object, Flag] = {}
    for flag in flags:
        key: object = flag.code if flag.code in _SAID_TOGETHER else flag
        former = found.get(key)
        found[key] = replace(former, barriers=former.barriers + flag.barriers) if former else flag
    return list(found.values())


def appointment_of(file: ReferralFile) -> datetime | None:
    """When the person is expected, of a referral whose date is fixed."""
    if file.course.state is not ReferralState.SCHEDULED:
        return None
    details = next(each.details for each in file.events if each.number == file.course.standing[-1].number)
    return datetime.fromisoformat(details["scheduled_at"]) if "scheduled_at" in details else None


def _row(
    need: Need | None,
    file: PersonFile,
    referents: Sequence[ReferentLine],
    referrals: Sequence[ReferralLine],
    steps: Sequence[SeenStep],
) -> Row:
    barrier = need.barrier if need else None
    carried = {each.barrier for each in file.needs}

    def is_here(about: str | None) -> bool:
        return about == barrier or (barrier is None and about not in carried)

    return Row(
        need,
        tuple(line for line in referents if is_here(line.referent.barrier)),
        tuple(line for line in referrals if any(is_here(each) for each in line.file.referral.barriers)),
        tuple(each for each in steps if is_here(each.step.barrier)),
    )


def _asked(row: Row, asked: Iterable[RequestFile]) -> Row:
    """The row with what was asked of the officers about its need."""
    barrier = row.need.barrier if row.need else None
    return replace(row, asked=tuple(each for each in asked if each.request.barrier == barrier))


def _referent_line(referent: Referent, news: Sequence[News]) -> ReferentLine:
    of_theirs = [each for each in news if each.referent_id == referent.id]
    latest: Mapping[bool, date] = {
        reached: max(each.at.date() for each in of_theirs if (each.outcome is NewsOutcome.REACHED) is reached)
        for reached in {each.outcome is NewsOutcome.REACHED for each in of_theirs}
    }
    reached, tried = latest.get(True), latest.get(False)
    return ReferentLine(referent, reached, tried if tried and (reached is None or tried > reached) else None)


def _referral_line(file: ReferralFile, person: PersonFile, network: NetworkRepository) -> ReferralLine:
    service = network.service(file.referral.service_id)
    appointment = appointment_of(file)
    on = day_of(appointment) if appointment else None
    ending = (held.paper for held in person.papers if held.until and on and held.until < on)
    return ReferralLine(
        file,
        service,
        network.partner(service.partner_id) if service else None,
        state_name(file.course.state, file.course.kind).said(translations(PAGES_LOCALE)),
        appointment,
        tuple(paper for paper in ending if paper in ((service and service.required_papers) or ())),
    )
