"""What addresses a barrier, by which evidence, and how sure thématiques and words together are."""

from api.services.weighing import default_weights
from matching.channels import BULK, STRENGTHS, Channel, Tag, channels_of, match_of
from matching.reading import Grade, read_text
from network_data.vocabulary import BARRIERS
from tests.unit.matching.builders import ADDICTIONS, partner, service

ADMIN = "difficultes-administratives-ou-juridiques--accompagnement-aux-demarches-administratives"


def test_an_exact_thematique_is_the_strongest_channel() -> None:
    match = channels_of(service("a-1", ADDICTIONS), partner("a"))["addictions"]
    assert (match.channel, match.thematique, match.tag) == (Channel.EXACT, ADDICTIONS, Tag.OWN)


def test_a_specialist_network_confirms_an_exact_thematique() -> None:
    match = channels_of(service("a-1", ADDICTIONS), partner("a", networks=("csapa",)))["addictions"]
    assert (match.channel, match.network, match.tag) == (Channel.EXACT, "csapa", Tag.SPECIALIST)


def test_a_neighbouring_thematique_needs_a_specialist_network_or_a_keyword() -> None:
    alone = channels_of(service("a-1", ADMIN), partner("a"))
    by_network = channels_of(service("a-1", ADMIN), partner("a", networks=("ccas-cias",)))
    by_keyword = channels_of(service("a-1", ADMIN, description="Élection de domicile"), partner("a"))
    assert "domiciliation" not in alone
    assert by_network["domiciliation"].channel is Channel.FALLBACK
    assert by_network["domiciliation"].network == "ccas-cias"
    assert by_keyword["domiciliation"].keyword == "élection de domicile"


def test_a_keyword_alone_reaches_barriers_without_thematique() -> None:
    match = channels_of(service("a-1", name="Permanence retraite"), partner("a"))["retraite"]
    assert (match.channel, match.keyword) == (Channel.KEYWORD, "retraite")


def test_a_specialist_network_without_thematique_or_keyword_reaches_nothing() -> None:
    assert channels_of(service("a-1"), partner("a", networks=("ccas-cias",))) == {}


MANY = tuple(
    sorted({code for barrier in BARRIERS.values() for code in barrier.thematiques if not code.startswith("sante")})
)[: BULK - 1]


def test_the_very_thematique_among_many_says_less() -> None:
    few, many = (match_of("addictions", tags, (), ()) for tags in ((ADDICTIONS,), (ADDICTIONS, *MANY)))
    assert few is not None
    assert many is not None
    assert (few.tag, many.tag) == (Tag.OWN, Tag.NEAR)


def test_one_thematique_among_many_is_not_enough_where_the_words_speak_of_something_else() -> None:
    reading = read_text("Crèche du Parc", "Accueil d'enfants de trois mois à trois ans.")
    assert match_of("addictions", (ADDICTIONS, *MANY), (), reading) is None
    vague = read_text("Accueil", "Accueil d'enfants de trois mois à trois ans.")
    alone = match_of("addictions", (ADDICTIONS,), (), vague)
    assert alone is not None
    assert alone.grade is Grade.SILENT


def test_the_very_thematique_is_not_enough_where_the_words_are_surely_about_another_domain() -> None:
    reading = read_text("Crèche du Parc", "Accueil d'enfants de trois mois à trois ans.")
    assert match_of("addictions", (ADDICTIONS,), (), reading) is None
    assert match_of("parentalite", BARRIERS["parentalite"].thematiques[:1], (), reading) is not None


def test_words_that_deny_outweigh_the_thematique() -> None:
    reading = read_text("Accueil de jour", "Nous ne faisons pas d'addictologie.")
    assert match_of("addictions", (ADDICTIONS,), ("csapa",), reading) is None


def test_strengths_fit_a_byte_and_grow_with_what_words_and_thematiques_say() -> None:
    fit = default_weights().fit
    assert len(STRENGTHS) <= 32
    for tag, grade in STRENGTHS:
        better = [pair for pair in STRENGTHS if pair[0] >= tag and pair[1] >= grade]
        assert all(fit.of(*pair) >= fit.of(tag, grade) for pair in better), (tag, grade)
        assert 0 < fit.of(tag, grade) < 1
