"""The settings of a provider: all of them or none, nothing that could be read on the way, and said in a sentence."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from api.app import create_app
from api.security.installation import UnsafeInstallationError
from api.security.provider.fetching import (
    LONGEST_BYTES,
    ProviderUnavailableError,
    RefusedByProviderError,
    fetch,
)
from api.security.provider.terms import provider_terms
from api.settings import Settings

WHOLE = {
    "oidc_issuer": "https://provider.example/api/v2",
    "oidc_client_id": "client",
    "oidc_client_secret": "hush",
    "public_url": "https://maillage.example/",
}


def settings(**told: object) -> Settings:
    return Settings.model_validate({"database_url": "sqlite://", "secret_key": "k" * 40, **told})


def test_without_any_of_them_there_is_no_provider() -> None:
    assert provider_terms(settings()) is None
    assert provider_terms(settings(oidc_issuer="", oidc_client_id="", oidc_client_secret="")) is None


@pytest.mark.parametrize("missing", ["oidc_issuer", "oidc_client_id", "oidc_client_secret"])
@pytest.mark.parametrize("left", [None, ""])
def test_half_of_them_stop_the_application(missing: str, left: str | None) -> None:
    with pytest.raises(UnsafeInstallationError, match="à moitié"):
        create_app(settings(**{**WHOLE, missing: left}))


@pytest.mark.parametrize(
    "issuer",
    [
        "http://provider.example",
        "provider.example",
        "ftp://provider.example",
        "https://",
        "https://[",
        "https://p/?a=1",
    ],
)
def test_an_issuer_that_could_be_read_or_replaced_on_the_way_is_refused(issuer: str) -> None:
    with pytest.raises(UnsafeInstallationError, match="https://"):
        provider_terms(settings(**{**WHOLE, "oidc_issuer": issuer}))


@pytest.mark.parametrize("issuer", ["http://127.0.0.1:9000", "http://localhost:9000", "http://[::1]:9000"])
def test_a_provider_on_this_very_machine_needs_no_https(issuer: str) -> None:
    assert provider_terms(settings(**{**WHOLE, "oidc_issuer": issuer})) is not None


def test_people_come_back_to_an_address_that_is_known() -> None:
    with pytest.raises(UnsafeInstallationError, match="MAILLAGE_PUBLIC_URL"):
        provider_terms(settings(**{**WHOLE, "public_url": "http://maillage.example"}))
    terms = provider_terms(settings(**WHOLE))
    assert terms is not None
    assert terms.redirect_uri == "https://maillage.example/connexion/fournisseur/retour"
    assert terms.after_sign_out_uri == "https://maillage.example/connexion"


def test_the_shared_secret_is_not_shown() -> None:
    assert "hush" not in repr(settings(**WHOLE)) + repr(provider_terms(settings(**WHOLE)))


class _Odd(BaseHTTPRequestHandler):
    """Answers as its path says."""

    def do_GET(self) -> None:
        status = int(self.path.strip("/"))
        self.send_response(status)
        if status == 302:
            self.send_header("location", "/200")
        self.end_headers()
        self.wfile.write(b"x" * (LONGEST_BYTES + 1 if status == 203 else 2))

    def do_POST(self) -> None:
        self.do_GET()

    def log_message(self, *_: object) -> None: ...


@pytest.fixture(scope="module")
def odd() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), _Odd) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_an_answer_is_read(odd: str) -> None:
    assert fetch(odd + "/200") == b"xx"


@pytest.mark.parametrize("status", [203, 302, 404, 500])
def test_too_much_a_redirect_or_an_error_is_no_answer(odd: str, status: int) -> None:
    with pytest.raises(ProviderUnavailableError):
        fetch(f"{odd}/{status}")


def test_a_form_that_is_refused_is_not_a_provider_that_is_down(odd: str) -> None:
    with pytest.raises(RefusedByProviderError):
        fetch(odd + "/400", {"code": "x"})
    with pytest.raises(ProviderUnavailableError):
        fetch(odd + "/503", {"code": "x"})


@pytest.mark.parametrize("url", ["http://provider.example/", "file:///etc/passwd", "", "http://127.0.0.1:1/"])
def test_what_is_not_safe_or_not_there_is_not_asked(url: str) -> None:
    with pytest.raises(ProviderUnavailableError):
        fetch(url)
