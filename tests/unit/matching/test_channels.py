"""What addresses a barrier, and by which evidence; a keyword that the text denies is no evidence."""

import pytest

from matching.channels import Channel, channels_of, read_text
from tests.unit.matching.builders import ADDICTIONS, partner, service

ADMIN = "difficultes-administratives-ou-juridiques--accompagnement-aux-demarches-administratives"


@pytest.mark.parametrize(
    ("text", "keywords"),
    [
        ("Domiciliation administrative", {"domiciliation"}),
        ("Distribution de colis alimentaires", {"colis"}),
        ("Distribution alimentaire", set()),
        ("Votre RIB est demandé", {"RIB"}),
        ("Chirurgiens-dentistes et soins dentaires", {"dentaire", "dentiste"}),
        ("Aide aux réfugiés et demandeurs d'asile", {"asile", "réfugié"}),
        ("Service d'information générale", set()),
        ("Le pass culture", set()),
        ("Une PASS à l'hôpital", {"PASS"}),
        ("Une demande de logement social", {"demande de logement social"}),
        ("Une demande. Un logement social", set()),
        ("Ce lieu n'assure pas la domiciliation", set()),
        ("La domiciliation n'est pas proposée ici", set()),
        ("Accueil social, hors domiciliation", set()),
        ("Pas de domiciliation", set()),
        ("Ce lieu n'assure pas la domiciliation, mais oriente vers un écrivain public", {"écrivain public"}),
        ("Pour les personnes qui n'ont pas de compte bancaire", {"compte bancaire"}),
    ],
)
def test_keywords_are_whole_words_that_the_text_affirms(text: str, keywords: set[str]) -> None:
    assert set(read_text(text, "")) == keywords


def test_an_exact_thematique_is_the_strongest_channel() -> None:
    match = channels_of(service("a-1", ADDICTIONS), partner("a"))["addictions"]
    assert (match.channel, match.thematique, match.confirmed) == (Channel.EXACT, ADDICTIONS, False)


def test_a_specialist_network_confirms_an_exact_thematique() -> None:
    match = channels_of(service("a-1", ADDICTIONS), partner("a", networks=("csapa",)))["addictions"]
    assert (match.channel, match.network, match.confirmed) == (Channel.EXACT, "csapa", True)


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
