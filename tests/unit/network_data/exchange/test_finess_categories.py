import csv
import re
import unicodedata
from pathlib import Path

import pytest

from network_data.exchange.finess_categories import CATEGORIES, NOT_IN_TABLE, Offer, offer_of
from network_data.vocabulary import BARRIERS, AccessPath

PARIS = Path(__file__).resolve().parents[5] / "shared" / "data" / "finess_paris_social_sante.csv"

HOUSING_BY_NAME = {"acces-logement", "hebergement-precaire", "sans-hebergement", "fin-hebergement"}
SHELTER = {"sans-hebergement", "hebergement-precaire", "fin-hebergement"}
CARE = {"acces-soins", "incapacite-temporaire", "soins-dentaires"}
ANSWERED = {
    "214": SHELTER,
    "219": SHELTER | {"droit-au-sejour"},
    "216": SHELTER,
    "258": HOUSING_BY_NAME,
    "259": HOUSING_BY_NAME,
    "256": HOUSING_BY_NAME,
    "257": {"acces-logement", "hebergement-precaire"},
    "443": {"droit-au-sejour"},
    "442": set(),
    "180": {"incapacite-temporaire"},
    "213": set(),
    "165": set(),
    "124": CARE | {"sante-mentale", "sante-sexuelle"},
    "603": CARE,
    "636": CARE,
    "347": CARE,
    "142": CARE,
    **{code: {"sante-mentale"} for code in ("156", "444", "425", "161", "366", "412", "430", "221")},
    "197": {"addictions"},
    "178": {"addictions"},
    "228": {"sante-sexuelle"},
    "266": {"sante-sexuelle"},
    "231": {"sante-sexuelle", "violences-conflit"},
    **{code: {"handicap-rqth"} for code in ("246", "446", "445", "449", "448", "252", "395", "379", "370", "464")},
    "247": {"recherche-emploi", "handicap-rqth"},
    "249": {"qualification", "handicap-rqth"},
    "198": {"projet-professionnel", "handicap-rqth"},
    "405": {"acces-droits", "demarches-administratives", "sans-ressources", "suivi-rsa"},
    "359": {"acces-droits", "demarches-administratives", "sans-ressources"},
    "220": {"isolement"},
    "341": {"protection-juridique"},
}
"""Category -> every barrier that an exact thématique or a keyword of its texts may answer, and no other."""


def folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def offers_of(code: str) -> list[Offer]:
    category = CATEGORIES[code]
    if category.offer is None:
        return []
    changed = [category.offer.model_dump() | rule.change for rule in category.name_rules if not rule.skip]
    return [category.offer, *(Offer.model_validate(values) for values in changed)]


def barriers_answered(offer: Offer) -> set[str]:
    text = folded(f"{offer.label}\n{offer.description}")
    return {
        barrier.code
        for barrier in BARRIERS.values()
        if set(barrier.thematiques) & set(offer.thematiques)
        or any(re.search(rf"(?<!\w){re.escape(folded(word))}(?!\w)", text) for word in barrier.keywords)
    }


@pytest.mark.parametrize("code", [code for code, category in CATEGORIES.items() if category.offer])
def test_a_category_answers_the_barriers_meant_for_it_and_no_other(code: str) -> None:
    answered = set[str]().union(*(barriers_answered(offer) for offer in offers_of(code)))
    assert answered == ANSWERED[code]


def test_every_category_of_the_paris_file_is_mapped_or_left_out_with_a_reason() -> None:
    if not PARIS.exists():
        pytest.skip("the FINESS file of Paris is not beside this clone (shared/data)")
    with PARIS.open(encoding="utf-8", newline="") as file:
        codes = {row["categorie_code"] for row in csv.DictReader(file)}
    assert codes - CATEGORIES.keys() == set()


@pytest.mark.parametrize("code", ["214", "219", "258", "259", "256", "216"])
def test_housing_for_people_without_a_home_is_behind_the_siao(code: str) -> None:
    paths = {offer.access_path for offer in offers_of(code) if offer.thematiques}
    assert paths == {AccessPath.SIAO}


@pytest.mark.parametrize("code", ["246", "446", "445", "449", "448", "395", "379", "370", "249", "198"])
def test_what_the_mdph_decides_is_behind_the_cdaph_and_for_disabled_people(code: str) -> None:
    (offer,) = offers_of(code)
    assert (offer.access_path, offer.publics) == (AccessPath.CDAPH, ("personnes-en-situation-de-handicap",))


