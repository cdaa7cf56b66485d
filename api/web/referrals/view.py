"""Arranges one referral for its page: where it stands, what may come next and what keeps it from that, its log."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from api.services.next_best import NextBest, last_said
from api.web.contacts import address_of
from api.web.referrals.addresses import person_address, referral_address
from api.web.referrals.desk import Desk, Recipient
from api.web.referrals.journal import Line, appointment_words, journal
from api.web.referrals.state_words import state_label
from api.web.referrals.steps import Group, Step, needs_agreement, needs_contact, steps_of
from network_data.referrals import why_not_undo
from network_data.referrals.guards import Result
from network_data.repositories import PersonFile
from network_data.repositories.referrals import ReferralFile
from network_data.tables import Service
from network_data.vocabulary import REFERRAL_STATES, ReferralKind, ReferralState


@dataclass(frozen=True, slots=True)
class StepCard:
    """A step of the page; ``contact_only``: it can only be noted as the answer of a call or a meeting."""

    step: Step
    contact_only: bool


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A barrier closed as lifted by the referral, since a day."""

    barrier: str
    on: date
    may_undo: bool


@dataclass(frozen=True, slots=True)
class ReferralView:
    """A referral as its page reads.

    ``waiting``: steps that her agreement would open; ``is_written_to``: whether sending it writes to the partner;
    ``lifted``: barriers that it lifted and the person still carries; ``confirmed``: those closed since, and whether the
    reader may take that back.
    """

    file: ReferralFile
    person: PersonFile
    service: Service | None
    recipient: Recipient
    phone: str | None
    email: str | None
    place: str | None
    state: str
    is_over: bool
    appointment: str | None
    groups: Mapping[Group, Sequence[StepCard]]
    waiting: Sequence[Step]
    lacks_agreement: bool
    is_written_to: bool
    may_write: bool
    may_undo: bool
    lines: Sequence[Line]
    successor: str | None
    predecessor: str | None
    next_best: NextBest | None
    lifted: Sequence[str]
    confirmed: Sequence[Confirmed]

    @property
    def address(self) -> str:
        """Where the page is."""
        return referral_address(self.file.referral.id)

    @property
    def person_address(self) -> str:
        """Where the person's plan is."""
        return person_address(self.file.referral.person_id)

    @property
    def is_dossier(self) -> bool:
        """Whether it is a file handed in."""
        return self.file.course.kind is ReferralKind.DOSSIER

    @property
    def urgent(self) -> bool:
        """Whether its answer is waited for on shorter clocks."""
        return bool(self.file.events[0].details.get("urgent"))


def referral_view(desk: Desk, file: ReferralFile) -> ReferralView:
    """The view of a referral that the asker sees."""
    referral, course = file.referral, file.course
    person = desk.person(referral.person_id)
    network = desk.visit.network
    service = network.service(referral.service_id)
    partner = network.partner(service.partner_id) if service else None
    recipient = desk.recipient(referral.recipient)
    # Behind a gate, whom to call is the gate, never what lies behind.
    places = [each for each in ((recipient.partner,) if recipient.gate else (service, partner)) if each is not None]
    steps = steps_of(course) if file.reach.writes else ()
    lacking = any(needs_agreement(course, step) for step in steps) and not _agreed(desk, file)
    opened = [step for step in steps if not (lacking and needs_agreement(course, step))]
    return ReferralView(
        file=file,
        person=person,
        service=service,
        recipient=recipient,
        phone=next((place.phone for place in places if place.phone), None),
        email=next((place.email for place in places if place.email), None),
        place=next((written for place in places if (written := address_of(place))), None),
        state=state_label(course.state, course.kind),
        is_over=REFERRAL_STATES[course.state].ended,
        appointment=_appointment(file),
        groups={
            group: [StepCard(step, needs_contact(course, step)) for step in opened if step.group is group]
            for group in Group
        },
        waiting=[step for step in steps if step not in opened],
        lacks_agreement=lacking,
        is_written_to=desk.book.is_written_to(referral),
        may_write=file.reach.writes,
        may_undo=file.reach.writes and why_not_undo(course, desk.access.asker.id, desk.now) is None,
        lines=journal(file, desk.contacts.log, desk.name_of),
        successor=desk.book.replaced_by(referral.id),
        predecessor=referral.replaces_id,
        next_best=desk.successors.after(file, person) if file.reach.writes else None,
        lifted=_lifted(file, person),
        confirmed=_confirmed(desk, referral.id),
    )


def _agreed(desk: Desk, file: ReferralFile) -> bool:
    referral = file.referral
    return desk.agreements.book.covers(referral.person_id, referral.service_id, referral.recipient)


def _appointment(file: ReferralFile) -> str | None:
    if file.course.state is not ReferralState.SCHEDULED:
        return None
    return appointment_words(last_said(file))


def _confirmed(desk: Desk, referral_id: str) -> list[Confirmed]:
    found = desk.lifted.of_referral(referral_id)
    return [Confirmed(each.barrier, each.on, desk.lifted.may_undo(each)) for each in found]


def _lifted(file: ReferralFile, person: PersonFile) -> list[str]:
    if file.course.state is not ReferralState.COMPLETED:
        return []
    results = last_said(file).get("results", {})
    carried = {need.barrier for need in person.needs}
    return [code for code in file.referral.barriers if results.get(code) == Result.LIFTED and code in carried]
