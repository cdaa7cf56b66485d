"""The forms that describe a person: what they write, what they give back, who may use them, and two at once."""

import html
import logging
import re
from typing import Any

import pytest
from fastapi import FastAPI
from sqlmodel import col, select

from network_data.database import transaction
from network_data.tables import AuditEntry, Grant, HeldPaper, Need, NeedState, Partner, Person, PersonIdentity, Referent
from tests.api.serving import TODAY
from tests.web.account.surfing import told
from tests.web.entry.filling import filled, written
from tests.web.people.conftest import Workers
from tests.web.people.working import Worker

ADVISOR, COLLEAGUE, OFFICER = "conseil-rejoue", "conseil-rejoue-2", "partenariat-sante"
NEW = "/chantiers/rejoue/nouvelle-personne"
SOMEONE = "/personnes/P-0417"
MARK = "zqcanariqz"


def entered(who: Worker) -> str:
    """The address of a new person."""
    sent = who.surfer.client.post(NEW, data=filled(who.surfer.open(NEW)))
    assert sent.status_code == 303
    return str(sent.headers["location"]).removesuffix("/evaluation")


def rows(app: FastAPI, table: Any, person: str) -> list[Any]:
    with transaction(app.state.engine) as session:
        found: list[Any] = list(session.exec(select(table).where(col(table.person_id) == person)))
        session.expunge_all()
    return found


def stored(app: FastAPI, person: str) -> Person:
    with transaction(app.state.engine) as session:
        found = session.get_one(Person, person)
        session.expunge_all()
    return found


def test_a_person_is_entered_under_a_pseudonym_and_accompanied_by_whoever_enters_them(
    app: FastAPI, at: Workers
) -> None:
    ines = at(ADVISOR)
    address = entered(ines)
    assert re.fullmatch(r"/personnes/P-\d{4,}", address)
    assert "Aucun frein n’est décrit" in ines.reads(address)
    assert address.rpartition("/")[2] in ines.people("rejoue")
    assert at(COLLEAGUE).status(address) == 404
    (grant,) = rows(app, Grant, address.rpartition("/")[2])
    assert isinstance(grant, Grant)
    assert (grant.account_id, grant.kind.value) == (f"demo-{ADVISOR}", "accompanies")


def test_a_form_sent_twice_enters_one_person(at: Workers) -> None:
    ines = at(ADVISOR)
    form = filled(ines.surfer.open(NEW))
    before = len(ines.people("rejoue"))
    first, second = (ines.surfer.client.post(NEW, data=form) for _ in range(2))
    assert first.headers["location"] == second.headers["location"]
    assert len(ines.people("rejoue")) == before + 1


@pytest.mark.parametrize("login", [OFFICER, "coordination", "direction-rejoue", "administration", "conseil-prelude"])
def test_nobody_but_an_advisor_of_the_chantier_enters_people(at: Workers, login: str) -> None:
    who = at(login)
    assert who.status(NEW) == 404
    assert who.surfer.submit("/compte", NEW, saisie="x").status_code == 404


def test_barriers_are_assessed_and_the_plan_follows(app: FastAPI, at: Workers) -> None:
    ines = at(ADVISOR)
    address = entered(ines)
    sent = written(ines, f"{address}/evaluation", frein__identite="3", dabord__identite="oui", frein__addictions="1")
    assert (sent.status_code, sent.headers["location"]) == (303, address)
    assert "2 freins" in ines.reads(address)
    needs = {need.barrier: need for need in rows(app, Need, address.rpartition("/")[2]) if isinstance(need, Need)}
    assert (needs["identite"].severity, needs["identite"].priority) == (3, True)
    assert (needs["addictions"].assessed_on, needs["addictions"].priority) == (TODAY, False)
    written(ines, f"{address}/evaluation", frein__identite="leve")
    assert "1 frein" in ines.reads(address)
    (lifted,) = [need for need in rows(app, Need, address.rpartition("/")[2]) if need.barrier == "identite"]
    assert (lifted.state, lifted.severity) == (NeedState.LIFTED, 3)


