"""What the words of a service are taken to say: stated, denied, left to others, or said of the public."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.reading import Grade, Reading, read_text
from network_data.vocabulary import BARRIERS, LEXICON

PLAIN_KEYWORDS = sorted(
    (barrier, word)
    for barrier, words in LEXICON.items()
    for word in words.strong
    if word.isalpha() and word.islower() and len(word) > 6
)
FILLER = ("Ouvert", "le", "mardi", "matin", "sur", "place", "tous", "les", "mois", "salle", "rue", "étage", "bienvenue")


def stated(reading: Reading) -> set[str]:
    """The barriers that the words alone would have proposed."""
    return {mention.barrier for mention in reading if Grade.HINTED <= mention.grade <= Grade.CENTRAL}


def grade_of(barrier: str, name: str, description: str = "") -> Grade | None:
    return next((one.grade for one in read_text(name, description) if one.barrier == barrier), None)


@pytest.mark.parametrize(
    ("description", "barriers"),
    [
        ("Domiciliation administrative", {"domiciliation"}),
        ("DOMICILIATION DES PERSONNES SANS ADRESSE", {"domiciliation"}),
        ("Vous pouvez vous faire domicilier ici", {"domiciliation"}),
        ("Distribution de colis alimentaires", {"alimentation"}),
        ("Aide pour les impayes de loyer", {"impayes-loyer"}),
        ("Aide aux personnes surendettées", {"endettement"}),
        ("Chirurgiens-dentistes et soins dentaires", {"soins-dentaires"}),
        ("Service d'information générale", set()),
        ("Le pass culture", set()),
        ("Contribution libre, redistribution, attribution", set()),
        ("Une PASS à l'hôpital", {"acces-soins"}),
        ("Permis de construire : instruction des dossiers", set()),
        ("Ce lieu n'assure pas la domiciliation", set()),
        ("La domiciliation n'est pas proposée ici", set()),
        ("Café du matin, hors domiciliation", set()),
        ("Pas de domiciliation", set()),
        ("Nous ne proposons pas de douches, de laverie ni de bagagerie.", set()),
        ("Pour les personnes qui n'ont pas de compte bancaire", {"compte-bancaire"}),
        ("N'hésitez pas à demander une domiciliation", {"domiciliation"}),
        ("Pour une domiciliation, adressez-vous à la mairie.", set()),
        ("Les demandes de logement social sont orientées vers la mairie.", set()),
        ("Abonnement réservé aux bénéficiaires du RSA.", set()),
        ("Se munir de sa carte d'identité et d'un avis d'imposition.", set()),
        ("Formation des bénévoles et des travailleurs sociaux à l'accueil", set()),
        ("Domiciliation : s'adresser au CCAS.", set()),
        ("Domiciliation : s'adresser à l'accueil.", {"domiciliation"}),
        ("Pour une domiciliation, appelez le 01 23 45 67 89.", {"domiciliation"}),
        ("Ouvert tous les jours, en lien avec la bagagerie et la laverie.", set()),
        ("Les familles nous sont adressées par la maison des solidarités.", set()),
        ("Action financée par la CPAM, la caisse de retraite et la mutuelle.", set()),
        ("Nous vous orientons vers la bagagerie du centre.", set()),
        ("Une marche de plus vers l'ouverture de droits", {"acces-droits"}),
        ("Carte Vitale et attestation de mutuelle à présenter.", set()),
        ("Permis de conduire obligatoire.", set()),
        ("Une adresse postale et rien d'autre", {"domiciliation"}),
        ("Deux heures pour apprendre à lire un relevé de carrière", {"lecture-ecriture", "retraite"}),
    ],
)
def test_words_say_what_is_done(description: str, barriers: set[str]) -> None:
    assert stated(read_text("", description)) == barriers


def test_papers_to_bring_are_not_given_whether_on_one_line_or_on_several() -> None:
    line = "Pièces à fournir : carte d'identité, avis d'imposition, RIB de moins de trois mois."
    lines = "Pièces à fournir :\n- carte d'identité\n- avis d'imposition\n- RIB"
    bullets = "Documents à présenter\n\n  • carte d'identité\n  • avis d'imposition\n"
    for papers in (line, lines, bullets):
        assert stated(read_text("Ressourcerie", f"Meubles d'occasion. {papers}")) == {"equipement-vetements"}
    after = f"{lines}\nNous aidons aussi, sur rendez-vous, à demander une domiciliation à la mairie de votre commune."
    assert grade_of("domiciliation", "Ressourcerie", after) is not None
    assert grade_of("identite", "Ressourcerie", after) is None


def test_a_text_that_sends_elsewhere_and_does_something_else_does_not_do_it() -> None:
    elsewhere = "Pour une domiciliation, adressez-vous à la mairie."
    assert grade_of("domiciliation", "Ressourcerie", elsewhere) is Grade.SENT
    assert grade_of("domiciliation", "Accueil", elsewhere) is Grade.ELSEWHERE


def test_whom_a_text_is_for_never_makes_it_surely_about_them() -> None:
    grade = grade_of("suivi-rsa", "RSA", "RSA, revenu de solidarité active, bénéficiaires du RSA, BRSA.")
    assert grade is Grade.HINTED


def test_of_two_expressions_that_share_a_word_the_one_that_tells_more_counts() -> None:
    (calcul,) = [one for one in read_text("", "Savoir lire, écrire et compter") if one.barrier == "calcul"]
    assert calcul.grade > Grade.EVOKED


def test_a_denied_barrier_is_told_from_one_that_is_not_mentioned() -> None:
    assert grade_of("domiciliation", "Café", "Nous n'assurons pas la domiciliation.") is Grade.DENIED
    assert grade_of("domiciliation", "Café", "Ouvert le matin.") is None


def test_what_is_in_the_name_says_more_than_what_comes_late_in_a_long_text() -> None:
    late = "Ouvert le mardi matin sur place. " * 10 + "Domiciliation."
    name, opening, rest = (
        grade_of("domiciliation", *words)
        for words in (("Domiciliation", ""), ("Accueil", "Domiciliation."), ("Accueil", late))
    )
    assert name is not None
    assert opening is not None
    assert rest is not None
    assert name > opening >= rest


def test_a_supporting_word_needs_company() -> None:
    assert grade_of("isolement", "Accueil", "Des bénévoles.") is Grade.EVOKED
    assert (grade_of("isolement", "Accueil", "Bénévoles, parrainage, sorties, entraide.") or 0) > Grade.EVOKED


def test_the_longest_expression_wins() -> None:
    assert "compte-bancaire" not in stated(read_text("Banque alimentaire", ""))
    assert "sans-ressources" not in stated(read_text("Aide financière au permis", ""))


def test_evidence_is_the_vocabulary_s_spelling_or_the_words_of_the_text() -> None:
    (plain,) = read_text("Colis", "")
    (pattern,) = [one for one in read_text("Familles surendettées", "") if one.barrier == "endettement"]
    assert plain.keyword == "colis"
    assert pattern.keyword == "surendettées"


@pytest.mark.parametrize("barrier", BARRIERS)
def test_an_expression_stands_at_one_weight_only(barrier: str) -> None:
    words = LEXICON[barrier]
    assert not set(words.strong) & set(words.supporting)
    assert not set(words.strong) & set(words.status)
    assert not set(words.supporting) & set(words.status)


@given(st.sampled_from(PLAIN_KEYWORDS))
def test_what_is_denied_is_never_stated(case: tuple[str, str]) -> None:
    barrier, word = case
    assert barrier not in stated(read_text("Accueil", f"Ouvert le mardi. Nous ne proposons pas de {word}."))


@given(st.sampled_from(PLAIN_KEYWORDS), st.lists(st.sampled_from(FILLER), max_size=30))
def test_words_of_no_barrier_change_nothing_said_in_the_name(case: tuple[str, str], filler: list[str]) -> None:
    _, word = case
    assert read_text(word, " ".join(filler)) == read_text(word, "")


@given(st.sampled_from(PLAIN_KEYWORDS))
def test_capitals_and_missing_accents_change_no_grade(case: tuple[str, str]) -> None:
    barrier, word = case
    assert grade_of(barrier, word.upper(), "") == grade_of(barrier, word, "")


@given(st.text(), st.text())
def test_any_text_is_read_the_same_twice_in_the_vocabulary_s_order(name: str, description: str) -> None:
    reading = read_text(name, description)
    assert reading == read_text(name, description)
    places = [list(BARRIERS).index(mention.barrier) for mention in reading]
    assert places == sorted(set(places))
