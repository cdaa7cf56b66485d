"""The API's documentation as a page of ours, drawn from its OpenAPI description; it loads nothing from elsewhere."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup, escape

from api.dependencies import Transaction
from api.errors import PROBLEMS, ProblemError
from api.openapi import EXAMPLE_PROFILE
from api.web.place import place_of
from api.web.templating import render
from network_data.repositories import NetworkRepository

router = APIRouter(include_in_schema=False)

JsonSchema = Mapping[str, Any]

_MOST_VALUES = 14
"""A list of accepted values longer than this is told by their number."""
_TYPES = {
    "string": "texte",
    "integer": "nombre entier",
    "number": "nombre",
    "boolean": "true ou false",
    "object": "objet",
    "array": "liste",
    "null": "null",
}
_FORMATS = {"date": "date AAAA-MM-JJ"}


@dataclass(frozen=True, slots=True)
class Kind:
    """What a value is, in words; ``schema`` names the schema of the document that it follows."""

    words: str
    schema: str | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a schema, or a parameter of an operation."""

    name: str
    kind: Kind
    required: bool
    description: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """One status that an operation may answer."""

    status: str
    description: str
    kind: Kind | None


@dataclass(frozen=True, slots=True)
class Operation:
    """A method on a path."""

    anchor: str
    method: str
    path: str
    description: str
    parameters: tuple[Field, ...]
    body: Kind | None
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Schema:
    """A named object and its fields."""

    name: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Documentation:
    """Everything that the page shows."""

    version: str
    description: str
    operations: tuple[Operation, ...]
    schemas: tuple[Schema, ...]
    problems: tuple[type[ProblemError], ...]
    example: Markup


@router.get("/api/docs", response_class=HTMLResponse)
def api_docs(request: Request, session: Transaction) -> HTMLResponse:
    """The page."""
    shown = documentation_of(request.app.openapi(), str(request.base_url))
    return HTMLResponse(render("api_docs.html", place=place_of(NetworkRepository(session)), docs=shown))


def documentation_of(document: JsonSchema, base_url: str) -> Documentation:
    """The page's content for an OpenAPI document served at ``base_url``."""
    return Documentation(
        version=document["info"]["version"],
        description=document["info"]["description"],
        operations=tuple(_operations(document)),
        schemas=tuple(_schema(name, schema) for name, schema in document["components"]["schemas"].items()),
        problems=PROBLEMS,
        example=escape(_curl(base_url)),
    )


def kind_of(schema: JsonSchema) -> Kind:
    """What a schema accepts, in words."""
    if "$ref" in schema:
        return Kind("", schema["$ref"].rpartition("/")[2])
    if "anyOf" in schema:
        return _either([kind_of(choice) for choice in schema["anyOf"]])
    if "enum" in schema or "const" in schema:
        return Kind(_choices(schema.get("enum") or [schema["const"]]))
    if schema.get("type") == "array":
        items = kind_of(schema["items"])
        return Kind(f"liste : {items.words}" if items.words else "liste de", items.schema)
    if schema.get("type") == "object" and isinstance(schema.get("additionalProperties"), Mapping):
        return Kind(f"objet : code → {kind_of(schema['additionalProperties']).words}")
    return Kind(_FORMATS.get(schema.get("format", ""), _TYPES.get(schema.get("type", ""), "valeur")) + _bounds(schema))


def _either(kinds: list[Kind]) -> Kind:
    named = next((kind.schema for kind in kinds if kind.schema), None)
    words = [kind.words for kind in kinds if kind.words]
    return Kind(" ou ".join(words), named) if named is None else Kind(f"{' ou '.join(words)} ou", named)


def _choices(values: list[str]) -> str:
    if len(values) > _MOST_VALUES:
        return f"un code parmi {len(values)}"
    return " | ".join(str(value) for value in values)


def _bounds(schema: JsonSchema) -> str:
    """The limits of a number, as an interval."""
    low, high = schema.get("minimum"), schema.get("maximum")
    if "exclusiveMinimum" in schema:
        return f", plus de {schema['exclusiveMinimum']:g}"
    return "" if low is None or high is None else f", de {low:.15g} à {high:.15g}"


def _operations(document: JsonSchema) -> Iterator[Operation]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            body = operation.get("requestBody", {}).get("content", {})
            yield Operation(
                anchor=operation["operationId"],
                method=method.upper(),
                path=path,
                description=operation.get("description", ""),
                parameters=tuple(_parameter(each) for each in operation.get("parameters", ())),
                body=_content(body),
                answers=tuple(_answer(status, told) for status, told in operation["responses"].items()),
            )


def _parameter(told: JsonSchema) -> Field:
    place = "dans l’adresse" if told["in"] == "path" else "après « ? »"
    return Field(told["name"], kind_of(told["schema"]), told.get("required", False), told.get("description", ""), place)


def _answer(status: str, told: JsonSchema) -> Answer:
    return Answer(status, told["description"], _content(told.get("content", {})))


def _content(content: JsonSchema) -> Kind | None:
    return next((kind_of(media["schema"]) for media in content.values()), None)


def _schema(name: str, schema: JsonSchema) -> Schema:
    required = schema.get("required", ())
    fields = (
        Field(field, kind_of(told), field in required, told.get("description", ""))
        for field, told in schema.get("properties", {}).items()
    )
    return Schema(name, tuple(fields))


def _curl(base_url: str) -> str:
    fields = ",\n".join(
        f'    "{name}": {json.dumps(value, ensure_ascii=False)}' for name, value in EXAMPLE_PROFILE.items()
    )
    headers = "-H \"Authorization: Bearer $MAILLAGE_CLE\" \\\n  -H 'Content-Type: application/json'"
    return f"curl {base_url}api/v1/match \\\n  {headers} \\\n  -d '{{\n{fields}\n  }}'"
