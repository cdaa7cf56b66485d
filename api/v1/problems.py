"""Declares the errors of an endpoint in OpenAPI, as the problem+json that they are."""

from http import HTTPStatus
from typing import Any

from api.errors import PROBLEMS, ProblemDocument
from api.problem_responses import PROBLEM_JSON

SCHEMA_REFERENCE = f"#/components/schemas/{ProblemDocument.__name__}"
_CONTENT = {PROBLEM_JSON: {"schema": {"$ref": SCHEMA_REFERENCE}}}
_ALWAYS = HTTPStatus.INTERNAL_SERVER_ERROR

Responses = dict[int | str, dict[str, Any]]


def problems(*statuses: int) -> Responses:
    """The ``responses`` of an endpoint: what it answers, these errors, and a defect of ours."""
    titles = {problem.status: problem.title.text for problem in PROBLEMS}
    told: Responses = {status: {"description": titles[status], "content": _CONTENT} for status in (*statuses, _ALWAYS)}
    return {HTTPStatus.OK: {"description": "La réponse"}, **told}
