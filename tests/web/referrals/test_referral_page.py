"""The page of a referral: prepared in one press, moved on only where it may go, undone, followed by the next best."""

import re
from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from network_data.database import transaction
from network_data.tables import Need, NeedState, PlanChoice, Service
from network_data.vocabulary import REFERRAL_STATES, ReferralKind, ReferralState
from tests.api.referring import ENTRUSTED, NOW, OTHER, OWN, SENSITIVE, TODAY, Programme, later
from tests.web.referrals.conftest import Reader

LIST = f"/personnes/{OWN}/orientations"
HIDDEN = {(ReferralState.PREPARED, ReferralState.EXPIRED)}
"""What cancelling says already is not offered beside it."""


def prepared(who: Reader, *barriers: str, service: str = "service", **said: str) -> str:
    """A referral prepared from the plan; its id."""
    answer = who.send(LIST, service=service, frein=list(barriers or (ENTRUSTED,)), **said)
    assert answer.status_code == 303, answer.text
    found = re.fullmatch(r"/orientations/([0-9a-f]{24})", answer.headers["location"])
    assert found
    return found[1]


def sent(who: Reader, *barriers: str) -> str:
    """A referral that was sent, with her agreement."""
    referral = prepared(who, *barriers)
    who.caller.agree()
    who.step(referral, "sent")
    return referral


def state_of(who: Reader, referral: str) -> str:
    return str(who.caller.get(f"/referrals/{referral}").json()["state"])


def test_a_suggestion_is_prepared_in_one_press_and_the_plan_then_says_so(programme: Programme, advisor: Reader) -> None:
    plan = advisor.page(f"/personnes/{OWN}")
    form = plan.all("form", "prepare")[0]
    fields = {node.attributes["name"]: node.attributes["value"] for node in form.all("input")}
    assert (form.attributes["action"], fields["service"], fields["frein"]) == (LIST, "service", ENTRUSTED)
    referral = prepared(advisor)
    assert state_of(advisor, referral) == "prepared"
    assert "Orientation : préparée" in advisor.words(f"/personnes/{OWN}")
    assert "Orientation : préparée" in advisor.words(f"/personnes/{OWN}/freins")
    assert advisor.page(f"/personnes/{OWN}").all("form", "prepare") == []
    assert "Préparée" in advisor.words(LIST)


def test_pressed_twice_it_leads_to_the_one_that_is_open(advisor: Reader) -> None:
    referral = prepared(advisor)
    answer = advisor.send(LIST, service="service", frein=ENTRUSTED)
    assert answer.status_code == 422
    assert f"/orientations/{referral}" in answer.text
    assert "déjà ouverte" in answer.text


def test_another_route_is_asked_about_and_then_both_may_run(advisor: Reader) -> None:
    prepared(advisor, OTHER)
    told = advisor.told(LIST, service="elsewhere", frein=OTHER)
    assert "dites que les deux se mènent ensemble" in told
    assert "alongside" not in told
    prepared(advisor, OTHER, service="elsewhere", ensemble="oui", urgente="oui")
    assert "2 en cours" in advisor.words(LIST)


def test_a_referral_about_nothing_or_to_nowhere_is_not_prepared(advisor: Reader) -> None:
    assert "Choisissez au moins un frein" in advisor.told(LIST, service="service", mots="à garder")
    assert advisor.send(LIST, service="nowhere", frein=ENTRUSTED).status_code == 404
    assert "n’est pas un frein ouvert" in advisor.told(LIST, service="service", frein="identite")


@pytest.mark.parametrize("kind", list(ReferralKind))
def test_every_state_offers_what_may_follow_it_and_nothing_else(advisor: Reader, kind: ReferralKind) -> None:
    """Along one path through most states; what her agreement opens is offered once she gave it."""
    referral = prepared(advisor, nature=kind.value)
    assert advisor.offered(referral) == {"given", "declined", "refused", "cancelled", "entered_in_error"}
    advisor.caller.agree()
    path = ["sent", "waitlisted", "accepted", "scheduled", "missed", "scheduled", "in_progress", "completed"]
    fields = {"scheduled": {"jour": "2026-11-25"}, "completed": {f"resultat-{ENTRUSTED}": "lifted"}}
    state = ReferralState.PREPARED
    for to in path:
        allowed = {each for each in REFERRAL_STATES[state].followers(kind) if (state, each) not in HIDDEN}
        assert advisor.offered(referral) == {each.value for each in allowed}
        advisor.step(referral, to, **fields.get(to, {}))
        state = ReferralState(to)
    assert advisor.offered(referral) == {"entered_in_error"}


