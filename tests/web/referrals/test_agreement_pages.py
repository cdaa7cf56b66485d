"""The pages of what she agrees to share: asked for, printed, withdrawn, and what becomes of what stood on it."""

from sqlmodel import Session, select

from network_data.tables import AgreementForm, SharingAgreement
from tests.api.referring import ENTRUSTED, OWN, Programme
from tests.web.referrals.conftest import Reader
from tests.web.referrals.test_referral_page import prepared, sent, state_of

PAGE = f"/personnes/{OWN}/accords"
UNTIL = "2027-05-24"


def agreements_of(programme: Programme) -> list[SharingAgreement]:
    with Session(programme.app.state.engine) as session:
        return list(session.exec(select(SharingAgreement)).all())


def test_the_form_says_that_refusing_costs_nothing_and_keeps_what_was_agreed(
    programme: Programme, advisor: Reader
) -> None:
    referral = prepared(advisor)
    form = advisor.words(f"{PAGE}/nouveau?orientation={referral}")
    assert "refuser ne change rien à son accompagnement" in form
    assert "Partenaire, pour : Service" in form
    fields = {"service": "service", "orientation": referral, "jusqu_au": UNTIL, "donne_le": "2026-11-20"}
    answer = advisor.send(PAGE, champs=["first_name", "languages"], forme="written", interprete="oui", **fields)
    assert answer.headers["location"] == f"/orientations/{referral}"
    (agreement,) = agreements_of(programme)
    assert (sorted(agreement.fields), agreement.form) == (["first_name", "languages"], AgreementForm.WRITTEN)
    assert (agreement.interpreter, agreement.until.isoformat()) == (True, UNTIL)
    words = advisor.words(PAGE)
    assert "Par écrit, avec un interprète : son prénom et les langues qu’elle parle." in words
    assert "en cours" in words


def test_days_that_make_no_sense_are_told_at_their_field_and_nothing_is_written(
    programme: Programme, advisor: Reader
) -> None:
    for fields, told in (
        ({}, "Donnez le dernier jour"),
        ({"jusqu_au": "2026-11-01"}, "déjà terminé"),
        ({"jusqu_au": UNTIL, "donne_le": "2026-12-24"}, "avant d’être donné"),
        ({"jusqu_au": "demain"}, "Donnez une date"),
    ):
        answer = advisor.send(PAGE, service="service", **fields)
        assert answer.status_code == 422
        assert told in answer.text
    assert agreements_of(programme) == []


def test_the_paper_to_sign_says_all_of_it_and_writes_nothing(programme: Programme, advisor: Reader) -> None:
    answer = advisor.send(f"{PAGE}/papier", service="service", jusqu_au=UNTIL, champs=["first_name", "phone"])
    assert answer.status_code == 200
    for words in ("son prénom et son téléphone", "Partenaire", "24 mai 2027", "Je peux dire non"):
        assert words in answer.text
    assert agreements_of(programme) == []


def test_withdrawn_in_one_press_she_then_keeps_or_cancels_each_step(programme: Programme, advisor: Reader) -> None:
    kept = sent(advisor)
    cancelled = prepared(advisor, "gestion-budget")
    (agreement,) = agreements_of(programme)
    answer = advisor.send(f"/accords/{agreement.id}/retrait")
    address = answer.headers["location"]
    words = advisor.words(address)
    assert "Plus rien n’est partagé" in words
    assert "Le partenaire sait déjà" in words
    assert "Rien n’a été dit au partenaire" in words
    assert "Il manque son accord" in advisor.words(f"/orientations/{cancelled}")
    choices = {f"suite-{kept}": "garder", f"suite-{cancelled}": "annuler"}
    settled = advisor.send(f"{address}/suites", **choices)
    assert settled.headers["location"] == f"/personnes/{OWN}/orientations"
    assert (state_of(advisor, kept), state_of(advisor, cancelled)) == ("sent", "cancelled")
    assert "Retiré le" in advisor.words(PAGE)
    assert advisor.send(f"{address}/suites", **choices).status_code == 303


def test_another_agreement_that_runs_leaves_nothing_to_settle(programme: Programme, advisor: Reader) -> None:
    sent(advisor)
    first = agreements_of(programme)[0].id
    advisor.caller.agree()
    advisor.send(f"/accords/{first}/retrait")
    assert "Aucune orientation en cours ne reposait" in advisor.words(f"/accords/{first}")


def test_an_officer_reads_the_agreements_they_wrote_and_no_other(
    programme: Programme, advisor: Reader, officer: Reader
) -> None:
    theirs = advisor.caller.agree()
    assert officer.caller.page(f"/accords/{theirs}").status_code == 404
    assert "rien n’est dit d’elle" in officer.words(PAGE)
    officer.caller.agree()
    assert "Partenaire" in officer.words(PAGE)
    assert ENTRUSTED not in officer.words(PAGE)
