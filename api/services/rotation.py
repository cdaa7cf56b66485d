"""Replaces the installation's secret key: everything sealed or signed under a former one goes under the first."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Engine

from api.security.second_factor import PURPOSE as SECOND_FACTOR
from network_data.asker import Asker
from network_data.database import transaction
from network_data.repositories.accounts import reseal_second_factors
from network_data.repositories.contacts import CONTACT_NOTES, reseal_contact_notes
from network_data.repositories.digests import PURPOSE as ACCOUNT_MAIL
from network_data.repositories.digests import reseal_account_mail
from network_data.repositories.follow_notes import NOTE_WORDS, reseal_follow_notes
from network_data.repositories.identities import PURPOSE as IDENTITY
from network_data.repositories.identities import reseal_identities
from network_data.repositories.kept_answers import forget_answers
from network_data.repositories.meetings import MEETING_WORDS, reseal_meetings
from network_data.repositories.points import PURPOSE as POINTS
from network_data.repositories.points import reseal_points
from network_data.repositories.referrals import NOTES, reseal_notes
from network_data.repositories.requests import WORDS, reseal_requests
from network_data.repositories.steps import PURPOSE as STEPS
from network_data.repositories.steps import reseal_steps
from network_data.repositories.webhooks import PURPOSE as WEBHOOKS
from network_data.repositories.webhooks import reseal_webhooks
from network_data.sealing import Sealer
from network_data.trail import Event, Fault, Trail


class DamagedTrailError(RuntimeError):
    """The trail is not whole: signing it with a new key would hide that."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(f"The trail is not whole: {fault.problem}.")
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Rotation:
    """How many records were sealed again."""

    identities: int
    """Of people, and addresses of accounts."""
    second_factors: int
    notes: int
    """Of referrals and of contacts."""
    follow_ups: int
    """Steps beside people, notes about their follow-up, what was said at meetings."""
    points: int
    """What people said and aim at, and notes written for them."""
    requests: int
    """Questions to the officers, and what was said of them."""
    webhooks: int
    """Secrets that sign what software is told."""


def rotate_secrets(engine: Engine, secrets: tuple[str, ...], now: datetime) -> Rotation:
    """Puts everything under the first of ``secrets``, in one transaction; the others may then be forgotten.

    Raises:
        DamagedTrailError: the trail is not whole.
        UnreadableSealError: a record opens with none of the ``secrets``; then nothing has changed.
    """
    trail = Trail(engine, secrets)
    fault = trail.verify()
    if fault is not None:
        raise DamagedTrailError(fault)
    with transaction(engine, writes=True) as session:
        done = Rotation(
            identities=reseal_identities(session, Sealer(secrets, IDENTITY))
            + reseal_account_mail(session, Sealer(secrets, ACCOUNT_MAIL)),
            second_factors=reseal_second_factors(session, Sealer(secrets, SECOND_FACTOR)),
            notes=reseal_notes(session, Sealer(secrets, NOTES))
            + reseal_contact_notes(session, Sealer(secrets, CONTACT_NOTES)),
            follow_ups=reseal_steps(session, Sealer(secrets, STEPS))
            + reseal_follow_notes(session, Sealer(secrets, NOTE_WORDS))
            + reseal_meetings(session, Sealer(secrets, MEETING_WORDS)),
            points=reseal_points(session, Sealer(secrets, POINTS)),
            requests=reseal_requests(session, Sealer(secrets, WORDS)),
            webhooks=reseal_webhooks(session, Sealer(secrets, WEBHOOKS)),
        )
        forget_answers(session)
        # An entry signs the head with the first key.
        trail.append(session, Event(Asker.local().id, "secrets.rotate", details=asdict(done)), now)
    return done
