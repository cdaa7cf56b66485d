"""The publics of data·inclusion, as people call them."""

from types import MappingProxyType

PUBLICS = MappingProxyType(
    {
        "tous-publics": "Tous publics",
        "actifs": "Actifs",
        "beneficiaires-des-minimas-sociaux": "Bénéficiaires des minimas sociaux",
        "demandeurs-emploi": "Demandeurs d'emploi",
        "etudiants": "Étudiants",
        "familles": "Familles",
        "femmes": "Femmes",
        "jeunes": "Jeunes",
        "personnes-en-situation-de-handicap": "Personnes en situation de handicap",
        "personnes-en-situation-durgence": "Personnes en situation d'urgence",
        "personnes-en-situation-juridique-specifique": "Personnes en situation juridique spécifique",
        "personnes-exilees": "Personnes exilées",
        "residents-qpv-frr": "Résidents d'un quartier prioritaire ou d'une zone rurale à revitaliser",
        "seniors": "Seniors",
    }
)
