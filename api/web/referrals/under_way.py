"""Which barriers of a person an open referral is about already, for pages that would have one prepare another."""

from collections.abc import Mapping
from dataclasses import dataclass

from api.web.access import Access
from api.web.referrals.addresses import referral_address
from api.web.referrals.state_words import state_label
from network_data.repositories import NetworkRepository, PersonFile, View
from network_data.repositories.referrals import ReferralRepository
from network_data.tables import Referral


@dataclass(frozen=True, slots=True)
class UnderWay:
    """An open referral, as a line of another page."""

    service_id: str
    state: str
    where: str
    """The name of the partner."""
    address: str


def under_way(
    book: ReferralRepository, file: PersonFile, network: NetworkRepository
) -> Mapping[str, tuple[UnderWay, ...]]:
    """By barrier, the open referrals of a person whom the asker has opened, as far as they see their needs."""
    seen = {need.barrier for need in file.needs}
    found: dict[str, tuple[UnderWay, ...]] = {}
    for referral in book.open_about(file.person.id, seen):
        if file.view is View.WHOLE or seen.issuperset(referral.barriers):
            for barrier in referral.barriers:
                found[barrier] = (*found.get(barrier, ()), _line(referral, network))
    return found


def may_refer(access: Access, file: PersonFile) -> bool:
    """Whether the asker may prepare referrals of the person: who accompanies, and who was entrusted with needs."""
    return file.view is View.ENTRUSTED or access.entry.edit(file.person.id) is not None


def _line(referral: Referral, network: NetworkRepository) -> UnderWay:
    service = network.service(referral.service_id)
    partner = network.partner(service.partner_id) if service else None
    return UnderWay(
        service_id=referral.service_id,
        state=state_label(referral.state, referral.kind),
        where=partner.name if partner else "Un partenaire qui n’est plus dans le réseau",
        address=referral_address(referral.id),
    )
