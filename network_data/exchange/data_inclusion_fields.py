"""The fields of data·inclusion v1 under our names, and what to tell when one is not valid."""

from data_inclusion.schema.v1 import Service, Structure
from pydantic import BaseModel

PLACE_FIELDS = {
    "adresse": "address",
    "complement_adresse": "address_complement",
    "code_postal": "postcode",
    "commune": "city",
    "code_insee": "insee_code",
    "latitude": "latitude",
    "longitude": "longitude",
    "telephone": "phone",
    "courriel": "email",
    "horaires_accueil": "opening_hours",
}
STRUCTURE_FIELDS = {
    "id": "id",
    "source": "source",
    "nom": "name",
    "description": "description",
    "date_maj": "updated_on",
    "siret": "siret",
    "site_web": "website",
    "lien_source": "source_link",
    "accessibilite_lieu": "accessibility_link",
    "reseaux_porteurs": "networks",
    **PLACE_FIELDS,
}
SERVICE_FIELDS = {
    "id": "id",
    "structure_id": "partner_id",
    "source": "source",
    "nom": "name",
    "description": "description",
    "date_maj": "updated_on",
    "lien_source": "source_link",
    "type": "type",
    "thematiques": "thematiques",
    "frais": "fees",
    "frais_precisions": "fees_details",
    "publics": "publics",
    "publics_precisions": "publics_details",
    "conditions_acces": "access_conditions",
    "modes_accueil": "reception_modes",
    "zone_eligibilite": "eligibility_zone",
    "contact_nom_prenom": "contact_name",
    "lien_mobilisation": "mobilisation_link",
    "modes_mobilisation": "mobilisation_modes",
    "mobilisable_par": "mobilisable_by",
    "mobilisation_precisions": "mobilisation_details",
    "volume_horaire_hebdomadaire": "weekly_hours",
    "nombre_semaines": "weeks",
    **PLACE_FIELDS,
}


class Table:
    """One of the two kinds of files: its model, its fields, those without which a row is nothing."""

    def __init__(self, name: str, model: type[BaseModel], fields: dict[str, str]) -> None:
        self.name = name
        self.model = model
        self.fields = fields
        self.mandatory = frozenset(name for name, info in model.model_fields.items() if info.is_required())


STRUCTURES = Table("structures", Structure, STRUCTURE_FIELDS)
SERVICES = Table("services", Service, SERVICE_FIELDS)
TABLES = {table.name: table for table in (STRUCTURES, SERVICES)}

LISTS = frozenset(
    {
        "thematiques",
        "publics",
        "modes_accueil",
        "zone_eligibilite",
        "modes_mobilisation",
        "mobilisable_par",
        "reseaux_porteurs",
    }
)
CODES = (LISTS | {"type", "frais"}) - {"zone_eligibilite"}
"""Fields whose values are codes of the schema: safe to quote."""
LINKS = frozenset({"lien_source", "site_web", "lien_mobilisation", "accessibilite_lieu"})

_REASONS = {
    "nom": "le nom doit compter de 3 à 150 caractères",
    "description": "la description doit compter de 5 à 10 000 caractères",
    "date_maj": "date non valable : attendue entre 2000 et aujourd'hui (AAAA-MM-JJ)",
    "siret": "numéro SIRET non valable (14 chiffres attendus)",
    "code_postal": "code postal non valable (5 chiffres attendus)",
    "code_insee": "code commune non valable (5 caractères attendus)",
    "courriel": "adresse électronique non valable",
    "publics": "« tous-publics » ne va avec aucun autre public",
    "zone_eligibilite": "code de zone non valable",
}


def reason_for(field: str) -> str:
    """Why a value of ``field`` was refused, in French."""
    if field in LINKS:
        return "adresse internet non valable"
    return _REASONS.get(field, "valeur non valable")