def test_only_what_changed_takes_the_new_date_unless_all_was_gone_through(app: FastAPI, at: Workers) -> None:
    ines = at(ADVISOR)
    before = {need.barrier: need.assessed_on for need in rows(app, Need, "P-0417")}
    assert TODAY not in before.values()
    written(ines, f"{SOMEONE}/evaluation", frein__calcul="1")
    after = {need.barrier: need.assessed_on for need in rows(app, Need, "P-0417")}
    assert after == before | {"calcul": TODAY}
    written(ines, f"{SOMEONE}/evaluation", sur__tous="oui")
    assert {need.assessed_on for need in rows(app, Need, "P-0417")} == {TODAY}


def test_a_barrier_noted_by_mistake_goes(app: FastAPI, at: Workers) -> None:
    written(at(ADVISOR), f"{SOMEONE}/evaluation", **{"frein-identite": "erreur"})
    assert "identite" not in {need.barrier for need in rows(app, Need, "P-0417")}


def test_looking_for_a_barrier_saves_nothing_and_loses_nothing(app: FastAPI, at: Workers) -> None:
    ines = at(ADVISOR)
    address = entered(ines)
    page = written(ines, f"{address}/evaluation", frein__calcul="2", cherche__frein="surendetement")
    assert page.status_code == 200
    assert "Endettement" in told(page).partition(" trouvé")[2].partition("Tous les autres")[0]
    assert re.search(r'name="frein-calcul" value="2" checked', page.text)
    assert rows(app, Need, address.rpartition("/")[2]) == []