@pytest.mark.parametrize("code", ["197", "178", "228", "266", "603"])
def test_open_health_places_are_entered_directly_from_anywhere(code: str) -> None:
    (offer,) = offers_of(code)
    assert (offer.access_path, offer.eligibility_zone) == (AccessPath.DIRECT, ("france",))


@pytest.mark.parametrize("code", ["443", "442", "165", "180", "213"])
def test_asylum_and_medical_beds_are_no_answer_to_a_housing_need(code: str) -> None:
    assert not set().union(*(barriers_answered(offer) for offer in offers_of(code))) & HOUSING_BY_NAME


@pytest.mark.parametrize("code", ["223", "230", "286", "460", "209", "166", "189"])
def test_what_is_not_for_adults_in_insertion_is_left_out_with_a_reason(code: str) -> None:
    assert offer_of(code, "N'IMPORTE QUEL NOM") == CATEGORIES[code].skip


@pytest.mark.parametrize(
    "name",
    [
        "CMP INFANTO JUVENILE REBEVAL",
        "CMP ENFANTS GOUBET",
        "CMP THERAPEUTIQUE ADOLESCENTS CLAUZEL",
        "CTRE SOINS ET RESSOURCES PSY ENF ADO",
        "CMP POUR L ENFANT ET LA FAMILLE",
        "CMPP DU MARAIS",
        "CMP SECTEUR 75I03",
        "CMP I03",
        "HDJ POUR AD0LESCENTS",
    ],
)
def test_a_mental_health_centre_whose_name_says_children_is_left_out(name: str) -> None:
    assert offer_of("156", name) == "pour enfants ou adolescents, d'après son nom"


@pytest.mark.parametrize("name", ["CMP ADULTES BELLEVILLE", "CENTRE DE REPIT ADULTES ENFANTS"])
def test_a_mental_health_centre_whose_name_says_adults_is_kept_without_doubt(name: str) -> None:
    offer = offer_of("156", name)
    assert isinstance(offer, Offer)
    assert offer.publics_details is None


def test_a_mental_health_centre_whose_name_says_nothing_is_kept_with_the_question_to_ask() -> None:
    offer = offer_of("156", "CMP LA POMME")
    assert isinstance(offer, Offer)
    assert (offer.access_path, "à vérifier" in (offer.publics_details or "")) == (AccessPath.SECTOR, True)


@pytest.mark.parametrize(
    ("code", "name", "label"),
    [
        ("124", "CDS DENTAIRE FLANDRE", "Centre dentaire"),
        ("124", "CDS MEDICO-DENTAIRE NATION", "Centre de santé médical et dentaire"),
        ("124", "CDS OPHTALMO BEAUGRENELLE OPHTALYS", "Centre ophtalmologique"),
        ("124", "CDS DE BELLEVILLE", "Centre de santé"),
        ("219", "CHU JOURDAN", "Centre d'hébergement d'urgence (CHU)"),
        ("258", "RESIDENCE ACCUEIL NAVARIN", "Résidence accueil (pension de famille)"),
    ],
)
def test_a_name_can_tell_more_than_its_category(code: str, name: str, label: str) -> None:
    offer = offer_of(code, name)
    assert isinstance(offer, Offer)
    assert offer.label == label


def test_residences_for_the_young_state_their_ages() -> None:
    young = [offer_of("257", "FJT TOLBIAC"), offer_of("259", "RSJAM - PICPUS")]
    assert [(o.age_min, o.age_max) for o in young if isinstance(o, Offer)] == [(16, 30), (18, 30)]


def test_a_centre_tied_to_a_company_is_not_said_to_be_open() -> None:
    offer = offer_of("636", "SERVICE DE SOINS SNCF")
    assert isinstance(offer, Offer)
    assert (offer.access_path, bool(offer.access_conditions)) == (AccessPath.UNKNOWN, True)


def test_asylum_seekers_shelters_are_filled_by_the_ofii() -> None:
    offer = offer_of("219", "DISPOSITIF HUAD AURORE")
    assert isinstance(offer, Offer)
    assert (offer.access_path, offer.thematiques) == (AccessPath.COMMISSION, ())


def test_an_unknown_category_is_left_out() -> None:
    assert offer_of("999", "ETABLISSEMENT NOUVEAU") == NOT_IN_TABLE
