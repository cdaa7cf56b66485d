"""Who goes where, as the coordinator computes, pins, imagines and publishes it; without any script."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.clock import Clock
from network_data.asker import Role
from network_data.demo.partners import TERRITORY
from tests.api.serving import TODAY, load, serving, signed_in
from tests.databases import SqliteDatabases
from tests.web.reading import Node
from tests.web.visiting import Visitor

PAGE = f"/territoires/{TERRITORY}/equipes"


@pytest.fixture(scope="module")
def client(sqlite_databases: SqliteDatabases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with sqlite_databases.fresh_url(tmp_path_factory.mktemp("teams")) as url:
        load(url)
        with serving(url, **signed_in(url, Role.COORDINATOR, territory=TERRITORY)) as client:
            yield client


def page(client: TestClient) -> Node:
    return Visitor(client).page(PAGE)


def send(client: TestClient, what: str, status: int = 303, **form: str) -> str:
    """Sends a form of the page, and waits for what it had computed."""
    assert isinstance(client.app, FastAPI)
    later = client.app.state.clock.now() + timedelta(minutes=1)
    client.app.state.clock = Clock(lambda: later, lambda: TODAY)
    answer = client.post(f"{PAGE}/{what}", data={"csrf": csrf(client), **form}, follow_redirects=False)
    assert answer.status_code == status, answer.text
    client.app.state.background.wait()
    return answer.text


def csrf(client: TestClient) -> str:
    hidden = [each for each in page(client).all("input") if each.attributes.get("name") == "csrf"]
    return hidden[0].attributes["value"]


def test_the_month_is_computed_pinned_around_imagined_and_published(client: TestClient) -> None:
    before = page(client)
    assert "voici ce qui court" in before.text
    assert len(before.all("table", "team-grid")) == 4

    send(client, "calculs", cas="month")
    proposed = page(client)
    assert "Prouvé" in proposed.text
    assert "aujourd’hui 44" in proposed.text

    send(client, "fixes", poste="poste-sante", semaine="0", demi_journee="tue-pm", chantier="prelude", domaine="sante")
    assert "recalculez" in page(client).text
    send(client, "calculs", cas="month")
    pinned = page(client)
    assert [each.text for each in pinned.all("span", "cell-pinned")] == ["fixé"]

    send(client, "calculs", cas="reshuffle", poste="poste-emploi", semaines="0")
    imagined = page(client)
    assert "Absence de Fanny Kowalski" in imagined.text
    assert "Bougent en plus" in imagined.text

    run = next(each for each in imagined.all("input") if each.attributes.get("name") == "calcul").attributes["value"]
    send(client, "publications", calcul=run, a_partir_du="2026-11-23", mot="Bon mois à toutes et à tous.")
    after = page(client)
    assert "Bon mois à toutes et à tous." in after.text
    assert after.text.count("(le mois en cours)") == 1


def test_what_cannot_be_pinned_or_published_is_told_and_changes_nothing(client: TestClient) -> None:
    said = send(client, "fixes", 422, poste="poste-sante", demi_journee="mon-am", chantier="rejoue", domaine="emploi")
    assert "ne tient pas ce domaine" in said
    assert "pas de mois à publier" not in said
    said = send(client, "publications", 422, calcul="nothing", a_partir_du="2026-11-23")
    assert "Rien n’a été changé" in said
