"""What chantiers' software is told, and what came of it, in words."""

from collections.abc import Mapping
from types import MappingProxyType

from api.i18n import Message, say
from network_data.tables import DeliveryState, WebhookEvent

EVENTS: Mapping[WebhookEvent, Message] = MappingProxyType(
    {
        WebhookEvent.REFERRAL: say("Une orientation a changé"),
        WebhookEvent.REQUEST: say("Une demande a changé"),
        WebhookEvent.PING: say("Essai"),
    }
)
STATES: Mapping[DeliveryState, Message] = MappingProxyType(
    {
        DeliveryState.WAITING: say("attend"),
        DeliveryState.DELIVERED: say("reçue"),
        DeliveryState.VOID: say("n’avait plus lieu d’être"),
        DeliveryState.FAILED: say("abandonnée"),
    }
)
_WHY: Mapping[str, Message] = MappingProxyType(
    {
        "not-https": say("l’adresse n’est pas en https://"),
        "unreadable": say("l’adresse ne se lit pas"),
        "forbidden-address": say("l’adresse mène à une machine qui n’est pas ouverte à tous"),
        "no-such-host": say("personne ne connaît ce nom de serveur"),
        "certificate": say("le certificat du serveur n’est pas reconnu"),
        "timeout": say("le serveur ne répond pas à temps"),
        "closed": say("rien n’écoute à cette adresse"),
        "broken": say("le serveur a coupé court"),
    }
)


def status_words(status: str) -> Message:
    """What the last try came to."""
    return _WHY.get(status) or say("le serveur a répondu {status}", status=status)