def test_without_her_agreement_the_page_says_so_and_the_way_there_opens_it(advisor: Reader) -> None:
    referral = prepared(advisor)
    page = advisor.page(f"/orientations/{referral}")
    assert "Il manque son accord" in page.one("main").text
    assert "Refuser ne lui coûte rien" in page.one("main").text
    asked = f"/personnes/{OWN}/accords/nouveau?orientation={referral}"
    assert asked in [link.attributes["href"] for link in page.all("a")]
    refused = advisor.told(f"/orientations/{referral}/etape", vers="sent")
    assert "Il manque son accord" in refused
    until = "2027-01-31"
    given = advisor.send(f"/personnes/{OWN}/accords", service="service", orientation=referral, jusqu_au=until)
    assert given.headers["location"] == f"/orientations/{referral}"
    advisor.step(referral, "sent")


@pytest.mark.parametrize(
    ("to", "fields", "told", "where"),
    [
        ("scheduled", {}, "Donnez le jour du rendez-vous.", "scheduled-jour"),
        ("scheduled", {"jour": "demain"}, "Donnez une date", "scheduled-jour"),
        ("scheduled", {"jour": "2026-11-25", "heure": "midi"}, "Donnez une heure", "scheduled-heure"),
        ("declined", {}, "Choisissez la raison", "declined-raison"),
        ("declined", {"raison": "nonsense"}, "Choisissez la raison", "declined-raison"),
        ("declined", {"raison": "other"}, "demande quelques mots", "declined-mots"),
        ("declined", {"raison": "other-barrier-first"}, "Dites quel frein", "declined-frein"),
        ("declined", {"raison": "no-capacity", "le": "2026-12-01"}, "pas encore venu", "declined-le"),
        ("waitlisted", {"revoir": "31/31"}, "Donnez une date", "waitlisted-revoir"),
        ("refused", {"mots": "x" * 2001}, "trop longs", "refused-mots"),
    ],
)
def test_what_a_step_lacks_is_told_at_its_field_and_nothing_typed_is_lost(
    advisor: Reader, to: str, fields: dict[str, str], told: str, where: str
) -> None:
    referral = sent(advisor)
    answer = advisor.send(f"/orientations/{referral}/etape", vers=to, **fields)
    assert answer.status_code == 422
    assert told in answer.text
    assert f'href="#{where}"' in answer.text
    assert f'id="{where}"' in answer.text
    for value in fields.values():
        assert value in answer.text or value == "nonsense"
    assert state_of(advisor, referral) == "sent"


def test_a_step_that_is_past_shows_where_the_referral_stands_now(advisor: Reader) -> None:
    referral = sent(advisor)
    advisor.step(referral, "accepted")
    for to in ("waitlisted", "nonsense", ""):
        assert "a avancé entre-temps" in advisor.told(f"/orientations/{referral}/etape", vers=to)
    assert state_of(advisor, referral) == "accepted"


def test_an_appointment_has_a_time_or_a_half_day(advisor: Reader) -> None:
    referral = sent(advisor)
    advisor.step(referral, "scheduled", comment="call", jour="2026-11-25", heure="14:30")
    assert "25 novembre 2026 à 14 h 30" in advisor.words(f"/orientations/{referral}")
    advisor.step(referral, "scheduled", jour="2026-12-01", moment="pm")
    words = advisor.words(f"/orientations/{referral}")
    assert "1er décembre 2026, l’après-midi" in words
    assert "(au téléphone)" in words
    details = advisor.caller.get(f"/referrals/{referral}").json()["events"][-1]["details"]
    assert details["half_day"] == "pm"


def test_the_log_says_what_happened_and_what_no_longer_stands(advisor: Reader) -> None:
    referral = sent(advisor)
    advisor.step(referral, "declined", comment="meeting", raison="other", mots="Ils ferment <en mai>.", le="2026-11-20")
    page = advisor.page(f"/orientations/{referral}")
    assert "Déclinée par le partenaire : autre raison (en les rencontrant)" in page.one("main").text
    assert "Ils ferment <en mai>." in page.one("main").text
    advisor.send(f"/orientations/{referral}/defaire")
    page = advisor.page(f"/orientations/{referral}")
    assert "Déclinée" in page.one("s").text
    assert state_of(advisor, referral) == "sent"
    assert "défaite" in page.one("main").text


