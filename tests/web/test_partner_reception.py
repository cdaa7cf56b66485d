"""The page where officers correct how a partner receives people: kept, read by the engine, and for nobody else."""

from collections.abc import Iterator

import pytest
from sqlmodel import Session, select

from network_data.database import transaction
from network_data.tables import AuditEntry, Partner, Person, Service
from tests.api.referring import ENTRUSTED, OWN, Programme
from tests.web.reading import read

PAGE = "/partenaires/partner/accueil"


@pytest.fixture
def programme(sqlite_url: str) -> Iterator[Programme]:
    made = Programme(sqlite_url)
    yield made
    made.close()


def traces(programme: Programme) -> int:
    with Session(programme.app.state.engine) as session:
        return len(session.exec(select(AuditEntry).where(AuditEntry.action == "partner.reception")).all())


def test_what_is_learnt_is_kept_shown_again_and_taken_back(programme: Programme) -> None:
    with programme.asking("officer") as officer:
        said = {"animaux-service": "oui", "interprete-service": "non", "culte": "non", "animaux-elsewhere": "oui"}
        assert officer.submit(PAGE, **said).headers["location"] == "/partenaires/partner"
        with Session(programme.app.state.engine) as session:
            service = session.get_one(Service, "service")
            known = (service.animals, service.interpreter, service.mobile, service.step_free)
            assert known == (True, False, None, None)
            assert session.get_one(Partner, "partner").religious is False
            assert session.get_one(Service, "elsewhere").animals is None
        form = read(officer.read(PAGE).text).one("main").one("form")
        checked = {
            (n.attributes["name"], n.attributes["value"]) for n in form.all("input") if "checked" in n.attributes
        }
        assert {("animaux-service", "oui"), ("interprete-service", "non"), ("culte", "non")} <= checked
        assert ("sans-lieu-service", "") in checked
        shown = {
            fact.one("dt").text: fact.one("dd").text
            for fact in read(officer.read("/partenaires/partner").text).all("div", "fact")
        }
        assert (shown["Accueil"], shown["Langues"]) == ("Animaux admis", "sans interprète")
        assert traces(programme) == 1
        officer.submit(PAGE, **said)
        assert traces(programme) == 1
        officer.submit(PAGE, **{"animaux-service": "peut-être"})
        with Session(programme.app.state.engine) as session:
            assert session.get_one(Service, "service").animals is None


def test_the_engine_reads_it_at_once(programme: Programme) -> None:
    with transaction(programme.app.state.engine, writes=True) as session:
        session.get_one(Person, OWN).with_animal = True
    with programme.asking("advisor") as advisor, programme.asking("officer") as officer:
        suggested = []
        for answer in ("oui", "non", ""):
            officer.submit(PAGE, **{"animaux-service": answer})
            found = advisor.get(f"/persons/{OWN}/suggestions").json()["barriers"]
            told = next(each for each in found if each["code"] == ENTRUSTED)["suggestions"]
            suggested.append([each["service_id"] for each in told])
    assert suggested == [["service"], [], ["service"]]


def test_it_is_for_whoever_keeps_the_partnerships_of_the_territory(programme: Programme) -> None:
    for kind, status in (("coordinator", 200), ("advisor", 403), ("direction", 403), ("administrator", 403)):
        with programme.asking(kind) as asker:
            assert asker.read(PAGE).status_code == status
            shown = "/partenaires/partner/accueil" in asker.read("/partenaires/partner").text
            assert shown is (status == 200)
    with transaction(programme.app.state.engine, writes=True) as session:
        session.get_one(Partner, "partner").territory_slug = "south"
    with programme.asking("officer") as officer:
        assert officer.read(PAGE).status_code == officer.submit(PAGE, culte="oui").status_code == 403
        assert officer.read("/partenaires/nobody/accueil").status_code == 404
