"""The sheet given to a person: what it says, what it never says, on the screen, on paper and without network."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from icalendar import Calendar
from pypdf import PdfReader
from sqlmodel import col, select, update

from network_data.database import transaction
from network_data.referrals import EventKind
from network_data.tables import Partner, Person, PersonIdentity, Referral, ReferralEvent, Service
from network_data.vocabulary import BARRIERS, ReferralKind, ReferralState
from tests.access.world import ENTRUSTED
from tests.api.referring import NOW, OWN, TODAY, Caller, Programme
from tests.web.reading import read

SHEET = f"/personnes/{OWN}/feuille"
SOON = NOW + timedelta(days=2, hours=3, minutes=30)
TELLING = "CSAPA des Lilas"


@pytest.fixture
def programme(sqlite_url: str) -> Iterator[Programme]:
    made = Programme(sqlite_url)
    made.store(
        Partner(
            id="telling",
            territory_slug="north",
            source="test",
            name=TELLING,
            updated_on=TODAY,
            address="12 rue des Lilas",
            postcode="75019",
            city="Paris",
            phone="0140375099",
            latitude=48.88,
            longitude=2.39,
        ),
        Service(
            id="listening",
            partner_id="telling",
            source="test",
            name="Écoute sans jugement",
            description="",
            updated_on=TODAY,
            required_papers=["cni"],
        ),
    )
    yield made
    made.close()


@pytest.fixture
def advisor(programme: Programme) -> Iterator[Caller]:
    with programme.asking("advisor") as caller:
        yield caller


def test_it_says_where_when_with_what_and_whom_to_call(programme: Programme, advisor: Caller) -> None:
    _refer(programme, "scheduled", scheduled_at=SOON)
    _live(programme, latitude=48.881, longitude=2.391)
    said = _shown(advisor)
    assert "Mardi 24 novembre à 14 h 30" in said
    assert "12 rue des Lilas, 75019 Paris" in said
    assert "Carte nationale d'identité" in said
    assert "01 40 37 50 99" in said
    assert "Depuis chez vous : environ 5 min à pied." in said
    assert "Appelez : Advisor" in said


def test_it_tells_nothing_to_whoever_finds_it_unless_names_are_asked_for(programme: Programme, advisor: Caller) -> None:
    _refer(programme, "scheduled", scheduled_at=SOON)
    _name(programme, advisor)
    for kept in (_shown(advisor), _kept(advisor), _printed(advisor)):
        for word in (TELLING, "Écoute", "Maillage", OWN, "Zoé", *(BARRIERS[ENTRUSTED].label, "Here", "North")):
            assert word not in kept
    for kept in (_shown(advisor, "?noms=oui"), _kept(advisor, "?noms=oui"), _printed(advisor, "?noms=oui")):
        assert TELLING in kept
        assert "Écoute sans jugement" in kept
        assert "Zoé" in kept


def test_what_somebody_does_with_her_at_an_hour_is_on_it_and_betrays_as_little(
    programme: Programme, advisor: Caller
) -> None:
    day = (NOW + timedelta(days=1)).date().isoformat()

    def step(what: str, **said: str) -> None:
        fields = {"quoi": what, "nature": "accompany", "qui": "advisor", "jour": day, "heure": "09:30", **said}
        assert advisor.submit(f"/personnes/{OWN}/pas", **fields).status_code == 303

    step("Aller à la préfecture", **{"papier-passeport": "oui"})
    step("Groupe de parole en addictologie", qui="other", fonction="éducatrice du CSAPA", heure="11:00")
    step("Préparer le dossier ensemble", heure="")
    said = _shown(advisor)
    assert "Lundi 23 novembre à 9 h 30 Pour quoi Aller à la préfecture" in said
    assert "Avec vous La personne qui vous accompagne" in said
    assert "À apporter Passeport" in said
    assert "Lundi 23 novembre à 11 h Avec vous Une autre personne" in said
    assert "Préparer le dossier" not in said
    point = _words(read(_get(advisor, f"/personnes/{OWN}/point").text).one("main").text)
    for kept in (said, _kept(advisor), _printed(advisor), point):
        for word in ("addictologie", "CSAPA"):
            assert word not in kept
    assert "Groupe de parole en addictologie Avec vous éducatrice du CSAPA" in _shown(advisor, "?noms=oui")
    assert len(Calendar.from_ical(_get(advisor, SHEET + ".ics").content).walk("VEVENT")) == 2


def test_who_comes_along_to_an_appointment_stands_with_it(programme: Programme, advisor: Caller) -> None:
    _refer(programme, "scheduled", scheduled_at=SOON)
    with transaction(programme.app.state.engine) as session:
        referral = session.exec(select(Referral.id).where(Referral.service_id == "listening")).one()
    said = {"quoi": "Y aller avec elle", "nature": "accompany", "qui": "other", "fonction": "encadrante"}
    day = SOON.date().isoformat()
    about = {"jour": day, "heure": "14:30", "orientation": referral, "papier-css": "oui"}
    assert advisor.submit(f"/personnes/{OWN}/pas", **said, **about).status_code == 303
    page = read(_get(advisor, SHEET).text).one("article")
    assert len(page.all("h3")) == 1
    assert "Avec vous encadrante" in _words(page.text)
    assert "Complémentaire santé solidaire" in page.text


def test_the_next_comes_first_then_where_one_goes_alone_and_what_is_past_is_left_out(
    programme: Programme, advisor: Caller
) -> None:
    _refer(programme, "given")
    _refer(programme, "scheduled", scheduled_at=SOON + timedelta(days=7))
    _refer(programme, "scheduled", scheduled_at=SOON)
    _refer(programme, "scheduled", scheduled_at=NOW - timedelta(days=1))
    page = read(_get(advisor, SHEET).text).one("article")
    assert [each.text.replace("\u00a0", " ") for each in page.all("h3")] == [
        "Mardi 24 novembre à 14 h 30",
        "Mardi 1er décembre à 14 h 30",
        "Quand vous pouvez",
    ]
    assert "« Bonjour. Je viens de la part de Advisor." in page.text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("sent", "Nous attendons la réponse."),
        ("waitlisted", "liste d’attente"),
        ("accepted", "Nous attendons une date."),
        ("missed", "Une nouvelle date est à choisir."),
        ("in_progress", "Cela continue."),
    ],
)
def test_it_says_in_plain_words_what_is_waited_for(
    programme: Programme, advisor: Caller, state: str, words: str
) -> None:
    _refer(programme, state)
    assert words in _shown(advisor)


@pytest.mark.parametrize("state", ["prepared", "declined", "refused", "cancelled", "expired", "completed"])
def test_it_leaves_out_what_is_not_agreed_to_or_over(programme: Programme, advisor: Caller, state: str) -> None:
    _refer(programme, state)
    assert "Vous n’avez pas de rendez-vous pour le moment." in _shown(advisor)
    assert "En attente" not in _shown(advisor)


def test_many_appointments_stay_on_one_page_of_large_letters(programme: Programme, advisor: Caller) -> None:
    for day in range(6):
        _refer(programme, "scheduled", scheduled_at=SOON + timedelta(days=day))
    for _ in range(6):
        _refer(programme, "sent")
    for wishes in ("", "?langue=en&noms=oui"):
        pages = _pdf(advisor, wishes).pages
        assert len(pages) == 1
    assert "Il y a encore 5 choses." in _shown(advisor)


@pytest.mark.parametrize(("language", "title"), [("fr", "Mes rendez-vous"), ("en", "My appointments")])
def test_the_pdf_says_its_language_and_its_title_and_is_tagged(
    programme: Programme, advisor: Caller, language: str, title: str
) -> None:
    _refer(programme, "scheduled", scheduled_at=SOON)
    pdf = _pdf(advisor, f"?langue={language}")
    assert pdf.metadata is not None
    assert pdf.metadata.title == title
    assert pdf.metadata.author is None
    catalogue: Any = pdf.trailer["/Root"]
    assert str(catalogue["/Lang"]).startswith(language)
    assert catalogue["/MarkInfo"]["/Marked"]


def test_whoever_speaks_another_language_gets_it_with_french_beside(programme: Programme, advisor: Caller) -> None:
    _refer(programme, "scheduled", scheduled_at=SOON)
    _live(programme, languages=["eng", "ara"])
    said = _shown(advisor)
    assert "Tuesday 24 November at 14:30" in said
    assert "Mardi 24 novembre à 14 h 30" in said
    assert read(_get(advisor, SHEET).text).one("article").attributes["lang"] == "en"
    assert "Tuesday" not in _shown(advisor, "?langue=fr")
    _live(programme, languages=["fra", "eng"])
    assert "Tuesday" not in _shown(advisor)


def test_the_file_to_keep_needs_nothing_else(programme: Programme, advisor: Caller) -> None:
    _refer(programme, "scheduled", scheduled_at=SOON)
    response = _get(advisor, SHEET + ".html")
    assert response.headers["content-disposition"] == 'attachment; filename="feuille.html"'
    assert response.headers["cache-control"] == "no-store"
    page = read(response.text)
    assert page.all("link") == page.all("script") == page.all("img") == page.all("form") == []
    assert page.one("style")
    assert {link.attributes["href"] for link in page.all("a")} == {"tel:0140375099"}


def test_the_appointments_go_into_a_calendar_that_tells_as_little(programme: Programme, advisor: Caller) -> None:
    _refer(programme, "scheduled", scheduled_at=SOON)
    _refer(programme, "given")
    only: Any = Calendar.from_ical(_get(advisor, SHEET + ".ics").content).walk("VEVENT")
    assert [str(each["SUMMARY"]) for each in only] == ["Rendez-vous"]
    assert only[0].decoded("DTSTART") == SOON
    assert str(only[0]["LOCATION"]) == "12 rue des Lilas, 75019 Paris"
    assert TELLING in _get(advisor, SHEET + ".ics?noms=oui").text


def test_no_paper_is_made_for_someone_whose_address_is_secret(programme: Programme, advisor: Caller) -> None:
    _refer(programme, "scheduled", scheduled_at=SOON)
    _live(programme, secret_address=True)
    for page in (SHEET, f"/personnes/{OWN}/partages"):
        said = read(_get(advisor, page).text).one("main").text
        assert "3919" in said
        assert "12 rue des Lilas" not in said
        assert TELLING not in said
    for file in (SHEET + ".pdf", SHEET + ".html", SHEET + ".ics", f"/personnes/{OWN}/partages.pdf"):
        refused = advisor.read(file)
        assert refused.status_code == 422
        assert "12 rue" not in refused.text


def test_the_paper_about_sharing_says_with_whom_what_until_when_and_how_to_stop(
    programme: Programme, advisor: Caller
) -> None:
    page = f"/personnes/{OWN}/partages"
    assert "Rien n’est partagé." in _get(advisor, page).text
    agreement = advisor.agree(service="listening")
    said = read(_get(advisor, page).text).one("article").text
    for words in (TELLING, "Votre prénom", "Votre numéro de téléphone", "31 janvier 2027", "« j’arrête »"):
        assert words in said.replace("\u00a0", " ")
    advisor.post(f"/agreements/{agreement}/withdrawal")
    assert "C’est arrêté depuis le 22 novembre 2026" in _words(read(_get(advisor, page).text).one("article").text)
    printed = PdfReader(BytesIO(_get(advisor, page + ".pdf").content))
    assert TELLING in printed.pages[0].extract_text()


def _refer(programme: Programme, state: str, scheduled_at: datetime | None = None) -> None:
    """A referral of the advisor's person to the telling partner, wherever it stands."""
    with transaction(programme.app.state.engine, writes=True) as session:
        referral = Referral(
            id=f"r{len(session.exec(select(Referral)).all())}",
            person_id=OWN,
            service_id="listening",
            recipient="telling",
            kind=ReferralKind.ORIENTATION,
            barriers=[ENTRUSTED],
            created_at=NOW - timedelta(days=9),
            state=ReferralState(state),
            since=NOW,
        )
        session.add(referral)
        session.flush()
        said = {"contact": "call"} | ({"scheduled_at": scheduled_at.isoformat()} if scheduled_at else {})
        for number, to in enumerate(_WAYS.get(state, ("prepared", state)), start=1):
            session.add(
                ReferralEvent(
                    referral_id=referral.id,
                    number=number,
                    kind=EventKind.MOVE,
                    to_state=ReferralState(to),
                    actor="advisor",
                    at=NOW,
                    recorded_at=NOW,
                    details=said if to != "prepared" else {},
                )
            )
            session.flush()


