from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from network_data.exchange.data_inclusion_fields import SERVICES, STRUCTURES
from network_data.exchange.data_inclusion_validation import InvalidRowError, validated

SERVICE: dict[str, Any] = {
    "id": "exemple--1",
    "structure_id": "exemple--s",
    "source": "exemple",
    "nom": "Permanence",
    "description": "Aide aux démarches.",
    "date_maj": "2024-01-15",
}
STRUCTURE: dict[str, Any] = {"id": "exemple--s", "source": "exemple", "nom": "Maison", "date_maj": "2024-01-15"}


def test_a_row_with_only_what_is_mandatory_is_valid() -> None:
    values, problems = validated(SERVICES, SERVICE)
    assert (values["date_maj"], values["thematiques"], problems) == (date(2024, 1, 15), None, [])


@pytest.mark.parametrize("field", ["id", "structure_id", "source", "nom", "description", "date_maj"])
@pytest.mark.parametrize("value", [None, "", "   "])
def test_a_row_without_a_mandatory_value_is_refused_and_names_it(field: str, value: str | None) -> None:
    with pytest.raises(InvalidRowError) as refusal:
        validated(SERVICES, SERVICE | {field: value})
    assert (refusal.value.field, refusal.value.reason) == (field, "valeur obligatoire absente")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("nom", "ab"),
        ("nom", "a" * 151),
        ("nom", "a\x00bc"),
        ("description", "aide"),
        ("date_maj", "bientôt"),
        ("date_maj", "1999-12-31"),
        ("date_maj", "2999-01-01"),
        ("id", "x" * 201),
        ("id", "a\nb"),
        ("id", 12),
        ("structure_id", ["a"]),
    ],
)
def test_a_row_whose_mandatory_value_is_not_valid_is_refused_and_names_it(field: str, value: object) -> None:
    with pytest.raises(InvalidRowError) as refusal:
        validated(SERVICES, SERVICE | {field: value})
    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("courriel", "accueil chez exemple"),
        ("code_postal", "7502"),
        ("code_postal", 75020),
        ("code_insee", "751"),
        ("lien_source", "javascript:alert(1)"),
        ("lien_mobilisation", "pas un lien"),
        ("type", "inconnu"),
        ("frais", "gratos"),
        ("thematiques", "sante--addictions"),
        ("thematiques", {"code": "sante--addictions"}),
        ("publics", ["tous-publics", "femmes"]),
        ("zone_eligibilite", [["75"]]),
        ("volume_horaire_hebdomadaire", -1),
        ("volume_horaire_hebdomadaire", "beaucoup"),
        ("nombre_semaines", 1.5),
        ("nombre_semaines", 10**12),
        ("telephone", "01\x00"),
        ("commune", 75),
    ],
)
def test_an_optional_value_that_is_not_valid_is_dropped_and_told(field: str, value: object) -> None:
    values, problems = validated(SERVICES, SERVICE | {field: value})
    assert values[field] is None
    assert [name for name, _reason in problems] == [field]


def test_one_unknown_code_does_not_lose_the_others() -> None:
    row = SERVICE | {"thematiques": ["sante--addictions", "sante--poterie", "sante--acces-aux-soins"]}
    values, problems = validated(SERVICES, row)
    assert values["thematiques"] == ["sante--acces-aux-soins", "sante--addictions"]
    assert problems == [("thematiques", "code inconnu : « sante--poterie »")]


def test_lists_are_sorted_and_without_repeats_so_that_shuffling_them_changes_nothing() -> None:
    values, _problems = validated(SERVICES, SERVICE | {"zone_eligibilite": "['93', '75', '93']"})
    assert values["zone_eligibilite"] == ["75", "93"]


def test_an_email_written_with_a_name_keeps_the_address_alone() -> None:
    values, _problems = validated(STRUCTURES, STRUCTURE | {"courriel": "Accueil <accueil@example.org>"})
    assert values["courriel"] == "accueil@example.org"


def test_fields_that_the_schema_does_not_know_are_ignored() -> None:
    values, problems = validated(STRUCTURES, STRUCTURE | {"score_qualite": 0.5, "champ_nouveau": {}})
    assert (problems, "score_qualite" in values) == ([], False)


@given(st.text(min_size=1).map(lambda text: "Dupont 0612345678 " + text))
@pytest.mark.parametrize(
    "field", ["courriel", "telephone", "contact_nom_prenom", "lien_mobilisation", "code_postal", "thematiques", "frais"]
)
def test_a_reason_never_repeats_someone_s_data(field: str, value: str) -> None:
    _values, problems = validated(SERVICES, SERVICE | {field: value})
    assert not any("Dupont" in reason or "0612345678" in reason for _field, reason in problems)


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(sorted(SERVICES.fields)), JSON_VALUES, max_size=6))
def test_any_row_is_either_accepted_or_refused_by_naming_a_mandatory_field(changes: dict[str, Any]) -> None:
    refused, dropped = refusal_and_drops(SERVICE | changes)
    assert refused <= SERVICES.mandatory
    assert dropped <= SERVICES.fields.keys() - SERVICES.mandatory


def refusal_and_drops(row: dict[str, Any]) -> tuple[set[str], set[str]]:
    try:
        _values, problems = validated(SERVICES, row)
    except InvalidRowError as refusal:
        return {refusal.field}, set()
    return set(), {field for field, _reason in problems}
