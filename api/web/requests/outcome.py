"""What a call made together came to: told first on the page of its request, with what is left to do."""

from dataclasses import dataclass

from api.services.sheet import appointment_of
from api.web.referrals.moments import told_appointment
from api.web.requests.desk import RequestsDesk
from network_data.repositories.requests import RequestFile
from network_data.vocabulary import RequestState

SETTLED = frozenset({"scheduled", "accepted", "waitlisted"})
"""Results after which nothing is left but to hand the request back."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of the last call; empty where the log does not say it.

    ``when``: the appointment in words, where one is fixed; ``referral``: the referral that it moved, where there is one
    that the reader sees.
    """

    result: str
    service: str
    when: str
    referral: str | None

    @property
    def is_settled(self) -> bool:
        """Whether the partner said yes, in one way or another."""
        return self.result in SETTLED


def outcome_of(desk: RequestsDesk, file: RequestFile) -> Outcome | None:
    """What the last call came to; None where the request stands elsewhere."""
    last = file.last(RequestState.JOINT_CONTACT)
    if last is None or file.course.state not in {RequestState.JOINT_CONTACT, RequestState.HANDED_BACK}:
        return None
    service = desk.visit.network.service(str(last.details.get("service", "")))
    told = last.details.get("referral")
    referral = desk.together.referral_book.find(str(told)) if told else None
    at = appointment_of(referral) if referral else None
    return Outcome(
        result=str(last.details.get("result", "")),
        service=service.name if service else "",
        when=told_appointment(at, None) if at else "",
        referral=referral.referral.id if referral else None,
    )
