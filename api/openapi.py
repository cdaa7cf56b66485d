"""The description of the API in OpenAPI 3.1: FastAPI's, with the schemas that it does not see by itself."""

from collections.abc import Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel

from api.errors import ProblemDocument, UnauthenticatedError
from api.v1.cohort import CohortForm
from api.v1.contacts import ContactForm
from api.v1.exits import ExitAnswerForm, ExitForm
from api.v1.papers import PapersForm
from api.v1.profile import ProfileForm
from api.v1.referral_forms import EventForm, ReferralForm, SharingForm
from api.v1.request_forms import AssignmentForm, CallForm, RequestForm, RequestMoveForm
from api.v1.staffing import MonthForm, WhatIfForm
from api.v1.steps import StepChangeForm, StepForm
from api.webhooks.announcement import Announcement, described_webhooks

EXAMPLE_PROFILE = {
    "barriers": [
        {"code": "domiciliation", "severity": 3, "priority": True},
        {"code": "acces-soins", "severity": 2},
    ],
    "location": {"latitude": 48.8919, "longitude": 2.3752},
    "birth_year": 1984,
    "languages": ["fra", "ara"],
    "available": ["mon-am", "thu-pm"],
}
DESCRIPTION = (
    "Rapproche les freins d’une personne et un réseau de partenaires. Les champs portent des noms anglais, les codes "
    "sont ceux du vocabulaire, les dates suivent ISO 8601, les distances sont en kilomètres. Une liste n’est jamais "
    "null. Les erreurs suivent la RFC 9457, en français ou en anglais selon « Accept-Language »."
)
SECURITY = {
    "key": {
        "type": "http",
        "scheme": "bearer",
        "description": "La clé d’un chantier, que donne l’administrateur : « Authorization: Bearer mlg_… ».",
    },
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": "__Host-maillage-session",
        "description": "La session d’une personne identifiée sur les pages ; son rôle dit ce qu’elle peut.",
    },
}
"""The ways to say who asks; either is enough."""
_UNAUTHENTICATED = str(UnauthenticatedError.status)
_REFERENCE = "#/components/schemas/{model}"


def describe(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document of ``app``."""
    document = get_openapi(
        title=app.title,
        version=app.version,
        openapi_version="3.1.0",
        description=DESCRIPTION,
        routes=app.routes,
        license_info={"name": "MIT", "identifier": "MIT"},
    )
    schemas = document["components"]["schemas"]
    for model in (
        ProfileForm,
        PapersForm,
        ExitForm,
        ExitAnswerForm,
        StepForm,
        StepChangeForm,
        ReferralForm,
        ContactForm,
        EventForm,
        SharingForm,
        RequestForm,
        RequestMoveForm,
        AssignmentForm,
        CallForm,
        CohortForm,
        MonthForm,
        WhatIfForm,
        ProblemDocument,
        Announcement,
    ):
        schemas.update(_definitions(model))
    schemas[ProfileForm.__name__]["examples"] = [EXAMPLE_PROFILE]
    document["components"]["schemas"] = dict(sorted(schemas.items()))
    document["components"]["securitySchemes"] = SECURITY
    document["webhooks"] = described_webhooks()
    for operation in _operations(document):
        operation["security"] = (
            [{scheme: []} for scheme in SECURITY] if _UNAUTHENTICATED in operation["responses"] else []
        )
    return document


def _operations(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for methods in document["paths"].values():
        yield from methods.values()


def _definitions(model: type[BaseModel]) -> dict[str, Any]:
    """The schema of ``model``, and of what it is made of, by name."""
    schema = model.model_json_schema(ref_template=_REFERENCE)
    return {**schema.pop("$defs", {}), model.__name__: schema}
