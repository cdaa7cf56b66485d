"""Finds a partner for whoever keeps the partnerships of its territory."""

from api.errors import ForbiddenError, NotFoundError
from api.i18n import say
from api.web.visit import Visit
from network_data.asker import Asker
from network_data.tables import Partner


def kept_partner(visit: Visit, asker: Asker, partner_id: str) -> Partner:
    """The partner, whose settings are the asker's to change.

    Raises:
        NotFoundError: there is none.
        ForbiddenError: they keep no partnership of its territory.
    """
    partner = visit.network.partner(partner_id)
    if partner is None:
        raise NotFoundError(say("Ce partenaire n’existe pas dans le réseau."))
    if not asker.keeps_partnerships(partner.territory_slug):
        raise ForbiddenError(say("Ces réglages sont à l’équipe de partenariat et à la coordination du territoire."))
    return partner