def test_the_author_undoes_for_a_day_and_then_no_more(programme: Programme, advisor: Reader) -> None:
    referral = sent(advisor)
    assert "Défaire la dernière étape" in advisor.words(f"/orientations/{referral}")
    programme.at = NOW + timedelta(hours=25)
    assert "Défaire la dernière étape" not in advisor.words(f"/orientations/{referral}")
    assert "24 heures" in advisor.told(f"/orientations/{referral}/defaire")


def test_an_officer_reads_what_was_entrusted_and_nobody_else_anything(
    programme: Programme, advisor: Reader, officer: Reader
) -> None:
    entrusted, other = prepared(advisor), prepared(advisor, OTHER)
    assert "Préparée" in officer.words(f"/orientations/{entrusted}")
    officer.step(entrusted, "given")
    assert officer.caller.page(f"/orientations/{other}").status_code == 404
    assert "1 en cours" in officer.words(LIST)
    for kind in ("colleague", "neighbour", "direction", "supervisor", "coordinator"):
        with programme.asking(kind) as caller:
            assert caller.page(f"/orientations/{entrusted}").status_code == 404
            assert caller.page(LIST).status_code == 404


def test_the_next_best_is_prepared_in_its_place_and_the_two_are_linked(programme: Programme, advisor: Reader) -> None:
    programme.store(
        Service(
            id="second",
            partner_id="other",
            name="Seconde piste",
            description="",
            source="test",
            updated_on=NOW.date(),
            thematiques=["logement-hebergement--louer-un-logement"],
        )
    )
    programme.network_changed()
    referral = sent(advisor)
    advisor.step(referral, "declined", raison="no-capacity")
    panel = next(
        each for each in advisor.page(f"/orientations/{referral}").all("section") if "next-best" in each.classes
    )
    fields = {node.attributes["name"]: node.attributes["value"] for node in panel.one("form").all("input")}
    del fields["csrf"]
    assert fields == {"service": "second", "frein": ENTRUSTED, "remplace": referral}
    answer = advisor.send(panel.one("form").attributes["action"], **fields)
    successor = answer.headers["location"]
    assert "prend la suite d’une autre" in advisor.words(successor)
    former = advisor.page(f"/orientations/{referral}")
    assert successor in [link.attributes["href"] for link in former.all("a")]
    assert "La suite" not in [heading.text for heading in former.all("h2")]


def test_where_the_network_has_nothing_else_the_page_says_whom_to_ask(advisor: Reader) -> None:
    referral = sent(advisor)
    advisor.step(referral, "refused", raison="no-reason-given")
    assert "en parler au chargé de partenariat" in advisor.words(f"/orientations/{referral}")


def needs_of(programme: Programme, barrier: str) -> Need:
    with Session(programme.app.state.engine) as session:
        return session.exec(select(Need).where(Need.person_id == OWN, col(Need.barrier) == barrier)).one()


def test_a_barrier_that_comes_first_becomes_a_need_and_the_plan_waits_for_it(
    programme: Programme, advisor: Reader
) -> None:
    referral = sent(advisor)
    advisor.step(referral, "declined", comment="call", raison="other-barrier-first", frein="identite")
    words = advisor.words(f"/orientations/{referral}")
    assert "D’abord : Identité" in words
    answer = advisor.send(f"/orientations/{referral}/replanifier")
    assert answer.headers["location"] == f"/personnes/{OWN}#frein-identite"
    assert needs_of(programme, "identite").state is NeedState.OPEN
    with Session(programme.app.state.engine) as session:
        choice = session.exec(select(PlanChoice)).one()
    assert (choice.barrier, choice.first) == (ENTRUSTED, "identite")
    assert advisor.words(f"/personnes/{OWN}")
    assert "Son plan le met déjà d’abord" in advisor.words(f"/orientations/{referral}")


