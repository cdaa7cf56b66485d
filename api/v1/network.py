"""The network, to read: services, partners, barriers and what comes before what."""

from typing import Annotated

from fastapi import APIRouter, Path

from api.dependencies import Language, Transaction
from api.errors import NotFoundError
from api.i18n import say
from api.security.keys import Permission
from api.security.permissions import needs
from api.v1.network_documents import (
    BarrierDocument,
    PartnerDocument,
    PartnerWithServices,
    PrerequisiteDocument,
    ServiceDocument,
)
from api.v1.paging import AskedPage, Page
from api.v1.problems import problems
from api.v1.repeated import EACH_ONCE
from api.wording import Wording
from network_data.repositories import NetworkRepository
from network_data.vocabulary import BARRIERS, PREREQUISITES, Barrier

router = APIRouter(tags=["network"], dependencies=[needs(Permission.NETWORK), EACH_ONCE])

PLAIN_TEXT = r"^[^\x00-\x1f\x7f]+$"
"""No control character: PostgreSQL refuses to compare some of them."""
PathId = Annotated[str, Path(min_length=1, max_length=200, pattern=PLAIN_TEXT)]


@router.get("/services", responses=problems(401, 403, 422, 429))
def list_services(session: Transaction, paging: AskedPage) -> Page[ServiceDocument]:
    """Les services du réseau, par identifiant."""
    services, total = NetworkRepository(session).services_page(paging.offset, paging.size)
    return paging.of(services, total, ServiceDocument.of)


@router.get("/services/{service_id}", responses=problems(401, 403, 404, 422, 429))
def get_service(session: Transaction, service_id: PathId) -> ServiceDocument:
    """Un service."""
    service = NetworkRepository(session).service(service_id)
    if service is None:
        raise NotFoundError(say("Ce service n’existe pas dans le réseau. Vérifiez son identifiant."))
    return ServiceDocument.of(service)


@router.get("/partners", responses=problems(401, 403, 422, 429))
def list_partners(session: Transaction, paging: AskedPage) -> Page[PartnerDocument]:
    """Les partenaires du réseau, par nom."""
    partners, total = NetworkRepository(session).partners_page(paging.offset, paging.size)
    return paging.of(partners, total, PartnerDocument.of)


@router.get("/partners/{partner_id}", responses=problems(401, 403, 404, 422, 429))
def get_partner(session: Transaction, partner_id: PathId) -> PartnerWithServices:
    """Un partenaire et tous ses services."""
    repository = NetworkRepository(session)
    partner = repository.partner(partner_id)
    if partner is None:
        raise NotFoundError(say("Ce partenaire n’existe pas dans le réseau. Vérifiez son identifiant."))
    services = [ServiceDocument.of(service) for service in repository.services_of(partner_id)]
    return PartnerWithServices(**PartnerDocument.of(partner).model_dump(), services=services)


@router.get("/barriers", responses=problems(401, 403, 422, 429))
def list_barriers(language: Language, paging: AskedPage) -> Page[BarrierDocument]:
    """Les freins, dans l’ordre du vocabulaire."""
    wording = Wording(language)
    barriers = list(BARRIERS.values())
    return paging.of(paging.part(barriers), len(barriers), lambda barrier: _tell_barrier(barrier, wording))


@router.get("/barriers/prerequisites", responses=problems(401, 403, 422, 429))
def list_prerequisites(paging: AskedPage) -> Page[PrerequisiteDocument]:
    """Ce qui vient avant quoi, quand une personne porte les deux freins."""
    return paging.of(paging.part(PREREQUISITES), len(PREREQUISITES), PrerequisiteDocument.of)


def _tell_barrier(barrier: Barrier, wording: Wording) -> BarrierDocument:
    told = {
        "label": wording.barrier(barrier.code),
        "domain_label": wording.domain(barrier.domain),
        "open_now": wording.barrier_open_now(barrier.code),
    }
    return BarrierDocument.model_validate(barrier.model_dump(mode="json") | told)
