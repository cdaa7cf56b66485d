"""What chantiers' software is told, as the description of the API has it."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from network_data.tables import WebhookEvent


class ChangedThing(BaseModel):
    """What changed: to be read over the API."""

    model_config = ConfigDict(extra="forbid")

    id: str = Field(description="L’identifiant de l’orientation ou de la demande.")
    state: str = Field(description="L’état où elle en est.")
    version: int = Field(description="Combien d’événements elle a : son « ETag » dans l’API.")


class NothingChanged(BaseModel):
    """Nothing: a trial."""

    model_config = ConfigDict(extra="forbid")


class Announcement(BaseModel):
    """One delivery: a referral or a request has changed, or a trial."""

    model_config = ConfigDict(extra="forbid")

    type: Literal[WebhookEvent.REFERRAL, WebhookEvent.REQUEST, WebhookEvent.PING]
    timestamp: datetime = Field(description="Quand le changement a été noté.")
    data: ChangedThing | NothingChanged


_HEADERS = {
    "webhook-id": "L’identifiant de l’annonce, le même à chaque essai.",
    "webhook-timestamp": "L’heure de l’envoi, en secondes depuis 1970.",
    "webhook-signature": "« v1, » et la signature HMAC-SHA256, en base 64 ; plusieurs entre espaces.",
}


def described_webhooks() -> dict[str, Any]:
    """The webhooks of the API, as OpenAPI 3.1 describes them."""
    schema = {"$ref": f"#/components/schemas/{Announcement.__name__}"}
    operation = {
        "summary": "Un changement, annoncé au logiciel d’une clé",
        "parameters": [
            {"name": name, "in": "header", "required": True, "description": said, "schema": {"type": "string"}}
            for name, said in _HEADERS.items()
        ],
        "requestBody": {"required": True, "content": {"application/json": {"schema": schema}}},
        "responses": {"2XX": {"description": "Reçue ; toute autre réponse vaut refus, et l’annonce est réessayée."}},
    }
    return {event.value: {"post": operation} for event in WebhookEvent}
