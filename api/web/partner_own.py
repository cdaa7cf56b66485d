"""What a reader has under way with a partner: whoever is on the telephone with them notes it in one press."""

from dataclasses import dataclass
from datetime import date

from api.dependencies import CurrentRecorder, Now
from api.web.access import CurrentAccess
from api.web.referrals.state_words import state_label
from api.web.visit import CurrentVisit
from network_data.civil_time import day_of
from network_data.repositories.with_partner import in_hand
from network_data.tables import Referral, Service


@dataclass(frozen=True, slots=True)
class OwnLine:
    """A referral of somebody whom the reader accompanies."""

    referral: Referral
    name: str
    service: Service | None
    state: str
    since: date


@dataclass(frozen=True, slots=True)
class OwnReferrals:
    """The reader before a partner."""

    visit: CurrentVisit
    access: CurrentAccess
    now: Now
    recorder: CurrentRecorder

    def at(self, partner_id: str) -> list[OwnLine]:
        """What they have under way there, the oldest first."""
        found = in_hand(self.access.asker, self.visit.session, self.now, self.recorder, partner_id)
        files = self.visit.people.find_each(sorted({each.person_id for each in found})) if found else {}
        names = self.access.identities.of(list(files.values())) if files else {}
        return [
            OwnLine(
                referral=each,
                name=(names[each.person_id].name if each.person_id in names else "") or each.person_id,
                service=self.visit.network.service(each.service_id),
                state=state_label(each.state, each.kind),
                since=day_of(each.since),
            )
            for each in found
        ]
