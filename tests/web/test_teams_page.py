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


def send(client: TestClient, what: str, status: int = 303, /, **form: str) -> str:
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

    cell = next(each for each in proposed.all("a", "cell-link") if "tue-pm" in each.attributes["href"])
    chosen = Visitor(client).page(cell.attributes["href"].partition("#")[0])
    marked = [each.attributes["value"] for each in chosen.all("option") if "selected" in each.attributes]
    assert "tue-pm" in marked
    where = ("poste", "poste-sante"), ("semaine", "0"), ("chantier", "prelude"), ("domaine", "sante")
    send(client, "fixes", demi_journee="tue-pm", **dict(where))
    assert "recalculez" in page(client).text
    send(client, "fixes", demi_journee="tue-pm", recalculer="true", **dict(where))
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


def test_everything_usual_is_imagined_at_once_and_stopped_at_once(client: TestClient) -> None:
    assert isinstance(client.app, FastAPI)
    form = {"csrf": csrf(client)}
    client.post(f"{PAGE}/calculs", data={**form, "cas": "tout"}, follow_redirects=False)
    going = page(client)
    assert "attendent leur tour" in going.text
    assert [each.attributes.get("http-equiv") for each in going.all("meta")].count("refresh") == 1
    still = Visitor(client).page(f"{PAGE}?suivre=non")
    assert "refresh" not in [each.attributes.get("http-equiv") for each in still.all("meta")]
    assert client.post(f"{PAGE}/calculs/tous/arret", data=form, follow_redirects=False).status_code == 303
    client.app.state.background.wait()
    after = page(client)
    assert "attendent leur tour" not in after.text
    assert after.text.count("Arrêté.") >= 15


def test_fit_alone_and_the_curve_stand_beside_the_month(client: TestClient) -> None:
    assert "À l’adéquation seule" not in [row.all("th")[0].text for row in page(client).all("tr") if row.all("th")]
    send(client, "calculs", cas="fit")
    assert "À l’adéquation seule" in [row.all("th")[0].text for row in page(client).all("tr") if row.all("th")]
    send(client, "calculs", cas="curve")
    drawn = page(client)
    assert drawn.all("svg", "trade-off")
    table = next(each for each in drawn.all("table") if "Continuité et adéquation" in each.text)
    figures = [[float(cell.text.replace(",", ".")) for cell in row.all("td")[:2]] for row in table.all("tr")[1:]]
    assert len(figures) >= 2
    assert figures == sorted(figures)
    assert [fit for _, fit in figures] == sorted((fit for _, fit in figures), reverse=True)
