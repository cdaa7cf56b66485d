"""The few words by which a barrier is called on a tile: no label there shames, none is long."""

from types import MappingProxyType

from network_data.vocabulary import BARRIERS

_SHORT_NAMES = MappingProxyType(
    {
        "identite": "Identité",
        "droit-au-sejour": "Droit au séjour",
        "domiciliation": "Domiciliation",
        "acces-droits": "Accès aux droits",
        "demarches-administratives": "Démarches",
        "fiscalite": "Impôts",
        "suivi-rsa": "RSA",
        "suivi-judiciaire": "Suivi judiciaire",
        "difficulte-juridique": "Question juridique",
        "discrimination": "Discrimination",
        "sans-ressources": "Ressources",
        "endettement": "Dettes",
        "gestion-budget": "Budget",
        "compte-bancaire": "Compte bancaire",
        "protection-juridique": "Protection juridique",
        "alimentation": "Alimentation",
        "equipement-vetements": "Équipement",
        "hygiene": "Hygiène",
        "sans-hebergement": "Hébergement",
        "hebergement-precaire": "Stabiliser le toit",
        "acces-logement": "Accès au logement",
        "maintien-logement": "Garder le logement",
        "impayes-loyer": "Loyer, énergie",
        "logement-inadapte": "Logement inadapté",
        "couverture-sante": "Couverture santé",
        "acces-soins": "Accès aux soins",
        "sante-mentale": "Santé mentale",
        "addictions": "Addictions",
        "handicap-rqth": "Handicap, RQTH",
        "incapacite-temporaire": "Santé et travail",
        "sante-sexuelle": "Santé sexuelle",
        "garde-enfants": "Garde d'enfants",
        "parentalite": "Parentalité",
        "violences-conflit": "Violences, conflit",
        "aidance": "Proche à charge",
        "isolement": "Liens, isolement",
        "francais-oral": "Français oral",
        "lecture-ecriture": "Lecture, écriture",
        "calcul": "Calcul",
        "numerique-equipement": "Téléphone, internet",
        "numerique-competences": "Bases du numérique",
        "numerique-demarches": "Démarches en ligne",
        "mobilite-transport": "Transport",
        "permis-vehicule": "Permis, véhicule",
        "mobilite-psychologique": "Oser se déplacer",
        "projet-professionnel": "Projet professionnel",
        "qualification": "Formation",
        "recherche-emploi": "Recherche d'emploi",
        "longue-inactivite": "Reprise d'activité",
        "maintien-emploi": "Garder l'emploi",
        "creation-activite": "Créer son activité",
        "confiance-en-soi": "Confiance en soi",
        "activites-citoyennete": "Activités, culture",
        "retraite": "Retraite",
        "amendes-saisies": "Amendes, saisies",
        "soins-dentaires": "Soins dentaires",
        "fin-hebergement": "Fin d'hébergement",
        "diplome-etranger": "Diplôme étranger",
        "rythme-posture": "Rythme de travail",
    }
)


def short_name(barrier: str) -> str:
    """The short name of a barrier; its label when the vocabulary has grown faster than this list."""
    return _SHORT_NAMES.get(barrier) or BARRIERS[barrier].label