def test_a_lifted_barrier_closes_its_need_on_the_day_that_is_confirmed_and_not_before(
    programme: Programme, advisor: Reader
) -> None:
    referral = sent(advisor, ENTRUSTED, OTHER)
    at = later(NOW - timedelta(hours=1))
    advisor.caller.move(referral, "scheduled", details={"scheduled_at": at})
    advisor.step(referral, "completed", **{f"resultat-{ENTRUSTED}": "lifted", f"resultat-{OTHER}": "partly"})
    assert needs_of(programme, ENTRUSTED).state is NeedState.OPEN
    words = advisor.words(f"/orientations/{referral}")
    assert "Un frein est levé ?" in words
    address = f"/orientations/{referral}/frein-leve"
    assert "dans l’année passée" in advisor.told(address, frein=ENTRUSTED, le="2026-12-24")
    assert advisor.send(address, frein=OTHER).status_code == 303
    assert needs_of(programme, OTHER).state is NeedState.OPEN
    assert advisor.send(address, frein=ENTRUSTED, le="2026-11-20").status_code == 303
    need = needs_of(programme, ENTRUSTED)
    assert (need.state, need.assessed_on.isoformat()) == (NeedState.LIFTED, "2026-11-20")
    words = advisor.words(f"/orientations/{referral}")
    assert "Un frein est levé ?" not in words
    assert "depuis le 20 novembre 2026" in words
    assert "levé depuis le 20 novembre 2026" in advisor.words(f"/personnes/{OWN}")


def lifted(advisor: Reader) -> str:
    """A referral that lifted a barrier, as she confirmed."""
    referral = sent(advisor)
    advisor.step(referral, "accepted")
    advisor.step(referral, "completed", **{f"resultat-{ENTRUSTED}": "lifted"})
    assert advisor.send(f"/orientations/{referral}/frein-leve", frein=ENTRUSTED, le="2026-11-20").status_code == 303
    return referral


def test_whoever_confirmed_takes_it_back_for_a_day_and_the_need_stands_as_before(
    programme: Programme, advisor: Reader, officer: Reader
) -> None:
    before = needs_of(programme, ENTRUSTED)
    referral = lifted(advisor)
    assert "Non, défaire" not in officer.words(f"/orientations/{referral}")
    assert officer.send(f"/orientations/{referral}/frein-leve/defaire", frein=ENTRUSTED).status_code == 403
    assert "défaites d’abord cela" in advisor.told(f"/orientations/{referral}/defaire")
    assert advisor.send(f"/orientations/{referral}/frein-leve/defaire", frein=ENTRUSTED).status_code == 303
    assert needs_of(programme, ENTRUSTED).model_dump() == before.model_dump()
    assert "Un frein est levé ?" in advisor.words(f"/orientations/{referral}")
    assert advisor.send(f"/orientations/{referral}/defaire").status_code == 303


def test_what_was_assessed_since_it_was_lifted_is_kept(programme: Programme, advisor: Reader) -> None:
    referral = lifted(advisor)
    with transaction(programme.app.state.engine, writes=True) as session:
        need = session.exec(select(Need).where(Need.person_id == OWN, col(Need.barrier) == ENTRUSTED)).one()
        need.severity, need.assessed_on = 3, TODAY
    assert advisor.send(f"/orientations/{referral}/frein-leve/defaire", frein=ENTRUSTED).status_code == 303
    need = needs_of(programme, ENTRUSTED)
    assert (need.state, need.severity, need.assessed_on) == (NeedState.LIFTED, 3, TODAY)


def test_after_a_day_a_barrier_that_is_lifted_stays_so(programme: Programme, advisor: Reader) -> None:
    referral = lifted(advisor)
    programme.at += timedelta(hours=25)
    assert "Non, défaire" not in advisor.words(f"/orientations/{referral}")
    assert "24 heures" in advisor.told(f"/orientations/{referral}/frein-leve/defaire", frein=ENTRUSTED)
    assert needs_of(programme, ENTRUSTED).state is NeedState.LIFTED


def test_an_officer_closes_no_need(programme: Programme, advisor: Reader, officer: Reader) -> None:
    referral = sent(advisor)
    advisor.step(referral, "accepted")
    advisor.step(referral, "completed", **{f"resultat-{ENTRUSTED}": "lifted"})
    assert "à qui l’accompagne de le noter" in officer.words(f"/orientations/{referral}")
    assert officer.send(f"/orientations/{referral}/frein-leve", frein=ENTRUSTED).status_code == 403


def test_a_result_is_asked_for_each_barrier(advisor: Reader) -> None:
    referral = sent(advisor, ENTRUSTED, SENSITIVE)
    advisor.step(referral, "accepted")
    fields = {f"resultat-{ENTRUSTED}": "lifted"}
    answer = advisor.send(f"/orientations/{referral}/etape", vers="completed", **fields)
    assert answer.status_code == 422
    assert f"completed-resultat-{SENSITIVE}" in answer.text
    assert f'href="#completed-resultat-{ENTRUSTED}"' not in answer.text
