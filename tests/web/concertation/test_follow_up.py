"""The page of a follow-up: who follows what, what is open, what to look at; and what each who opens it may do."""

import re
from datetime import timedelta

from fastapi import FastAPI
from sqlmodel import col, select

from api.i18n import translations
from api.web.language import PAGES_LOCALE
from api.wording.flags import flag_kind
from network_data.database import transaction
from network_data.demo.follow_ups import planted_contradictions
from network_data.demo.world import read_known
from network_data.tables import FollowStep, Grant, GrantKind, Need, News, Person, Referent, StepState
from tests.api.serving import TODAY
from tests.web.people.conftest import Workers

ADVISOR, COLLEAGUE, OFFICER, COORDINATOR = "conseil-rejoue", "conseil-rejoue-2", "partenariat-sante", "coordination"
SOMEONE = "/personnes/P-0417"
FOLLOW_UP = SOMEONE + "/suivi"


def test_the_contradictions_of_the_demonstration_are_found_those_without_a_referent_first(at: Workers) -> None:
    read = at(ADVISOR).reads("/suivi")
    told = (
        "Personne ne suit l’ensemble de son parcours",
        "2 orientations ouvertes à la fois",
        "a été sollicité 3 fois en un an",
        "dont personne ne s’occupe",
        "sans nouvelles depuis",
        "Sévère, et personne dessus",
        "Pas regardé depuis plus de six mois",
    )
    assert [words for words in told if words not in read] == []
    assert read.index(told[0]) < read.index("Pas regardé")


def test_the_page_of_the_territory_finds_what_was_planted_about_whom_it_was_and_nothing_more_of_its_kind(
    app: FastAPI, at: Workers
) -> None:
    with transaction(app.state.engine) as session:
        planted = planted_contradictions(read_known(session, TODAY))
    assert len(planted) == 4
    page = at(COORDINATOR).reads("/territoires/paris-demo/suivi")
    _, *lines = re.split(r"(?=\bP-\d{4}\b)", page)
    for code, person in planted.items():
        kind = flag_kind(code).said(translations(PAGES_LOCALE))
        assert [line[:6] for line in lines if kind[1:] in line] == [person], kind


def test_a_coordinator_reads_pseudonyms_and_kinds_never_which_need_or_partner(at: Workers) -> None:
    coordinator = at(COORDINATOR)
    home = coordinator.surfer.open("/").text
    address = home.split('href="/territoires/')[1].split("/")[0]
    page = coordinator.reads(f"/territoires/{address}/suivi")
    assert "Deux orientations pour un même frein" in page
    assert "P-0417" in page
    assert "Liens, isolement" not in page
    assert "Ibrahim" not in page
    assert at(ADVISOR).status(f"/territoires/{address}/suivi") == 404
    assert coordinator.status(FOLLOW_UP) == 404


def test_a_step_is_added_seen_done_and_taken_up_again(app: FastAPI, at: Workers) -> None:
    advisor = at(ADVISOR)
    sent = {"quoi": "Aller à la CAF de Nation", "jour": "2026-11-27", "heure": "10:30", "papier-cni": "oui"}
    answer = advisor.sends(SOMEONE + "/pas", SOMEONE + "/pas", **sent)
    assert (answer.status_code, answer.headers["location"]) == (303, FOLLOW_UP)
    read = advisor.reads(FOLLOW_UP)
    assert "Aller à la CAF de Nation" in read
    assert "27 novembre 2026, 10 h 30" in read
    with transaction(app.state.engine) as session:
        step = session.exec(select(FollowStep).where(FollowStep.hour == "10:30")).one()
        assert step.due_on == TODAY + timedelta(days=5)
        assert b"CAF" not in step.words_sealed
        identifier = step.id
    for state, wanted in (("fait", StepState.DONE), ("reprendre", StepState.OPEN)):
        answer = advisor.sends(FOLLOW_UP, f"{SOMEONE}/pas/{identifier}", etat=state)
        assert answer.status_code == 303
        with transaction(app.state.engine) as session:
            assert session.get_one(FollowStep, identifier).state is wanted


def test_a_step_that_says_nothing_is_given_back_with_what_to_correct(at: Workers) -> None:
    advisor = at(ADVISOR)
    answer = advisor.sends(SOMEONE + "/pas", SOMEONE + "/pas", qui="other", heure="25:00")
    assert answer.status_code == 422
    for words in ("3 réponses à corriger", "Dites en quelques mots", "par sa fonction", "une heure comme 14:30"):
        assert words in answer.text


