"""Reads the JSON body of a request into a form, and says what is wrong with it without repeating what was sent.

FastAPI's own reading lets NaN and Infinity through, and its errors repeat what was sent.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from fastapi import Request
from pydantic import BaseModel, ValidationError

from api.errors import InvalidRequestError, NotJsonError, WrongContentTypeError
from api.i18n import Message, say
from api.validation import faults_of

Form = TypeVar("Form", bound=BaseModel)
_JSON = "application/json"
UNREADABLE = say("Le message n’est pas du JSON lisible. Vérifiez les guillemets, les virgules et l’encodage UTF-8.")
INVALID = say("Le message contient des champs à corriger. Rien n’a été gardé.")


async def json_text(request: Request) -> bytes:
    """The body of a request that says it is JSON.

    Raises:
        WrongContentTypeError: it says it is something else.
    """
    content_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if content_type != _JSON:
        raise WrongContentTypeError(say("Envoyez du JSON, avec l’en-tête « Content-Type: application/json »."))
    return await request.body()


def read_json(form: type[Form], body: bytes, unreadable: Message, invalid: Message) -> Form:
    """The form in a JSON text; ``unreadable`` and ``invalid`` say what it was to be.

    Raises:
        NotJsonError: the text is not JSON.
        InvalidRequestError: fields are missing, unknown or out of bounds; every one of them is told.
    """
    try:
        return form.model_validate_json(body)
    except ValidationError as error:
        # Pydantic's own message repeats what was sent: it stops here.
        found = error.errors(include_url=False, include_input=False)
    if any(fault["type"] == "json_invalid" for fault in found):
        raise NotJsonError(unreadable)
    raise InvalidRequestError(invalid, faults_of(found))


@dataclass(frozen=True, slots=True)
class Posted(Generic[Form]):
    """What a request sent, and the text that said so."""

    form: Form
    text: bytes


def posted(form: type[Form]) -> Callable[[Request], Awaitable[Posted[Form]]]:
    """The dependency that reads such a form in the request's body."""

    async def read(request: Request) -> Posted[Form]:
        text = await json_text(request)
        return Posted(read_json(form, text, UNREADABLE, INVALID), text)

    return read


def described_body(form: type[BaseModel]) -> dict[str, Any]:
    """What OpenAPI is told of a route that reads such a form."""
    schema = {"$ref": f"#/components/schemas/{form.__name__}"}
    return {"requestBody": {"required": True, "content": {_JSON: {"schema": schema}}}}
