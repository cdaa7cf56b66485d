"""What the clocks of referrals ask for, in sentences."""

from collections.abc import Mapping
from types import MappingProxyType

from api.i18n import Message, say
from network_data.repositories.mail_queue import UNDELIVERED
from network_data.vocabulary import NEED_CLOCK
from network_data.vocabulary.after_exit import EXIT_CLOCK
from network_data.vocabulary.paper_leads import PAPER_CLOCK

CLOCK_NAMES: Mapping[str, Message] = MappingProxyType(
    {
        "no-agreement": say("Préparée depuis longtemps, sans l’accord de la personne : abandonnée."),
        "no-answer": say("Le partenaire n’a pas encore répondu : appelez-le."),
        "still-no-answer": say("Le partenaire ne répond toujours pas : appelez-le ensemble, ou cherchez ailleurs."),
        "silence": say("Le partenaire n’a pas répondu : terminée sans réponse."),
        "waiting-list": say("Sur liste d’attente : demandez où elle en est, et si la personne le veut toujours."),
        "no-date": say("Acceptée, mais sans rendez-vous : demandez une date."),
        "outcome": say("Le rendez-vous est passé : notez ce qui en est sorti."),
        "review": say("En cours depuis longtemps : faites le point avec la personne et le partenaire."),
        "after-a-week": say("Aboutie il y a une semaine : demandez à la personne comment cela se passe."),
        "after-three-months": say("Aboutie il y a plusieurs mois : demandez à la personne où elle en est."),
        "dossier-check": say("C’est le jour de vérifier où en est ce dossier."),
        UNDELIVERED: say("Le message au partenaire n’est pas arrivé : adresse à vérifier. Appelez-le."),
        NEED_CLOCK: say("Frein évalué il y a plus de six mois : regardez-le de nouveau avec la personne."),
        PAPER_CLOCK: say("Un papier arrive à son terme : préparez son renouvellement."),
        EXIT_CLOCK: say("Après la sortie : demandez-lui comment cela se passe, et notez-le."),
    }
)
"""Of everything that may be due."""


def clock_name(code: str) -> Message:
    """What a clock asks for, once it has run out."""
    return CLOCK_NAMES[code]
