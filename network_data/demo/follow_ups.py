"""Invents how people of the demonstration are followed: news of référents, steps beside them, what was planted to find.

At Rejoué: referrals that contradict one another, a partner asked three times, a step before the one that it depends
on, someone whom nobody follows as a whole, référents without news.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType

from sqlmodel import Session, SQLModel

from network_data.concertation import FlagCode
from network_data.demo.courses import standing
from network_data.demo.draws import Draws
from network_data.demo.history import past_year
from network_data.demo.lived_referrals import Lived, records_of
from network_data.demo.world import SHOWCASE, WHERE, Known, read_known
from network_data.sealing import Sealer
from network_data.tables import (
    FollowStep,
    Need,
    News,
    NewsOutcome,
    Person,
    StepBy,
    StepKind,
)
from network_data.vocabulary import BARRIERS, PREREQUISITES, ReferralState, Strength

STEP_WORDS = "follow-step"
"""The purpose under which the words of steps are sealed."""
_NOON = time(12)
_SEVERE = 3
_FOLLOWED = 0.8
"""Of the severe needs at Rejoué that nobody followed, so many were referred somewhere."""
_WITH_NEWS = 0.8
_ASKED, _TAKEN = ReferralState.SENT, ReferralState.ACCEPTED
_COURSES: tuple[tuple[ReferralState, ...], ...] = (
    (_ASKED,),
    (_ASKED, _TAKEN),
    (_ASKED, ReferralState.SCHEDULED),
    (_ASKED, _TAKEN, ReferralState.IN_PROGRESS),
    (_ASKED, ReferralState.WAITLISTED),
)
_STEPS = (
    (StepKind.ACCOMPANY, StepBy.ADVISOR, "Aller ensemble à la préfecture, guichet des titres", "", 2, "09:30"),
    (StepKind.CALL, StepBy.ADVISOR, "Appeler la CPAM pour l’attestation de droits", "", 0, None),
    (StepKind.FILE, StepBy.OTHER, "Préparer le dossier de demande de logement social", "encadrant technique", 5, None),
    (StepKind.ACCOMPANY, StepBy.OTHER, "L’accompagner à l’hôpital", "encadrante technique", 3, "14:00"),
    (StepKind.OTHER, StepBy.PERSON, "Rapporter le dernier avis d’impôt", "", 4, None),
)


def load_follow_ups(session: Session, today: date, sealer: Sealer, seed: int) -> None:
    """Inserts what was done for people until ``today``; ``sealer`` seals the words of steps."""
    known = read_known(session, today)
    planted = [lived for course in _planted(known).values() for lived in course]
    followed = planted + list(_usual(known, {lived.person.id for lived in planted}, today, seed))
    followed += past_year(known, followed, today, seed)
    rows = [row for lived in followed for row in records_of(lived, today)]
    rows += [*_news(known, today, seed), *_steps(known, today, sealer)]
    for kind in dict.fromkeys(type(row) for row in rows):
        # Referrals first: nothing but the order given says what stands on what.
        session.add_all(row for row in rows if type(row) is kind)
        session.flush()
    _left_alone(known, today)
    session.flush()


def _here(known: Known) -> Iterator[Person]:
    """The people of Rejoué, but the one whose own page is shown."""
    yield from (person for person in known.people if person.chantier_id == WHERE and person.id != SHOWCASE)


def _of_the_first_advisor(known: Known) -> list[Person]:
    """Those whom whoever accompanies the showcase accompanies too."""
    return [person for person in _here(known) if known.advisors[person.id] == known.advisors[SHOWCASE]]


def _alone(known: Known, person: Person) -> list[Need]:
    """Their needs that no référent follows and that a service answers."""
    followed = {referent.barrier for referent in known.referents.get(person.id, ())}
    return [need for need in known.needs[person.id] if need.barrier not in followed and known.services[need.barrier]]


def planted_contradictions(known: Known) -> Mapping[FlagCode, str]:
    """About whom each contradiction is, for whoever tells the story or checks that it is found; never stored."""
    planted = {code: lived[0].person.id for code, lived in _planted(known).items()}
    return planted | {FlagCode.NO_REFERENT: _of_the_first_advisor(known)[-1].id}


def _planted(known: Known) -> dict[FlagCode, list[Lived]]:
    """The contradictions, each about the first person whom it can be about, no two about the same."""
    found: dict[FlagCode, list[Lived]] = {}
    taken: set[str] = set()
    for code, plant in _PLANTS.items():
        for person in _of_the_first_advisor(known):
            lived = [] if person.id in taken else plant(known, person)
            if lived:
                taken.add(person.id)
                found[code] = lived
                break
    return found


def _in_the_wrong_order(known: Known, person: Person) -> list[Lived]:
    """Referred for what a barrier on which nobody works will stop."""
    carried = {need.barrier for need in known.needs[person.id]}
    followed = {referent.barrier for referent in known.referents.get(person.id, ())}
    for edge in PREREQUISITES:
        lifted = any((person.id, paper) in known.papers for paper in edge.equivalent_papers)
        blocked = edge.strength is Strength.BLOCKING and {edge.before, edge.after} <= carried and not lifted
        if blocked and edge.before not in followed and known.services[edge.after]:
            return [_lived(known, person, edge.after, 0, (_ASKED, 9))]
    return []


def _twice(known: Known, person: Person) -> list[Lived]:
    """Two open referrals for one need that goes one way at a time."""
    for need in _alone(known, person):
        services = known.services[need.barrier]
        if not BARRIERS[need.barrier].parallel_routes and len({each.partner_id for each in services}) > 1:
            other = next(i for i, each in enumerate(services) if each.partner_id != services[0].partner_id)
            return [
                _lived(known, person, need.barrier, 0, (_ASKED, 12)),
                _lived(known, person, need.barrier, other, (_ASKED, 4)),
            ]
    return []


def _three_times(known: Known, person: Person) -> list[Lived]:
    """The same partner asked three times: it said no, did not answer, and was asked again."""
    for need in _alone(known, person):
        if known.services[need.barrier]:
            refused = _lived(known, person, need.barrier, 0, (_ASKED, 210), (ReferralState.DECLINED, 205))
            return [
                replace(refused, reason="no-capacity"),
                _lived(known, person, need.barrier, 0, (_ASKED, 120), (ReferralState.EXPIRED, 100)),
                _lived(known, person, need.barrier, 0, (_ASKED, 6)),
            ]
    return []


_PLANTS = MappingProxyType(
    {
        FlagCode.WRONG_ORDER: _in_the_wrong_order,
        FlagCode.TWO_REFERRALS: _twice,
        FlagCode.PARTNER_THRICE: _three_times,
    }
)


def _lived(known: Known, person: Person, barrier: str, service: int, *moves: tuple[ReferralState, int]) -> Lived:
    """A referral that was prepared the day it was sent."""
    begun = (ReferralState.PREPARED, moves[0][1])
    return Lived(person, barrier, known.services[barrier][service], known.advisors[person.id], (begun, *moves))


def _usual(known: Known, taken: Collection[str], today: date, seed: int) -> Iterator[Lived]:
    """What most severe needs at Rejoué became: asked, taken, dated, begun or on a waiting list; ``taken`` apart."""
    for person in _here(known):
        draws = Draws(seed, "follow-up", person.id)
        for need in _alone(known, person):
            if need.severity < _SEVERE or person.id in taken or not draws.chance(_FOLLOWED):
                continue
            course = draws.pick(_COURSES)
            moves = standing(draws, course, person, today)
            services = known.services[need.barrier]
            yield Lived(
                person,
                need.barrier,
                services[draws.between(0, len(services) - 1)],
                known.advisors[person.id],
                moves,
                draws.between(0, 9) if moves[-1][0] is ReferralState.SCHEDULED else None,
            )


def _news(known: Known, today: date, seed: int) -> Iterator[SQLModel]:
    """The last news of each référent outside: recent for most, and none noted of the others."""
    for person in known.people:
        draws = Draws(seed, "news", person.id)
        for referent in known.referents.get(person.id, ()):
            if not referent.inside and draws.chance(_WITH_NEWS):
                yield _reached(known, person, today, draws.between(2, 50), referent.id)
        if draws.chance(_WITH_NEWS):
            yield _reached(known, person, today, draws.between(1, 25))


def _reached(known: Known, person: Person, today: date, days: int, referent_id: int | None = None) -> News:
    at = datetime.combine(today - timedelta(days=days), _NOON, UTC)
    return News(
        id=f"demo-{person.id}-{referent_id or 'personne'}",
        person_id=person.id,
        referent_id=referent_id,
        outcome=NewsOutcome.REACHED,
        at=at,
        by=known.advisors[person.id],
    )


def _steps(known: Known, today: date, sealer: Sealer) -> Iterator[SQLModel]:
    """Steps beside the showcase and a few others."""
    showcase = [person for person in known.people if person.id == SHOWCASE]
    for number, person in enumerate([*showcase * 2, *list(_here(known))[:6]]):
        kind, by, what, who, in_days, hour = _STEPS[number % len(_STEPS)]
        yield FollowStep(
            id=f"demo-pas-{number}",
            person_id=person.id,
            kind=kind,
            by=by,
            due_on=today + timedelta(days=in_days),
            hour=hour,
            papers=["titre-de-sejour"] if number == 0 else [],
            words_sealed=sealer.seal({"what": what, "who": who}),
            made_by=known.advisors[person.id],
            made_at=datetime.combine(today - timedelta(days=3), _NOON, UTC),
        )


def _left_alone(known: Known, today: date) -> None:
    """Someone at Rejoué of whom nobody has noted who follows the whole since their former advisor left."""
    last = _of_the_first_advisor(known)[-1]
    for referent in known.referents[last.id]:
        if referent.barrier is None:
            referent.until = today - timedelta(days=20)
