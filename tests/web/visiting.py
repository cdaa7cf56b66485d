"""Someone who asks for pages and reads them, without a browser."""

from dataclasses import dataclass
from typing import Any

from sqlmodel import Session
from starlette.testclient import TestClient

from api.settings import DEMONSTRATION_SECRET
from network_data.asker import Asker
from network_data.database import open_engine
from network_data.repositories import PeopleRepository, PersonFile
from network_data.trail import Trail
from tests.api.serving import NOW
from tests.web.reading import Node, read

HTML = {"accept": "text/html"}


@dataclass(frozen=True)
class Visitor:
    """Reads pages through ``client``."""

    client: TestClient

    def page(self, address: str, status: int = 200) -> Node:
        """The page at ``address``, which must answer ``status``."""
        response = self.client.get(address, headers=HTML)
        assert response.status_code == status, address
        assert response.headers["content-type"] == "text/html; charset=utf-8"
        return read(response.text)

    def people_of(self, chantier: str) -> list[str]:
        """The pseudonyms that a chantier's page lists, in its order."""
        return [
            link.attributes["href"].rpartition("/")[2]
            for link in self.page(f"/chantiers/{chantier}").all("a", "person-name")
        ]


def everyone(url: str, chantier: str | None = None) -> list[PersonFile]:
    """The files of everybody, as whoever holds the machine reads them."""
    engine = open_engine(url)
    with Session(engine) as session:
        trail = Trail(engine, (DEMONSTRATION_SECRET,))
        files, total = PeopleRepository(Asker.local(), session, NOW, trail).page(chantier, 0, 1000)
        session.expunge_all()
    engine.dispose()
    assert total == len(files)
    return files


def plan_of(client: TestClient, person: str) -> dict[str, Any]:
    """The plan of a person, as the API tells it."""
    plan: dict[str, Any] = client.get(f"/api/v1/persons/{person}/plan").json()["plan"]
    return plan


PAGES = {
    "home": "/",
    "chantier": "/chantiers/rejoue",
    "plan": "/personnes/P-0417",
    "plan with a secret address": "/personnes/P-0919",
    "plan with a need without solution": "/personnes/P-1405",
    "every barrier": "/personnes/P-0417/freins",
    "sheet": "/personnes/P-0417/feuille",
    "sheet that is not made": "/personnes/P-0919/feuille",
    "what was agreed to": "/personnes/P-0417/partages",
    "after the exit": "/personnes/P-0417/sortie",
    "whom to call after the exit": "/apres-la-sortie",
    "who comes when": "/permanences",
    "why not this one": "/personnes/P-0417/pourquoi?q=solidarites&service=demo--la-case-courrier--1",
    "follow-up": "/personnes/P-0417/suivi",
    "step beside someone": "/personnes/P-0417/pas",
    "what to look at": "/suivi",
    "week": "/ma-semaine",
    "people by a file": "/chantiers/rejoue/importer",
    "point": "/personnes/P-0417/point",
    "point to prepare": "/personnes/P-0417/point/preparer",
    "social note": "/personnes/P-0417/note-sociale",
    "papers": "/personnes/P-0417/papiers",
    "one paper": "/personnes/P-0417/papiers/css",
    "papers to renew": "/papiers",
    "notes": "/personnes/P-0417/notes",
    "meetings": "/chantiers/rejoue/comites",
    "partners": "/partenaires",
    "no partner": "/partenaires?q=xyzzyxyz",
    "partner": "/partenaires/demo--le-poele-a-bois",
    "not found": "/nulle-part",
    "to correct": "/partenaires?page=0",
}
"""One address of every kind of page."""
STATUS = {"not found": 404, "to correct": 422}
