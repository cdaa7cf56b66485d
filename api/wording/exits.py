"""What people left for and what became of it, in words."""

from collections.abc import Mapping
from types import MappingProxyType

from api.i18n import Message, say
from network_data.vocabulary.after_exit import ExitKind, ExitOutcome

EXIT_KINDS: Mapping[ExitKind, Message] = MappingProxyType(
    {
        ExitKind.LASTING_JOB: say("Emploi durable (CDI, ou CDD de six mois et plus)"),
        ExitKind.SHORT_JOB: say("Emploi court (CDD de moins de six mois, intérim)"),
        ExitKind.TRAINING: say("Formation"),
        ExitKind.HOME: say("Logement"),
        ExitKind.OTHER: say("Autre sortie"),
    }
)
EXIT_OUTCOMES: Mapping[ExitOutcome, Message] = MappingProxyType(
    {
        ExitOutcome.HOLDS: say("Cela tient"),
        ExitOutcome.CHANGED: say("Changé pour un autre"),
        ExitOutcome.ENDED: say("C’est fini : faire le point avec elle"),
        ExitOutcome.UNREACHED: say("Pas joignable cette fois"),
        ExitOutcome.STOPPED: say("Elle ne souhaite plus être appelée"),
    }
)
