"""Invents a year of referrals that are over, for the people of all chantiers, and some that are open outside Rejoué.

Whom they went to answers as it is wont to (``network_data.demo.habits``): that is what the engine learns from.
"""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta

from network_data.demo.courses import draw_course, standing
from network_data.demo.draws import Draws
from network_data.demo.habits import habit_of
from network_data.demo.lived_referrals import Lived
from network_data.demo.planted import NEVER_ASKED
from network_data.demo.world import SHOWCASE, WHERE, Known
from network_data.tables import Need, Person, Service
from network_data.vocabulary import PREREQUISITES, ReferralKind, ReferralState, Strength, gate_of

_YEAR = 360
_ENDED_BEFORE = 4
"""Nothing ended in the last days: the advisor's morning is what stands open."""
_SHARE, _AGAIN = 0.6, 0.5
"""Of the needs, those that were referred within the year; of those that came to nothing, those tried again."""
_SEVERE, _SEVERE_NOW, _NOW = 3, 0.9, 0.3
"""Of the needs that nobody follows, those for which something is open: of the severe ones, and of the others."""
_AFTERWARDS = 3
"""Days before another is tried, so that a weekend between them reverses nothing."""
_AT_HAND = 12
"""Of the services that answer a need, those that advisors know."""
_SATURDAY = 5
_S = ReferralState
_OPEN: tuple[tuple[ReferralState, ...], ...] = (
    (),
    (_S.SENT,),
    (_S.SENT, _S.WAITLISTED),
    (_S.SENT, _S.ACCEPTED),
    (_S.SENT, _S.SCHEDULED),
    (_S.SENT, _S.SCHEDULED, _S.MISSED),
    (_S.SENT, _S.ACCEPTED, _S.SCHEDULED, _S.IN_PROGRESS),
    (_S.GIVEN,),
)


def past_year(known: Known, others: Collection[Lived], today: date, seed: int) -> list[Lived]:
    """The referrals of everybody but the one whose own page is shown, ``others`` apart; those replaced come first."""
    asked: dict[str, set[str]] = {}
    for lived in others:
        asked.setdefault(lived.person.id, set()).add(lived.service.partner_id)
    people = [person for person in known.people if person.id != SHOWCASE and person.id in known.advisors]
    return [
        each for person in people for each in _of_person(known, person, asked.setdefault(person.id, set()), today, seed)
    ]


def _of_person(known: Known, person: Person, asked: set[str], today: date, seed: int) -> Iterator[Lived]:
    """Each partner at most once, so that nobody is asked too often unless that was planted."""
    draws = Draws(seed, "history", person.id)
    for need in known.needs[person.id]:
        if not draws.chance(_SHARE):
            continue
        former: Lived | None = None
        while former is None or (former.moves[-1][0] is not _S.COMPLETED and draws.chance(_AGAIN)):
            service = _service(draws, known.services[need.barrier], asked)
            lived = service and _ended(draws, known, person, need, service, former, today, seed)
            if not lived:
                break
            asked.add(lived.service.partner_id)
            yield lived
            former = lived
    if person.chantier_id != WHERE:
        yield from _open(draws, known, person, asked, today)


def _service(draws: Draws, services: Sequence[Service], asked: Collection[str]) -> Service | None:
    left = [each for each in services if each.partner_id not in asked and each.partner_id != NEVER_ASKED]
    return draws.pick(left[:_AT_HAND]) if left else None


def _ended(  # noqa: PLR0913, PLR0917 - what a referral is made of
    draws: Draws,
    known: Known,
    person: Person,
    need: Need,
    service: Service,
    former: Lived | None,
    today: date,
    seed: int,
) -> Lived | None:
    """One that is over; None where the time since the person came, or since the former one ended, is too short."""
    dossier = gate_of(service.access_path) is not None
    course = draw_course(draws, habit_of(service.partner_id, seed), dossier=dossier)
    here = (today - person.arrived_on).days if person.arrived_on else _YEAR
    earliest = min(_YEAR, here, former.moves[-1][1] - _AFTERWARDS if former else _YEAR)
    latest = course.days + _ENDED_BEFORE
    if earliest < latest:
        return None
    begun = draws.between(latest, earliest)
    return Lived(
        person,
        need.barrier,
        service,
        known.advisors[person.id],
        tuple((state, _working(today, begun - days)) for state, days in course.moves),
        reason=course.reason,
        result=course.result,
        kind=ReferralKind.DOSSIER if dossier else ReferralKind.ORIENTATION,
        replaces=former.id if former else None,
    )


def _open(draws: Draws, known: Known, person: Person, asked: set[str], today: date) -> Iterator[Lived]:
    """Some of the needs that nobody follows, one way each and none that another need would stop."""
    carried = {need.barrier for need in known.needs[person.id]}
    stopped = {edge.after for edge in PREREQUISITES if edge.strength is Strength.BLOCKING and edge.before in carried}
    followed = {referent.barrier for referent in known.referents.get(person.id, ())}
    for need in known.needs[person.id]:
        direct = [each for each in known.services[need.barrier] if gate_of(each.access_path) is None]
        service = _service(draws, direct, asked) if need.barrier not in stopped | followed else None
        if service is None or not draws.chance(_SEVERE_NOW if need.severity >= _SEVERE else _NOW):
            continue
        asked.add(service.partner_id)
        moves = standing(draws, draws.pick(_OPEN), person, today)
        waits = draws.between(1, 9) if moves[-1][0] is _S.SCHEDULED else None
        worked = tuple((state, _working(today, days)) for state, days in moves)
        yield Lived(person, need.barrier, service, known.advisors[person.id], worked, waits)


def _working(today: date, days_ago: int) -> int:
    """As many days ago, or the Friday before."""
    weekday = (today - timedelta(days=days_ago)).weekday()
    return days_ago + max(0, weekday - _SATURDAY + 1)
