"""A browser that goes to the provider and comes back, each step by itself so that it can be forged."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import unescape
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlsplit
from urllib.request import HTTPRedirectHandler, build_opener

import pytest
from fastapi import FastAPI
from httpx2 import Response
from sqlalchemy import Engine
from starlette.testclient import TestClient

from api.security.provider.client import identity_of
from network_data.database import transaction
from network_data.tables import Account
from tests.web.account.surfing import HTML, PASSWORD, Surfer, told

WAY_OUT = "/connexion/fournisseur"
RETURN = "/connexion/fournisseur/retour"
COOKIE = "maillage-provider"


@dataclass
class Traveller(Surfer):
    """Someone whom the provider may know."""

    @classmethod
    @contextmanager
    def before(cls, app: FastAPI, **headers: str) -> Iterator["Traveller"]:
        with TestClient(app, follow_redirects=False, headers={**HTML, **headers}) as client:
            yield cls(client)

    def leave(self, path: str = WAY_OUT) -> str:
        """Goes to the provider; its address."""
        answer = self.open(path)
        assert answer.status_code == 303, answer.status_code
        return answer.headers["location"]

    def travel(self, path: str = WAY_OUT) -> Response:
        """Goes there and comes back."""
        return self.open(local(at_provider(self.leave(path))))

    def link(self, password: str = PASSWORD) -> Response:
        """Links the account of whoever is signed in."""
        page = self.submit("/compte", "/compte/fournisseur", password=password)
        return self.open(local(at_provider(led_to(page))))


def at_provider(address: str) -> str:
    """Where the provider sends whoever comes with ``address``."""
    with pytest.raises(HTTPError) as led, build_opener(_NoRedirects).open(address, timeout=10):
        pass
    with led.value as answer:
        assert answer.code == 302, answer.read()
        return answer.headers["location"]


def led_to(page: Response) -> str:
    """Where a page leads by itself."""
    found = re.search(r'http-equiv="refresh" content="0; url=([^"]+)"', page.text)
    assert found, page.text
    return unescape(found[1])


def local(address: str) -> str:
    """The path and the query."""
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}"


def query_of(address: str) -> dict[str, str]:
    """What an address tells."""
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def linked(engine: Engine, account: str, issuer: str, subject: str = "subject-1") -> None:
    """Links an account without a trip."""
    with transaction(engine, writes=True) as session:
        session.get_one(Account, account).oidc_subject = identity_of(issuer, subject)


def refused(traveller: Traveller, answer: Response, why: str = "echec") -> str:
    """Asserts that nobody came in, and gives what the page says."""
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/connexion?refus={why}"
    assert not traveller.is_signed_in()
    return told(traveller.open(answer.headers["location"]))


class _NoRedirects(HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None
