"""An advisor chooses with the person: a service, a partner set aside, an order, how many faces; and keeps the plan."""

import html
import re

import pytest
from fastapi import FastAPI
from httpx2 import Response
from sqlmodel import col, delete, select

from network_data.database import touch_network, transaction
from network_data.tables import (
    AuditEntry,
    ChosenBy,
    KeptPlan,
    PastRequest,
    Person,
    PlanChoice,
    Quota,
    Referral,
    Service,
    SharingAgreement,
)
from tests.web.account.surfing import told
from tests.web.entry.test_forms import ADVISOR, COLLEAGUE, OFFICER, SOMEONE, rows
from tests.web.people.conftest import Workers
from tests.web.people.working import Worker

BARRIER = "soins-dentaires"
CHOICES = f"{SOMEONE}/choix/{BARRIER}"


def services_offered(who: Worker, page: str = CHOICES) -> list[str]:
    """The services that a page of choices offers, in its order."""
    return re.findall(r'name="service" value="([^"]+)"', who.surfer.open(page).text)


def decided(who: Worker, decision: str, page: str = CHOICES, **fields: str) -> Response:
    return who.sends(page, page, decision=decision, **fields)


def card(who: Worker, barrier: str = BARRIER, query: str = "") -> str:
    """The words of a step's card."""
    page = who.surfer.open(f"{SOMEONE}{query}").text
    found = re.search(rf'<li class="step[^>]*id="frein-{barrier}".*?<details', page, re.DOTALL)
    assert found
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", found[0])).replace("\u00a0", " ").split())


def faces_offered(who: Worker) -> list[int]:
    return [int(faces) for faces in re.findall(r'name="visages" value="(\d+)"', who.surfer.open(SOMEONE).text)]


def keep(who: Worker, query: str = "", **fields: str) -> Response:
    page = f"{SOMEONE}{query}"
    shown = who.surfer.open(page).text
    hidden = dict(re.findall(r'<input type="hidden" name="(resultat|visages)" value="([^"]*)"', shown))
    return who.sends(page, f"{SOMEONE}/plan", **(hidden | {"decision": "garder"} | fields))


def test_a_service_chosen_by_the_person_is_followed_and_told_as_theirs(app: FastAPI, at: Workers) -> None:
    advisor = at(ADVISOR)
    third = services_offered(advisor)[2]
    answer = decided(advisor, "retenir", service=third, par="person")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{SOMEONE}#frein-{BARRIER}")
    (choice,) = rows(app, PlanChoice, "P-0417")
    assert (choice.service_id, choice.chosen_by) == (third, ChosenBy.PERSON)
    assert "Retenu : son choix, aujourd’hui" in card(advisor)
    plan = advisor.surfer.client.get("/api/v1/persons/P-0417/plan").json()["plan"]
    step = next(step for step in plan["steps"] if step["barrier"] == BARRIER)
    assert (step["service_id"], step["pinned"]) == (third, True)


def test_a_service_chosen_despite_a_condition_says_which(at: Workers) -> None:
    advisor = at(ADVISOR)
    page = f"{SOMEONE}/choix/domiciliation"
    closed = services_offered(advisor, page)[-1]
    assert "Malgré une condition non remplie" in advisor.reads(page)
    decided(advisor, "retenir", page, service=closed)
    assert "Retenu : choix de l’accompagnement, aujourd’hui. Attention :" in card(advisor, "domiciliation")


def test_a_partner_set_aside_leaves_the_barrier_to_another_until_the_choice_is_withdrawn(
    app: FastAPI, at: Workers
) -> None:
    advisor = at(ADVISOR)
    before = card(advisor)
    offered = re.findall(r'<option value="([^"]+)"[^>]*>([^<]+)<', advisor.surfer.open(CHOICES).text)
    chosen = next(id_ for id_, name in offered if f"avec {html.unescape(name).strip()}" in before)
    decided(advisor, "ecarter", partenaire=html.unescape(chosen))
    assert card(advisor) != before
    (choice,) = rows(app, PlanChoice, "P-0417")
    assert "Écarté :" in advisor.reads(CHOICES)
    decided(advisor, "retirer", choix=str(choice.id))
    assert rows(app, PlanChoice, "P-0417") == []
    assert card(advisor) == before


