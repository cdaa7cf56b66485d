"""Finding partners by words: what counts as found, and in what order."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.services.partner_search import PartnerQuery, PartnerSearch, PartnerSearches, index_partners
from matching.catalogue import Catalogue, compile_catalogue
from matching.network import Network, Partner, Service
from matching.reading import read_text
from network_data.vocabulary import Domain

PARTNERS = (
    Partner("1", "Café Logement", networks=("caf",)),
    Partner("2", "La Boussole"),
    Partner("3", "Maison du Logement"),
    Partner("4", "Écoute Psychologie"),
)
SERVICES = (
    Service("a", "2", "Logement d'urgence", date(2026, 1, 1)),
    Service("b", "2", "Domiciliation", date(2026, 1, 1), reading=read_text("Domiciliation", "")),
    Service("c", "3", "Permanence", date(2026, 1, 1)),
)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return compile_catalogue(Network("1", {partner.id: partner for partner in PARTNERS}, SERVICES))


@pytest.fixture(scope="module")
def search(catalogue: Catalogue) -> PartnerSearch:
    return index_partners(catalogue)


def find(search: PartnerSearch, words: str, **asked: object) -> tuple[str, ...]:
    return search.find(PartnerQuery(words, **asked)).partner_ids  # type: ignore[arg-type]  # named as the fields are


def test_nothing_asked_finds_everyone_by_name(search: PartnerSearch) -> None:
    assert find(search, "") == ("1", "4", "2", "3")
    assert find(search, " de la ! ") == find(search, "")


def test_a_word_in_the_name_weighs_more_than_in_a_service(search: PartnerSearch) -> None:
    assert find(search, "logement") == ("1", "3", "2")


def test_accents_and_capitals_do_not_matter(search: PartnerSearch) -> None:
    assert find(search, "ECOUTE") == find(search, "écoute") == ("4",)


def test_the_beginning_of_a_word_is_enough(search: PartnerSearch) -> None:
    assert find(search, "psycho") == ("4",)
    assert find(search, "domicil") == ("2",)


@pytest.mark.parametrize("typed", ["domicilliation", "domiciliaton", "domisiliation", "odmiciliation"])
def test_a_typing_mistake_is_forgiven(search: PartnerSearch, typed: str) -> None:
    assert find(search, typed) == ("2",)


def test_a_mistake_is_looked_for_only_where_the_word_itself_is_unknown(search: PartnerSearch) -> None:
    assert find(search, "maison") == ("3",)


def test_short_words_must_be_exact(search: PartnerSearch) -> None:
    assert find(search, "caf")[0] == "1"
    assert find(search, "cag") == ()
    assert find(search, "zz") == ()


def test_the_full_name_of_a_network_finds_its_members(search: PartnerSearch) -> None:
    assert find(search, "allocations familiales") == ("1",)


def test_what_answers_every_word_comes_alone(search: PartnerSearch) -> None:
    found = search.find(PartnerQuery("maison logement"))
    assert found.partner_ids == ("3",)
    assert found.all_words


def test_when_nobody_answers_every_word_those_who_answer_most_are_told_apart(search: PartnerSearch) -> None:
    found = search.find(PartnerQuery("boussole psychologie"))
    assert set(found.partner_ids) == {"2", "4"}
    assert not found.all_words


def test_filters_and_words_hold_together(search: PartnerSearch) -> None:
    assert find(search, "", barrier="domiciliation") == ("2",)
    assert find(search, "logement", domain=Domain.ADMINISTRATION) == ("2",)
    assert find(search, "café", barrier="domiciliation") == ()


@given(words=st.text(max_size=60))
def test_any_text_finds_known_partners_once_and_always_in_the_same_order(words: str) -> None:
    index = index_partners(compile_catalogue(Network("1", {partner.id: partner for partner in PARTNERS}, SERVICES)))
    found = find(index, words)
    assert len(set(found)) == len(found)
    assert set(found) <= {"1", "2", "3", "4"}
    assert found == find(index, words)


def test_the_index_is_built_once_for_a_catalogue_and_again_for_another(catalogue: Catalogue) -> None:
    searches = PartnerSearches()
    first = searches.current(catalogue)
    assert searches.current(catalogue) is first
    other = compile_catalogue(Network("1", {"1": PARTNERS[0]}, ()))
    assert find(searches.current(other), "") == ("1",)