@pytest.mark.parametrize(
    ("form", "fields", "field"),
    [
        ("evaluation", {"sur-jour": "2031-01-01", "frein-calcul": "2"}, "sur-jour"),
        ("evaluation", {"dabord-calcul": "oui"}, "frein-calcul"),
        ("evaluation", {"frein-calcul": "9"}, "frein-calcul"),
        ("situation", {"naissance": "84"}, "naissance"),
        ("situation", {"distance": "loin"}, "distance"),
        ("situation", {"commune": "Nulle-Part"}, "commune"),
        ("situation", {"fin-cni": "demain"}, "fin-cni"),
        ("situation", {"lieu": "position:99,400"}, "lieu"),
        ("identite", {"telephone": "12"}, "telephone"),
        ("identite", {"courriel": "moi"}, "courriel"),
        ("referents/nouveau", {"frein": "ensemble"}, "organisation"),
        ("referents/nouveau", {"frein": "x", "organisation": "CCAS"}, "frein"),
        ("depart", {"jour": "hier"}, "jour"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    at: Workers, form: str, fields: dict[str, str], field: str
) -> None:
    ines = at(ADVISOR)
    address = entered(ines)
    kept = {"identite": {"prenom": MARK}, "situation": {"commune": MARK}, "referents/nouveau": {"fonction": MARK}}
    page = written(ines, f"{address}/{form}", **(kept.get(form, {}) | fields))
    assert page.status_code == 422
    assert f'href="#{field}"' in page.text
    assert f'id="{field}"' in page.text
    assert f'id="{field}-faute"' in page.text
    if form in kept and "commune" not in fields:
        assert MARK in page.text


def test_a_name_is_sealed_and_corrected(app: FastAPI, at: Workers) -> None:
    ines = at(ADVISOR)
    address = entered(ines)
    written(ines, f"{address}/identite", prenom="Zoé", nom=f"{MARK} ; ?", telephone="01 99 00 12 34", secrete="oui")
    assert MARK in ines.reads(address)
    assert "01 99 00 12 34" in ines.reads(address)
    assert "En danger, tout de suite" in ines.reads(address)
    (sealed,) = rows(app, PersonIdentity, address.rpartition("/")[2])
    assert MARK.encode() not in sealed.sealed
    assert written(ines, f"{address}/identite").status_code == 303
    written(ines, f"{address}/identite", nom="", secrete="")
    plan = ines.reads(address)
    assert "Zoé" in plan
    assert MARK not in plan
    assert not stored(app, address.rpartition("/")[2]).secret_address


def test_a_situation_is_known_or_not_in_three_ways(app: FastAPI, at: Workers) -> None:
    ines = at(ADVISOR)
    address = entered(ines)
    person = address.rpartition("/")[2]
    answers = {
        "naissance": "1984",
        "commune": "75019",
        "distance": "2,5",
        "public-femmes": "oui",
        "public-familles": "non",
        "langue-fra": "oui",
        "langue-bam": "oui",
        "libre-mon-am": "oui",
        "papier-cni": "oui",
        "fin-cni": "2029-05-01",
        "telephone-a-soi": "oui",
        "peut-payer": "non",
    }
    assert written(ines, f"{address}/situation", **answers).status_code == 303
    found = stored(app, person)
    assert (found.birth_year, found.insee_code, found.max_distance_km) == (1984, "75119", 2.5)
    assert found.publics == {"femmes": True, "familles": False}
    assert (found.languages, found.available) == (["bam", "fra"], ["mon-am"])
    assert (found.has_phone, found.can_pay, found.remote_ok) == (True, False, None)
    assert [(held.paper, str(held.until)) for held in rows(app, HeldPaper, person)] == [("cni", "2029-05-01")]
    assert written(ines, f"{address}/situation", **dict.fromkeys(answers, ""), lieu="").status_code == 303
    emptied = stored(app, person)
    assert (emptied.birth_year, emptied.insee_code, emptied.languages, emptied.available) == (None,) * 4
    assert emptied.publics == {}


def test_a_place_may_be_a_partners(app: FastAPI, at: Workers) -> None:
    ines = at(ADVISOR)
    address = entered(ines)
    found = written(ines, f"{address}/situation", **{"cherche-lieu": "CCAS"})
    partner = html.unescape(re.findall(r'name="lieu" value="(partenaire:[^"]+)"', found.text)[0])
    assert written(ines, f"{address}/situation", lieu=partner).status_code == 303
    assert stored(app, address.rpartition("/")[2]).latitude is not None
    assert written(ines, f"{address}/situation", naissance="1990").status_code == 303
    assert stored(app, address.rpartition("/")[2]).latitude is not None


def test_a_form_opened_and_sent_back_changes_nothing(app: FastAPI, at: Workers) -> None:
    ines = at(ADVISOR)
    for form in ("evaluation", "situation", "identite"):
        before = (stored(app, "P-0417").model_dump(), [str(need) for need in rows(app, Need, "P-0417")])
        assert written(ines, f"{SOMEONE}/{form}").status_code == 303
        assert (stored(app, "P-0417").model_dump(), [str(need) for need in rows(app, Need, "P-0417")]) == before


def test_a_referent_is_noted_once_corrected_and_ended(app: FastAPI, at: Workers) -> None:
    ines = at(ADVISOR)
    address = entered(ines)
    written(ines, f"{address}/evaluation", **{"frein-addictions": "3"})
    form = f"{address}/referents/nouveau?frein=addictions"
    answers = filled(ines.surfer.open(form)) | {"frein": "addictions", "organisation": "CSAPA"}
    for _ in range(2):
        assert ines.surfer.client.post(f"{address}/referents/nouveau", data=answers).status_code == 303
    (one,) = rows(app, Referent, address.rpartition("/")[2])
    assert "Déjà suivi par un référent" in ines.reads(address)
    assert written(ines, f"{address}/referents/{one.id}", jusque="2026-01-31").status_code == 303
    assert "Ceux d’avant" in ines.reads(f"{address}/referents")
    assert ines.status(f"{address}/referents/999999") == 404


def test_a_need_noted_by_mistake_takes_its_referent_with_it(app: FastAPI, at: Workers) -> None:
    ines = at(ADVISOR)
    address = entered(ines)
    written(ines, f"{address}/evaluation", **{"frein-addictions": "3"})
    written(ines, f"{address}/referents/nouveau", frein="addictions", organisation="CSAPA")
    written(ines, f"{address}/evaluation", **{"frein-addictions": "erreur"})
    assert rows(app, Referent, address.rpartition("/")[2]) == []


def test_whoever_leaves_is_listed_no_more_and_may_come_back(at: Workers) -> None:
    ines = at(ADVISOR)
    coordination = at("coordination")
    assert "P-0417 7 freins" in coordination.reads("/chantiers/rejoue")
    assert written(ines, f"{SOMEONE}/depart", jour=TODAY.isoformat()).status_code == 303
    listed = ines.reads("/chantiers/rejoue")
    assert "1 personne partie" in listed
    assert "P-0417" not in listed.partition("1 personne partie")[0]
    assert "A quitté le chantier le 22 novembre 2026" in ines.reads(SOMEONE)
    assert "P-0417" not in coordination.reads("/chantiers/rejoue")
    assert ines.sends(f"{SOMEONE}/depart", f"{SOMEONE}/retour").status_code == 303
    assert "P-0417" in ines.people("rejoue")


@pytest.mark.parametrize(
    ("form", "mine", "theirs", "words"),
    [
        ("evaluation", {"frein-calcul": "2"}, {"frein-identite": "leve"}, "→ levé"),
        ("situation", {"naissance": "1981"}, {"distance": "7"}, "Distance acceptée"),
        ("identite", {"nom": "Mien"}, {"prenom": "Autre"}, "→ Autre"),
    ],
)
def test_the_second_of_two_reads_what_changed_and_overwrites_nothing(
    app: FastAPI, at: Workers, form: str, mine: dict[str, str], theirs: dict[str, str], words: str
) -> None:
    ines = at(ADVISOR)
    opened = filled(ines.surfer.open(f"{SOMEONE}/{form}"))
    assert written(ines, f"{SOMEONE}/{form}", **theirs).status_code == 303
    late = ines.surfer.client.post(f"{SOMEONE}/{form}", data=opened | mine)
    assert late.status_code == 409
    assert "Quelqu’un d’autre a changé ce dossier entre-temps" in told(late)
    assert words in told(late)
    (name, value), *_ = mine.items()
    again = ines.surfer.client.post(f"{SOMEONE}/{form}", data=filled(late) | mine)
    assert again.status_code == 303
    now = filled(ines.surfer.open(f"{SOMEONE}/{form}"))
    assert now[name] == value
    assert {field: now.get(field) for field in theirs} == theirs


def test_both_changing_the_same_fact_are_told_so(at: Workers) -> None:
    ines = at(ADVISOR)
    opened = filled(ines.surfer.open(f"{SOMEONE}/identite"))
    written(ines, f"{SOMEONE}/identite", prenom="Leur")
    late = ines.surfer.client.post(f"{SOMEONE}/identite", data=opened | {"prenom": "Mien"})
    assert "→ Leur ; vous aviez choisi : Mien" in told(late)
    assert 'value="Mien"' in late.text


def test_a_form_sent_twice_is_no_quarrel_with_oneself(at: Workers) -> None:
    ines = at(ADVISOR)
    opened = filled(ines.surfer.open(f"{SOMEONE}/evaluation")) | {"frein-calcul": "2"}
    assert [ines.surfer.client.post(f"{SOMEONE}/evaluation", data=opened).status_code for _ in range(2)] == [303, 303]


FORMS = ("evaluation", "situation", "identite", "referents", "referents/nouveau", "depart")


@pytest.mark.parametrize("login", [COLLEAGUE, "coordination", "direction-rejoue", "encadrement-rejoue", "controle"])
def test_to_everybody_else_the_forms_do_not_exist(at: Workers, login: str) -> None:
    who = at(login)
    for form in FORMS:
        assert who.status(f"{SOMEONE}/{form}") == 404
        sent = who.surfer.submit("/compte", f"{SOMEONE}/{form}", jour=TODAY.isoformat()).status_code
        assert sent == (405 if form == "referents" else 404)


def test_an_officer_and_whoever_handed_over_read_and_do_not_write(app: FastAPI, at: Workers) -> None:
    ines, nadia = at(ADVISOR), at(OFFICER)
    ines.sends(f"{SOMEONE}/acces", f"{SOMEONE}/relais", a=f"demo-{COLLEAGUE}", jours="30")
    before = stored(app, "P-0417").model_dump()
    for who in (ines, nadia):
        assert who.status(SOMEONE) == 200
        assert f"{SOMEONE}/evaluation" not in who.surfer.open(SOMEONE).text
        for form in FORMS:
            assert who.status(f"{SOMEONE}/{form}") == 403
            sent = who.surfer.submit("/compte", f"{SOMEONE}/{form}", jour=TODAY.isoformat(), naissance="1950")
            assert sent.status_code == (405 if form == "referents" else 403)
    assert stored(app, "P-0417").model_dump() == before


def test_a_stand_in_writes(at: Workers) -> None:
    ines, karim = at(ADVISOR), at(COLLEAGUE)
    ines.sends(f"{SOMEONE}/acces", f"{SOMEONE}/remplacement", a=f"demo-{COLLEAGUE}", jusqu_au="2026-11-29")
    assert written(karim, f"{SOMEONE}/evaluation", **{"frein-calcul": "1"}).status_code == 303
    assert "8 freins" in ines.reads(SOMEONE)


def test_what_is_typed_reaches_neither_the_log_nor_an_address_nor_the_trail(
    app: FastAPI, at: Workers, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    ines = at(ADVISOR)
    everywhere = {
        "evaluation": "cherche-frein",
        "situation": "commune",
        "identite": "nom",
        "referents/nouveau": "fonction",
    }
    for form, field in everywhere.items():
        answer = written(ines, f"{SOMEONE}/{form}", **{field: MARK, "telephone": "1"})
        assert MARK not in str(answer.headers)
        assert MARK not in at(COLLEAGUE).surfer.open(f"{SOMEONE}/{form}").text
    written(ines, f"{SOMEONE}/identite", nom=MARK)
    assert MARK not in caplog.text
    with transaction(app.state.engine) as session:
        entries = list(session.exec(select(AuditEntry)))
        assert MARK not in str([entry.model_dump() for entry in entries])
        assert {"need.write", "identity.write"} & {entry.action for entry in entries}


def test_where_she_must_not_go_whom_she_refused_and_what_she_asked_for_are_written(app: FastAPI, at: Workers) -> None:
    ines = at(ADVISOR)
    person = SOMEONE.rpartition("/")[2]
    with transaction(app.state.engine) as session:
        refused = str(session.exec(select(Partner.id).order_by(col(Partner.id))).first())
    before = stored(app, person).requested_papers
    noted = {"eviter": "93, 75018", f"refus-{refused}": "oui", "demande-cni": "oui"}
    sent = ines.surfer.client.post(
        f"{SOMEONE}/situation", data=filled(ines.surfer.open(f"{SOMEONE}/situation")) | noted
    )
    assert sent.status_code == 303, told(sent)
    kept = stored(app, person)
    assert kept.avoided_places == ["75118", "93"]
    assert kept.excluded_partners == [refused]
    assert "cni" not in before
    assert sorted(kept.requested_papers) == sorted([*before, "cni"])
    again = filled(ines.surfer.open(f"{SOMEONE}/situation"))
    assert again["eviter"] == "75118, 93"
    assert again[f"refus-{refused}"] == again["demande-cni"] == "oui"


def test_a_place_to_avoid_that_nobody_knows_is_asked_again(app: FastAPI, at: Workers) -> None:
    before = stored(app, SOMEONE.rpartition("/")[2]).avoided_places
    page = written(at(ADVISOR), f"{SOMEONE}/situation", eviter="93, Nulle-Part-sur-Mer")
    assert "Un de ces lieux n’est pas connu du réseau" in page.text
    assert "Nulle-Part-sur-Mer" in page.text
    assert stored(app, SOMEONE.rpartition("/")[2]).avoided_places == before