def test_another_barrier_may_come_first_but_not_round_in_circles(at: Workers) -> None:
    advisor = at(ADVISOR)
    decided(advisor, "apres", apres="couverture-sante")
    assert "Mis après : « Couverture santé », par choix." in card(advisor)
    refused = decided(advisor, "apres", f"{SOMEONE}/choix/domiciliation", apres="identite")
    assert refused.status_code == 422
    assert "Ce frein passe forcément avant l’autre" in told(refused)


def test_what_is_not_on_the_list_is_refused_and_said(app: FastAPI, at: Workers) -> None:
    advisor = at(ADVISOR)
    for decision, fields in (("retenir", {"service": "nowhere"}), ("ecarter", {"partenaire": "nobody"}), ("", {})):
        answer = decided(advisor, decision or "autre", **fields)
        assert answer.status_code == 422
        assert "Choisissez" in told(answer)
    assert rows(app, PlanChoice, "P-0417") == []


def test_fewer_faces_are_asked_for_in_the_address_and_the_front_is_drawn(at: Workers) -> None:
    advisor = at(ADVISOR)
    offered = faces_offered(advisor)
    assert offered == sorted(offered)
    assert len(offered) > 1
    words = advisor.reads(f"{SOMEONE}?visages={offered[0]}")
    assert f"dont {offered[0]} visages nouveaux" in words
    assert "Du moins de visages à la meilleure adéquation" in words
    assert advisor.status(f"{SOMEONE}?visages=-1") == 422


def test_a_kept_plan_is_recorded_with_what_it_takes_to_compute_it_again(app: FastAPI, at: Workers) -> None:
    advisor = at(ADVISOR)
    fewest = faces_offered(advisor)[0]
    assert keep(advisor, f"?visages={fewest}", par="person").status_code == 303
    (plan,) = rows(app, KeptPlan, "P-0417")
    assert (plan.faces, plan.chosen_by, len(plan.steps)) == (fewest, ChosenBy.PERSON, 6)
    assert plan.result_id
    assert plan.network_version
    words = advisor.reads(SOMEONE)
    assert "tient toujours" in words
    assert f"dont {fewest} visages nouveaux" in words


def test_what_changed_since_is_told_step_by_step(app: FastAPI, at: Workers) -> None:
    advisor = at(ADVISOR)
    keep(advisor)
    (plan,) = rows(app, KeptPlan, "P-0417")
    gone = next(step for step in plan.steps if step["barrier"] == "amendes-saisies")
    with transaction(app.state.engine, writes=True) as session:
        for table in (PastRequest, Referral, SharingAgreement, Quota):
            session.exec(delete(table).where(col(table.service_id) == gone["service_id"]))
        session.exec(delete(Service).where(col(Service.id) == gone["service_id"]))
        touch_network(session)
    words = advisor.reads(SOMEONE)
    assert "Ce qui a changé depuis le plan du" in words
    assert f"Amendes, saisies : {gone['partner']}" in words or f"Amendes, saisies : {gone['service']}" in words
    assert "Le service prévu n’est plus dans le réseau." in words
    assert keep(advisor).status_code == 303
    assert "tient toujours" in advisor.reads(SOMEONE)
    advisor.sends(SOMEONE, f"{SOMEONE}/plan", decision="oublier")
    assert rows(app, KeptPlan, "P-0417") == []


def test_a_plan_that_changed_while_it_was_read_is_shown_again(app: FastAPI, at: Workers) -> None:
    advisor = at(ADVISOR)
    answer = keep(advisor, resultat="another")
    assert answer.status_code == 409
    assert "Le plan a changé depuis que vous l’avez ouvert" in told(answer)
    assert rows(app, KeptPlan, "P-0417") == []


@pytest.mark.parametrize("login", [COLLEAGUE, OFFICER])
def test_nobody_else_chooses(app: FastAPI, at: Workers, login: str) -> None:
    other = at(login)
    for page in (CHOICES, f"{SOMEONE}/plan"):
        answer = other.sends("/compte", page, decision="oublier")
        assert answer.status_code in (403, 404)
    assert other.status(CHOICES) in (403, 404)


def test_choices_leave_a_trace_and_go_with_the_person(app: FastAPI, at: Workers) -> None:
    advisor = at(ADVISOR)
    decided(advisor, "retenir", service=services_offered(advisor)[0])
    keep(advisor)
    with transaction(app.state.engine, writes=True) as session:
        actions = set(session.exec(select(AuditEntry.action)))
        assert {"plan.choose", "plan.keep"} <= actions
        session.delete(session.get_one(Person, "P-0417"))
    assert rows(app, PlanChoice, "P-0417") == rows(app, KeptPlan, "P-0417") == []
