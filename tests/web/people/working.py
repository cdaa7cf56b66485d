"""Someone signed in before the pages about people."""

import re
from dataclasses import dataclass

from fastapi import FastAPI
from httpx2 import Response

from tests.api.serving import COOKIE, NOW
from tests.web.account.surfing import Surfer, told


@dataclass
class Worker:
    """Someone at work: reads pages in plain words, and sends their forms."""

    surfer: Surfer

    def status(self, path: str) -> int:
        return self.surfer.open(path).status_code

    def reads(self, path: str) -> str:
        """The words of a page that must open."""
        response = self.surfer.open(path)
        assert response.status_code == 200, response.status_code
        return told(response)

    def sends(self, page: str, action: str, **fields: str) -> Response:
        return self.surfer.submit(page, action, **fields)

    def people(self, chantier: str) -> list[str]:
        """The pseudonyms that the page of a chantier links to."""
        return re.findall(r'href="/personnes/(P-\d+)"', self.surfer.open(f"/chantiers/{chantier}").text)


def at_work(app: FastAPI, login: str, surfer: Surfer) -> Worker:
    secret = app.state.sessions.open(f"demo-{login}", "tests", NOW, second_factor=False)
    surfer.client.cookies.set(COOKIE, secret)
    return Worker(surfer)
