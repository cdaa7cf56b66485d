"""The people whose story is told: each is there, as told."""

from datetime import timedelta

import pytest

from network_data.vocabulary import PREREQUISITES, Strength
from tests.unit.network_data.demo.building import SEEDS, TODAY, demonstration, needs_of, papers_of, person


def test_p_0417_is_at_rejoue_with_seven_needs() -> None:
    shown = person("P-0417")
    needs = needs_of("P-0417")
    assert (shown.chantier_id, shown.birth_year, shown.insee_code) == ("rejoue", 1979, "75119")
    assert set(needs) == {
        "domiciliation",
        "identite",
        "acces-logement",
        "couverture-sante",
        "addictions",
        "amendes-saisies",
        "soins-dentaires",
    }
    assert {code for code, need in needs.items() if need.priority} >= {"domiciliation", "acces-logement"}
    assert {(TODAY - need.assessed_on).days for need in needs.values()} == {12}


def test_the_needs_of_p_0417_come_in_three_waves() -> None:
    held = {code for code, paper in papers_of("P-0417").items() if paper.until is None or paper.until >= TODAY}
    carried = needs_of("P-0417")
    blocking = {
        (edge.before, edge.after)
        for edge in PREREQUISITES
        if edge.strength is Strength.BLOCKING
        and {edge.before, edge.after} <= set(carried)
        and not held & set(edge.equivalent_papers)
    }
    assert blocking == {("domiciliation", "identite"), ("identite", "acces-logement")}


def test_a_csapa_already_follows_p_0417() -> None:
    followed = [row for row in demonstration().referents if row.person_id == "P-0417" and row.barrier]
    assert [(row.barrier, row.until) for row in followed] == [("addictions", None)]
    assert (followed[0].partner_id or "").startswith("demo--csapa-")


def test_a_mother_in_a_hotel_outside_paris_has_nobody_for_the_children() -> None:
    mother = person("P-2086")
    assert mother.insee_code == "93066"
    assert mother.languages == ["tir", "ara"]
    assert {"garde-enfants", "hebergement-precaire", "francais-oral"} <= set(needs_of("P-2086"))


def test_a_tag_leaves_few_free_half_days_and_a_short_way_to_go() -> None:
    tagged = person("P-3158")
    assert tagged.birth_year == TODAY.year - 29
    assert len(tagged.available or ()) <= 2
    assert (tagged.max_distance_km or 99) <= 4
    assert needs_of("P-3158")["suivi-judiciaire"].severity == 3


def test_a_man_near_retirement_has_let_his_housing_request_lapse() -> None:
    lapsed = papers_of("P-5290")["numero-unique-dls"]
    assert lapsed.until is not None
    assert lapsed.until < TODAY
    assert {"lecture-ecriture", "acces-logement", "retraite"} <= set(needs_of("P-5290"))
    assert person("P-5290").birth_year == TODAY.year - 58


def test_a_recepisse_ends_in_five_weeks() -> None:
    assert papers_of("P-8215")["recepisse"].until == TODAY + timedelta(days=35)
    assert needs_of("P-8215")["droit-au-sejour"].priority


def test_an_exile_speaks_dari_and_pashto_alone_and_asks_for_care() -> None:
    assert person("P-6648").languages == ["prs", "pus"]
    assert {"sante-mentale", "diplome-etranger"} <= set(needs_of("P-6648"))


@pytest.mark.parametrize("seed", SEEDS)
def test_people_from_the_street_begin_by_a_few_hours(seed: int) -> None:
    """Four hours of work a week leave nearly every half-day free."""
    built = demonstration(seed)
    street = [row for row in built.persons if built.archetypes[row.id] == "rue-et-chien"]
    assert len(street) == 13
    assert all(len(row.available or ()) >= 9 for row in street)
