"""Requests made from the API's own description, valid and not: each gets a documented answer, none a defect."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import positive_data_acceptance
from schemathesis.schemas import BaseSchema

from tests.api.serving import application

DESCRIPTION_PATH = "/api/v1/openapi.json"
EXAMPLES = 60


def ways_to_ask() -> Iterator[tuple[str, str, GenerationMode]]:
    """Every path and method that the API declares, asked well; and badly where there is something to get wrong."""
    app = application("sqlite://")
    app.state.engine.dispose()
    for path, methods in app.openapi()["paths"].items():
        for method, operation in methods.items():
            yield path, method, GenerationMode.POSITIVE
            if operation.get("parameters") or "requestBody" in operation:
                yield path, method, GenerationMode.NEGATIVE


@pytest.fixture(scope="module")
def app(demonstration_url: str) -> Iterator[FastAPI]:
    """The application over the demonstration."""
    app = application(demonstration_url)
    yield app
    app.state.engine.dispose()


@pytest.fixture(scope="module")
def description(app: FastAPI) -> BaseSchema:
    """What the application says of itself."""
    return schemathesis.openapi.from_asgi(DESCRIPTION_PATH, app)


@pytest.mark.parametrize(("path", "method", "mode"), list(ways_to_ask()))
def test_every_request_gets_a_documented_answer(
    description: BaseSchema, path: str, method: str, mode: GenerationMode
) -> None:
    @settings(max_examples=EXAMPLES, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
    @given(description[path][method].as_strategy(generation_mode=mode))
    def ask(case: Case[Any]) -> None:
        # What a schema cannot say (one barrier once, a birth before the question) may refuse what follows it.
        case.call_and_validate(excluded_checks=[positive_data_acceptance])

    ask()
