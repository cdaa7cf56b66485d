"""What to try when a criterion keeps a person from every service that answers a barrier."""

from types import MappingProxyType

from api.i18n import N_
from api.wording.speech import Speech

REMEDIES = MappingProxyType(
    {
        "zone": N_("Cherchez avec vos chargés de partenariat un service ouvert à sa commune."),
        "publics": N_("Demandez au service s’il fait une exception, ou cherchez un service ouvert à tous."),
        "age": N_("Cherchez avec vos chargés de partenariat un service pour son âge."),
        "women_only": N_("Cherchez avec vos chargés de partenariat un lieu qui lui convienne."),
        "fees": N_("Cherchez une aide pour payer, ou demandez au service un tarif solidaire."),
        "reception": N_("Proposez-lui d’appeler du chantier, ou demandez un rendez-vous sur place."),
        "step_free": N_("Demandez au service un rendez-vous dans un lieu sans marche."),
        "animals": N_("Voyez avec elle qui peut garder son animal pendant ce temps."),
        "avoided_place": N_("Demandez un rendez-vous ailleurs, ou à distance."),
        "language": N_("Demandez au service s’il peut recevoir avec un interprète."),
        "opening_hours": N_("Voyez avec le chantier quelle demi-journée peut être libérée."),
        "papers": N_("Commencez par demander avec elle les papiers qui manquent."),
        "capacity": N_("Demandez de nouveau s’il reste des places, ou une liste d’attente."),
        "distance": N_("Voyez avec elle si elle peut aller plus loin, ou être aidée pour le trajet."),
        "partner_choice": N_("C’est son choix : demandez-lui ce qui lui conviendrait."),
        "religious_link": N_("Cherchez avec vos chargés de partenariat un partenaire sans lien avec une religion."),
    }
)
"""Criterion -> what to try; one for each criterion that can exclude."""


def remedy(speech: Speech, criterion: str) -> str:
    """What to try, in a sentence."""
    return speech.say(REMEDIES[criterion])
