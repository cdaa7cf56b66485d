"""What may come next for people whose referrals led nowhere lately, ready to prepare, for the page of what is to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from fastapi import Depends

from api.dependencies import CurrentAsker, CurrentRecorder
from api.services.next_best import NextBest
from api.web.referrals.addresses import person_address, referral_address
from api.web.referrals.desk import CurrentDesk
from api.web.referrals.state_words import state_label
from network_data.civil_time import day_of
from network_data.repositories.unanswered import unanswered

MOST = 6
"""As many as one reads at once; each is worked out anew."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A referral that led nowhere, with what may come next."""

    person_id: str
    referral_id: str
    person_address: str
    address: str
    service: str
    recipient: str
    state: str
    since: date
    following: NextBest


@dataclass(frozen=True, slots=True)
class Readied:
    """Those that are told, and how many more there are."""

    told: Sequence[Ready]
    more: int


def ready(desk: CurrentDesk, asker: CurrentAsker, recorder: CurrentRecorder) -> Readied:
    """What may come next for the people whom the asker accompanies, the latest end first."""
    told: list[Ready] = []
    ids = unanswered(asker, desk.visit.session, desk.now, recorder)
    for number, referral_id in enumerate(ids):
        if len(told) == MOST:
            return Readied(told, len(ids) - number)
        one = _ready(desk, referral_id)
        if one is not None:
            told.append(one)
    return Readied(told, 0)


def _ready(desk: CurrentDesk, referral_id: str) -> Ready | None:
    file = desk.book.find(referral_id)
    following = desk.successors.after(file, desk.person(file.referral.person_id)) if file else None
    if file is None or following is None or following.replanned:
        return None
    referral, course = file.referral, file.course
    service = desk.visit.network.service(referral.service_id)
    return Ready(
        person_id=referral.person_id,
        referral_id=referral.id,
        person_address=person_address(referral.person_id),
        address=referral_address(referral.id),
        service=service.name if service else "Un service qui n’est plus dans le réseau",
        recipient=desk.recipient(referral.recipient).name,
        state=state_label(course.state, course.kind),
        since=day_of(course.since),
        following=following,
    )


CurrentReady = Annotated[Readied, Depends(ready)]
