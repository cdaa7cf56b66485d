"""Every answer tells the browser to load nothing from elsewhere, run nothing, and keep nothing."""

import re

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.security.headers import content_policy
from api.settings import Settings
from tests.api.serving import application, serving

POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
ANSWERED = [
    ("GET", "/", 401),
    ("GET", "/api/docs", 200),
    ("GET", "/api/v1/openapi.json", 200),
    ("GET", "/api/v1/services", 200),
    ("GET", "/api/v1/persons/P-0000", 404),
    ("GET", "/api/v1/services?size=0", 422),
    ("PUT", "/api/v1/services", 405),
    ("POST", "/api/v1/match", 415),
    ("GET", "/nulle-part", 404),
    ("GET", "/health/live", 200),
    ("GET", "/static/maillage.css", 200),
    ("GET", "/static/absent.css", 404),
]


@pytest.mark.parametrize(("method", "path", "status"), ANSWERED)
def test_every_answer_is_protected(client: TestClient, method: str, path: str, status: int) -> None:
    response = client.request(method, path)
    assert response.status_code == status
    assert response.headers["content-security-policy"] == POLICY
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["referrer-policy"] == "no-referrer"
    assert response.headers["cross-origin-opener-policy"] == "same-origin"
    assert response.headers["cross-origin-resource-policy"] == "same-origin"
    assert "geolocation=()" in response.headers["permissions-policy"]
    assert "access-control-allow-origin" not in response.headers
    assert "server" not in response.headers


@pytest.mark.parametrize(("method", "path", "status"), ANSWERED)
def test_only_files_are_kept_by_browsers(client: TestClient, method: str, path: str, status: int) -> None:
    kept = client.request(method, path).headers.get("cache-control")
    assert kept == (None if path.startswith("/static/") else "no-store")


def test_a_defect_is_protected_too(sqlite_url: str) -> None:
    app = application(sqlite_url)
    _break(app)
    with TestClient(app) as client:
        response = client.get("/api/broken")
    assert response.status_code == 500
    assert response.headers["content-security-policy"] == POLICY
    assert response.headers["cache-control"] == "no-store"


def _break(app: FastAPI) -> None:
    @app.get("/api/broken")
    def fail() -> None:
        raise ValueError


def test_nothing_unsafe_is_allowed_and_tiles_come_from_their_own_place_only() -> None:
    tiled = content_policy(Settings(tile_url="https://{s}.tiles.example/{z}/{x}/{y}.png"))
    assert "img-src 'self' https://*.tiles.example;" in tiled
    assert "unsafe" not in POLICY + tiled


def test_browsers_remember_to_come_by_https_where_it_is_used(demonstration_url: str) -> None:
    with serving(demonstration_url) as client:
        assert "strict-transport-security" not in client.get("/health/live").headers
    served = application(demonstration_url, demonstration=False, insecure_cookies=False, secret_key="s" * 40)
    with TestClient(served) as client:
        told = client.get("/health/live").headers["strict-transport-security"]
    age = re.match(r"max-age=(\d+); includeSubDomains$", told)
    assert age is not None
    assert int(age[1]) >= 31_536_000


def test_the_documentation_of_the_api_runs_under_its_own_policy(client: TestClient) -> None:
    page = client.get("/api/docs").text
    assert not re.search(r"<style|<script|\sstyle=|\son\w+=", page)
