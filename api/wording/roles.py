"""What each role is called, of women and men alike."""

from collections.abc import Mapping
from types import MappingProxyType

from api.i18n import Message, say
from network_data.asker import Role

ROLES: Mapping[Role, Message] = MappingProxyType(
    {
        Role.ADVISOR: say("Accompagnement social"),
        Role.DIRECTION: say("Direction de chantier"),
        Role.SUPERVISOR: say("Encadrement technique"),
        Role.OFFICER: say("Partenariats"),
        Role.COORDINATOR: say("Coordination du territoire"),
        Role.ADMINISTRATOR: say("Administration de Maillage"),
        Role.AUDITOR: say("Contrôle des accès"),
        Role.SOFTWARE: say("Logiciel de chantier"),
        Role.LOCAL: say("Sur la machine"),
    }
)
"""By role, in the order they are offered."""
