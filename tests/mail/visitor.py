"""A partner with a browser and no account, who opens what came by mail."""

import re
from email.message import EmailMessage

from fastapi import FastAPI
from httpx2 import Response
from starlette.testclient import TestClient

from tests.mail.postbox import text_of


def path_in(message: EmailMessage) -> str:
    """Where the link of a message leads."""
    found = re.search(r"https://maillage\.example\.org(/reponse/\S+)", text_of(message))
    assert found is not None
    return found[1]


def code_in(message: EmailMessage) -> str:
    """The code of a message."""
    found = re.search(r"\d{3} \d{3} \d{3} \d{3}", text_of(message))
    assert found is not None
    return found[0]


class Visitor:
    """Someone who follows links and presses buttons."""

    def __init__(self, app: FastAPI) -> None:
        self._client = TestClient(app, follow_redirects=False)

    def open(self, path: str, **headers: str) -> Response:
        """Opens an address, as a scanner of mail does."""
        return self._client.get(path, headers=headers)

    def head(self, path: str) -> Response:
        """Asks whether there is something at an address."""
        return self._client.head(path)

    def press_from_elsewhere(self, path: str, **fields: str) -> Response:
        """Sends a form that is on another site's page."""
        return self._client.post(path, data=fields, headers={"origin": "https://elsewhere.example"})

    def press(self, path: str, **fields: str) -> Response:
        """Sends a form to an address, with the token of a page that was opened before."""
        token = re.search(r'name="csrf" value="(\w+)"', self.open("/reponse").text)
        assert token is not None
        named = {name.replace("_", "-"): value for name, value in fields.items()}
        return self._client.post(path, data={"csrf": token[1], **named})

    def answer(self, path: str, reponse: str, **fields: str) -> Response:
        """Answers by a link."""
        return self.press(f"{path}/decision", reponse=reponse, **fields)
