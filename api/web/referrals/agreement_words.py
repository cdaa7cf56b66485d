"""What people agree to share, in words."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from network_data.tables import AgreementForm, SharedField, SharingAgreement

FIELDS: Mapping[SharedField, str] = MappingProxyType(
    {
        SharedField.FIRST_NAME: "son prénom",
        SharedField.LAST_NAME: "son nom",
        SharedField.PHONE: "son téléphone",
        SharedField.EMAIL: "son adresse électronique",
        SharedField.BIRTH_YEAR: "son année de naissance",
        SharedField.LANGUAGES: "les langues qu’elle parle",
        SharedField.AVAILABILITY: "ses demi-journées libres",
    }
)
USUAL = (SharedField.FIRST_NAME, SharedField.PHONE)
"""What most partners need to call someone back."""


def fields_words(fields: Iterable[str]) -> str:
    """The fields as they stand in a sentence: « son prénom et son téléphone »."""
    words = [FIELDS[field] for field in SharedField if field in set(fields)]
    if not words:
        return "rien d’autre que sa venue"
    return " et ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def shared_words(agreement: SharingAgreement) -> str:
    """What was agreed to, and how, in a sentence."""
    how = "De vive voix" if agreement.form is AgreementForm.ORAL else "Par écrit"
    helped = ", avec un interprète" if agreement.interpreter else ""
    return f"{how}{helped} : {fields_words(agreement.fields)}."