def test_news_of_a_referent_are_noted_in_one_touch(app: FastAPI, at: Workers) -> None:
    advisor = at(ADVISOR)
    with transaction(app.state.engine) as session:
        outside = select(Referent.id).where(Referent.person_id == "P-0417", col(Referent.inside).is_(False))
        referent = session.exec(outside).first()
    answer = advisor.sends(FOLLOW_UP, SOMEONE + "/nouvelles", referent=str(referent), issue="joint")
    assert answer.headers["location"] == f"{FOLLOW_UP}#referent-{referent}"
    assert "dernières nouvelles aujourd’hui" in advisor.reads(FOLLOW_UP)
    with transaction(app.state.engine) as session:
        assert session.exec(select(News).where(News.referent_id == referent, News.by == f"demo-{ADVISOR}")).all()
        others = session.exec(select(Referent.id).where(Referent.person_id != "P-0417")).first()
    refused = advisor.sends(FOLLOW_UP, SOMEONE + "/nouvelles", referent=str(others), issue="joint")
    assert refused.status_code == 404


def test_a_referent_hands_over_to_the_next_and_both_stay_in_the_story(app: FastAPI, at: Workers) -> None:
    advisor = at(ADVISOR)
    with transaction(app.state.engine) as session:
        former = session.exec(
            select(Referent).where(Referent.person_id == "P-0417", col(Referent.inside).is_(False))
        ).first()
        assert former is not None
        former_id, barrier = former.id, former.barrier
    page = f"{SOMEONE}/referents/{former_id}/relais"
    for _ in range(2):
        answer = advisor.sends(page, page, organisation="CSAPA du Canal (fictif)", depuis="2026-12-01")
        assert answer.status_code == 303
    with transaction(app.state.engine) as session:
        assert session.get_one(Referent, former_id).until == TODAY.replace(day=30)
        after = session.exec(select(Referent).where(Referent.succeeds_id == former_id)).one()
        assert (after.barrier, after.since, after.organisation) == (barrier, after.since, "CSAPA du Canal (fictif)")
    assert "a pris la suite de" in advisor.reads(SOMEONE + "/referents")
    early = advisor.sends(page, page, organisation="CPAM", depuis="2019-01-01")
    assert early.status_code == 422


def test_an_officer_reads_the_needs_entrusted_without_the_words_of_steps_and_writes_nothing(
    app: FastAPI, at: Workers
) -> None:
    at(ADVISOR).sends(SOMEONE + "/pas", SOMEONE + "/pas", quoi="zqmotqz", frein="addictions")
    officer = at(OFFICER)
    read = officer.reads(FOLLOW_UP)
    assert "Addictions" in read
    assert "zqmotqz" not in read
    assert "Domiciliation" not in read
    assert "L’ensemble" not in read
    assert officer.sends(SOMEONE, SOMEONE + "/pas", quoi="x").status_code == 403


def test_a_colleague_of_the_same_chantier_and_the_direction_see_nothing(at: Workers) -> None:
    for login in (COLLEAGUE, "direction-rejoue", "encadrement-rejoue"):
        assert at(login).status(FOLLOW_UP) == 404


def test_whoever_stands_in_may_note_a_step_and_whoever_has_handed_over_may_only_read(app: FastAPI, at: Workers) -> None:
    with transaction(app.state.engine, writes=True) as session:
        handed = session.exec(select(Grant).where(Grant.kind == GrantKind.HANDS_OVER)).one()
        person, account = handed.person_id, handed.account_id.removeprefix("demo-")
        assert session.get(Person, person) is not None
        assert session.exec(select(Need).where(Need.person_id == person)).first() is not None
    reader = at(account)
    assert reader.status(f"/personnes/{person}/suivi") == 200
    assert reader.status(f"/personnes/{person}/pas") == 403


def test_a_chantier_lists_first_whom_nobody_follows_then_needs_not_looked_at(at: Workers) -> None:
    page = at(ADVISOR).surfer.open("/chantiers/rejoue").text
    people = page.split('<li class="person">')[1:]
    alone = ["Personne ne suit l’ensemble" in each for each in people]
    stale = ["Pas regardé depuis plus de six mois" in each for each in people]
    assert alone == sorted(alone, reverse=True)
    assert any(alone)
    others = stale[sum(alone) :]
    assert others == sorted(others, reverse=True)
    assert any(others)
    assert not all(others)
    by_pseudonym = at(ADVISOR).surfer.open("/chantiers/rejoue?ordre=pseudonyme").text
    assert "Personne ne suit l’ensemble" not in by_pseudonym
    assert "à regarder" not in at("partenariat-sante").reads("/chantiers/rejoue")
