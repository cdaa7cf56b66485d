"""Gathers what the sheet given to a person says: where, when, with which papers, whom to call, how to get there."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time

from api.errors import ForbiddenError, InvalidRequestError
from api.i18n import say
from api.services.weighing import default_weights
from matching.geography import distance_km, unit_vector
from matching.travel import Trip, trip_over
from network_data.civil_time import day_of, local_time, moment_of
from network_data.repositories import NetworkRepository, PersonFile, View
from network_data.repositories.referrals import ReferralFile
from network_data.repositories.steps import SeenStep
from network_data.tables import Partner, Person, Service, StepBy, StepState
from network_data.vocabulary import BARRIERS, GATES, ReferralKind, ReferralState
from network_data.vocabulary.telling import gives_away

"""Where appointments are: the hours of the sheet are those of the clocks there."""
_GOING = (ReferralState.SCHEDULED, ReferralState.GIVEN)
_WAITING = (
    ReferralState.MISSED,
    ReferralState.ACCEPTED,
    ReferralState.SENT,
    ReferralState.WAITLISTED,
    ReferralState.IN_PROGRESS,
)
_FROM_AFAR = ["a-distance"]


@dataclass(frozen=True, slots=True)
class Beside:
    """Somebody who does it with the person; ``who``: by their function, None where it is not said or hidden."""

    by: StepBy
    who: str | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """Something of the sheet: an appointment, a place to go to alone, or what is waited for.

    ``who``, ``service`` and ``what`` are None where their words would tell too much; ``gate``: the code of a gate that
    has no partner. ``papers``: those that are asked for, None where nobody knows. ``beside``: who comes along.
    """

    id: str
    """Of the referral, or of the step."""
    state: ReferralState
    filed: bool
    at: datetime | None = None
    who: str | None = None
    service: str | None = None
    gate: str | None = None
    address: str | None = None
    phone: str | None = None
    opening_hours: str | None = None
    from_afar: bool = False
    moves: bool = False
    trip: Trip | None = None
    papers: tuple[str, ...] | None = None
    what: str | None = None
    beside: tuple[Beside, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """What to go to, the next appointment first, and what is waited for."""

    going: tuple[Stop, ...]
    waiting: tuple[Stop, ...]


def check_reader(file: PersonFile) -> None:
    """Lets pass whoever sees the whole file: a sheet made of a part of it would be wrong.

    Raises:
        ForbiddenError: the asker sees only what was entrusted to them.
    """
    if file.view is not View.WHOLE:
        raise ForbiddenError(say("Seule la personne qui accompagne peut préparer cette feuille."))


def check_sheet(file: PersonFile) -> None:
    """Lets a sheet be made of someone.

    Raises:
        ForbiddenError: as ``check_reader``.
        InvalidRequestError: the person is in danger: no paper is to be found on them.
    """
    check_reader(file)
    if file.person.secret_address:
        told = say(
            "L’adresse de cette personne est secrète : aucune feuille n’est préparée. Dites-lui tout de vive voix."
        )
        raise InvalidRequestError(told)


@dataclass(frozen=True, slots=True)
class Followed:
    """What is open for a person: referrals, and steps that somebody does with them."""

    referrals: Iterable[ReferralFile]
    steps: Iterable[SeenStep] = ()


def make_sheet(
    file: PersonFile, followed: Followed, network: NetworkRepository, now: datetime, *, names: bool
) -> Sheet:
    """The sheet of a person at ``now``; ``names``: whether it may say what a name gives away.

    A step is on it when it has a day and an hour: it is somewhere to be. One about an appointment stands with it.

    Raises:
        ForbiddenError, InvalidRequestError: as ``check_sheet``.
    """
    check_sheet(file)
    steps = [each for each in followed.steps if each.step.state is StepState.OPEN]
    told = [each for each in followed.referrals if each.course.state in (*_GOING, *_WAITING)]
    stops = [_stop(each, file.person, network, names=names) for each in told]
    with_steps = _with_steps(steps)
    stops = [_beside(each, with_steps.get(each.id, ()), names=names) for each in stops]
    known = {each.id for each in stops if each.at}
    stops += [_of_step(each, names=names) for each in steps if _is_somewhere(each, known)]
    going = [each for each in stops if each.state in _GOING and not _is_past(each, now)]
    waiting = [each for each in stops if each.state in _WAITING]
    return Sheet(
        going=tuple(sorted(going, key=lambda each: (each.at is None, each.at or now, each.id))),
        waiting=tuple(sorted(waiting, key=lambda each: (_WAITING.index(each.state), each.id))),
    )


def appointment_of(file: ReferralFile) -> datetime | None:
    """When the appointment of a referral is, on the clocks there; None where none is fixed."""
    if file.course.state is not ReferralState.SCHEDULED:
        return None
    last = file.course.standing[-1].number
    said = next(event.details.get("scheduled_at") for event in file.events if event.number == last)
    return local_time(datetime.fromisoformat(said)) if said else None


def tells(partner: Partner) -> bool:
    """Whether the very name of a partner says what somebody goes there for."""
    return partner.sensitive or gives_away(partner.name, ())


def _is_past(stop: Stop, now: datetime) -> bool:
    return stop.at is not None and stop.at.date() < day_of(now)


def _stop(file: ReferralFile, person: Person, network: NetworkRepository, *, names: bool) -> Stop:
    referral = file.referral
    service, partner = network.service(referral.service_id), network.partner(referral.recipient)
    # Behind a gate nobody goes to the service itself, nor needs what it asks for.
    own = service if service and partner and service.partner_id == partner.id else None
    places = [place for place in (own, partner) if place is not None]
    from_afar = own is not None and own.reception_modes == _FROM_AFAR
    moves = own is not None and bool(own.mobile)
    goes = not (from_afar or moves) and file.course.state in _GOING
    return Stop(
        id=referral.id,
        state=file.course.state,
        filed=referral.kind is ReferralKind.DOSSIER,
        at=appointment_of(file),
        who=partner.name if partner and (names or not tells(partner)) else None,
        service=own.name if own and names else None,
        gate=_gate(referral.recipient) if names and partner is None else None,
        address=next(_addresses(places), None) if goes else None,
        phone=next((place.phone for place in places if place.phone), None),
        opening_hours=next((place.opening_hours for place in places if place.opening_hours), None),
        from_afar=from_afar,
        moves=moves,
        trip=_trip(person, places) if goes else None,
        papers=None if own is None or own.required_papers is None else tuple(own.required_papers),
    )


def step_words(seen: SeenStep, *, names: bool) -> str | None:
    """What a step is; None where a discreet paper would tell too much: a sensitive barrier, words that give away."""
    what = seen.what or ""
    barrier = BARRIERS.get(seen.step.barrier or "")
    telling = (barrier is not None and barrier.sensitive) or gives_away(what, ())
    return what if what and (names or not telling) else None


def step_who(seen: SeenStep, *, names: bool) -> str | None:
    """By whom a step is done, by their function; None where nobody said, or where it tells too much."""
    return seen.who if seen.who and (names or not gives_away(seen.who, ())) else None


def _with_steps(steps: Iterable[SeenStep]) -> Mapping[str, Sequence[SeenStep]]:
    """The steps about each referral."""
    found: dict[str, list[SeenStep]] = defaultdict(list)
    for each in steps:
        if each.step.referral_id:
            found[each.step.referral_id].append(each)
    return found


def _beside(stop: Stop, steps: Sequence[SeenStep], *, names: bool) -> Stop:
    """An appointment with who comes along, and the papers that they asked to take."""
    asked = {code for each in steps for code in each.step.papers}
    papers = stop.papers if not asked else tuple(sorted({*(stop.papers or ()), *asked}))
    coming = tuple(dict.fromkeys(each for step in steps for each in _coming(step, names=names)))
    return replace(stop, papers=papers, beside=coming)


def _is_somewhere(seen: SeenStep, known: Collection[str]) -> bool:
    """Whether it is at an hour, and not told with one of the ``known`` appointments."""
    step = seen.step
    return bool(step.due_on and step.hour) and step.referral_id not in known


def _of_step(seen: SeenStep, *, names: bool) -> Stop:
    step = seen.step
    assert step.due_on, "only those that have a day"
    assert step.hour, "only those that have an hour"
    return Stop(
        id=step.id,
        state=ReferralState.SCHEDULED,
        filed=False,
        at=local_time(moment_of(step.due_on, time.fromisoformat(step.hour))),
        papers=tuple(step.papers) or None,
        what=step_words(seen, names=names),
        beside=tuple(_coming(seen, names=names)),
    )


def _coming(seen: SeenStep, *, names: bool) -> Iterator[Beside]:
    if seen.step.by is not StepBy.PERSON:
        yield Beside(seen.step.by, step_who(seen, names=names))


def _gate(recipient: str) -> str | None:
    return next((gate.code for gate in GATES.values() if gate.partner_id == recipient), None)


def _addresses(places: Iterable[Partner | Service]) -> Iterator[str]:
    """The addresses known, as one writes them."""
    for place in places:
        town = " ".join(part for part in (place.postcode, place.city) if part)
        if place.address:
            yield ", ".join(part for part in (place.address, place.address_complement, town) if part)


def _trip(person: Person, places: Iterable[Partner | Service]) -> Trip | None:
    """The way from where the person lives, if both ends are known."""
    there = next(((place.latitude, place.longitude) for place in places if place.latitude is not None), (None, None))
    if person.latitude is None or person.longitude is None or there[0] is None or there[1] is None:
        return None
    km = distance_km(unit_vector(person.latitude, person.longitude), unit_vector(there[0], there[1]))
    return trip_over(km, default_weights().travel)