_WAYS = {
    "prepared": ("prepared",),
    "missed": ("prepared", "scheduled", "missed"),
    "in_progress": ("prepared", "accepted", "in_progress"),
    "completed": ("prepared", "given", "completed"),
}


def _live(programme: Programme, **known: Any) -> None:
    with transaction(programme.app.state.engine, writes=True) as session:
        session.exec(update(Person).where(col(Person.id) == OWN).values(**known))


def _name(programme: Programme, advisor: Caller) -> None:
    assert advisor.submit(f"/personnes/{OWN}/identite", prenom="Zoé").status_code == 303
    with transaction(programme.app.state.engine) as session:
        assert session.get(PersonIdentity, OWN)


def _get(advisor: Caller, address: str) -> Any:
    response = advisor.read(address)
    assert response.status_code == 200, response.text
    return response


def _shown(advisor: Caller, wishes: str = "") -> str:
    return _words(read(_get(advisor, SHEET + wishes).text).one("article").text)


def _kept(advisor: Caller, wishes: str = "") -> str:
    return _words(_get(advisor, SHEET + ".html" + wishes).text)


def _printed(advisor: Caller, wishes: str = "") -> str:
    return "\n".join(page.extract_text() for page in _pdf(advisor, wishes).pages)


def _pdf(advisor: Caller, wishes: str = "") -> PdfReader:
    return PdfReader(BytesIO(_get(advisor, SHEET + ".pdf" + wishes).content))


def _words(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())
