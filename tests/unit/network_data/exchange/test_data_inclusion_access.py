import pytest

from network_data.exchange.data_inclusion_access import access_path, women_only
from network_data.vocabulary import AccessPath

HOUSING = "logement-hebergement--rechercher-une-solution-dhebergement-temporaire"
CARE = "sante--sante-mentale"


@pytest.mark.parametrize(
    ("askers", "path"),
    [
        (["usagers"], AccessPath.DIRECT),
        (["professionnels", "usagers"], AccessPath.DIRECT),
        (["professionnels"], AccessPath.PRESCRIBER),
        (None, AccessPath.UNKNOWN),
    ],
)
def test_who_may_ask_says_the_way_in(askers: list[str] | None, path: AccessPath) -> None:
    assert access_path({"mobilisable_by": askers}, None) == path


@pytest.mark.parametrize(
    ("networks", "thematique", "path"),
    [
        (["chrs"], HOUSING, AccessPath.SIAO),
        (["chu", "croix-rouge"], HOUSING, AccessPath.SIAO),
        (["chrs"], None, AccessPath.SIAO),
        (["cada"], HOUSING, AccessPath.COMMISSION),
        (["residences-fjt"], HOUSING, AccessPath.COMMISSION),
        (["cmp"], CARE, AccessPath.SECTOR),
        (["esat"], None, AccessPath.CDAPH),
    ],
)
def test_what_lies_behind_a_gate_is_entered_through_it_whoever_may_ask(
    networks: list[str], thematique: str | None, path: AccessPath
) -> None:
    service = {"mobilisable_by": ["usagers"], "thematiques": [thematique] if thematique else None}
    assert access_path(service, networks) == path


@pytest.mark.parametrize("networks", [["chrs"], ["cmp"], ["siao"]])
def test_the_other_services_of_the_same_structure_stay_open(networks: list[str]) -> None:
    service = {"mobilisable_by": ["usagers"], "thematiques": ["lecture-ecriture-calcul--maitriser-le-francais"]}
    assert access_path(service, networks) == AccessPath.DIRECT


def test_the_siao_itself_is_no_service_behind_the_siao() -> None:
    assert access_path({"mobilisable_by": ["usagers"], "thematiques": [HOUSING]}, ["siao"]) == AccessPath.DIRECT


@pytest.mark.parametrize(
    ("publics", "only"), [(["femmes"], True), (["familles", "femmes"], None), (["tous-publics"], None), (None, None)]
)
def test_only_a_service_for_women_alone_is_for_women_only(publics: list[str] | None, only: bool | None) -> None:
    assert women_only(publics) is only
