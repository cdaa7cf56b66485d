"""What partners read when they answer by a link: their answers, and what people agreed to tell them."""

from collections.abc import Mapping
from types import MappingProxyType

from api.i18n import Message, say
from network_data.tables import SharedField
from network_data.vocabulary import ReferralState

_ANSWERS: Mapping[ReferralState, Message] = MappingProxyType(
    {
        ReferralState.ACCEPTED: say("Vous avez dit oui, sans date pour l’instant."),
        ReferralState.SCHEDULED: say("Vous avez dit oui, avec un rendez-vous."),
        ReferralState.WAITLISTED: say("Vous avez mis cette demande sur votre liste d’attente."),
        ReferralState.DECLINED: say("Vous avez dit non."),
    }
)
_FIELDS: Mapping[SharedField, Message] = MappingProxyType(
    {
        SharedField.FIRST_NAME: say("Prénom"),
        SharedField.LAST_NAME: say("Nom"),
        SharedField.PHONE: say("Téléphone"),
        SharedField.EMAIL: say("Courriel"),
        SharedField.BIRTH_YEAR: say("Année de naissance"),
        SharedField.LANGUAGES: say("Langues parlées"),
        SharedField.AVAILABILITY: say("Moments libres"),
    }
)


def answer_name(state: ReferralState) -> Message:
    """What a partner answered."""
    return _ANSWERS[state]


def field_name(field: SharedField) -> Message:
    """What a shared piece is called."""
    return _FIELDS[field]
