"""The vocabulary is whole, points only at what exists, and speaks the codes of the field."""

from datetime import date

import networkx as nx
import pytest
from data_inclusion.schema import v1
from pydantic import ValidationError

from matching.channels import channels_of
from matching.network import Partner, Service
from matching.reading import read_text
from network_data.vocabulary import (
    BARRIERS,
    DOMAINS,
    GATES,
    HALF_DAYS,
    LEXICON,
    PAPERS,
    PREREQUISITES,
    PUBLICS,
    AccessPath,
    Barrier,
    Domain,
    Strength,
    gate_of,
    half_day_mask,
)

STATUSES = {"source", "hypothese"}
WITHOUT_THEMATIQUE = {
    "amendes-saisies",
    "compte-bancaire",
    "couverture-sante",
    "diplome-etranger",
    "domiciliation",
    "droit-au-sejour",
    "fiscalite",
    "hygiene",
    "identite",
    "longue-inactivite",
    "retraite",
    "rythme-posture",
    "suivi-rsa",
}


def test_there_are_59_barriers_61_prerequisites_and_26_papers() -> None:
    assert (len(BARRIERS), len(PREREQUISITES), len(PAPERS)) == (59, 61, 26)


def test_every_domain_has_a_name_and_a_barrier() -> None:
    assert set(DOMAINS) == set(Domain)
    assert {barrier.domain for barrier in BARRIERS.values()} == set(Domain)


def test_no_two_barriers_or_papers_read_the_same() -> None:
    for entries in (BARRIERS, PAPERS):
        assert len({entry.label for entry in entries.values()}) == len(entries)
        assert all(entry.label.strip() for entry in entries.values())


def test_every_code_of_data_inclusion_exists_in_its_schema() -> None:
    thematiques = {code.value for code in v1.Thematique}
    networks = {code.value for code in v1.ReseauPorteur}
    for barrier in BARRIERS.values():
        assert {*barrier.thematiques, *barrier.fallback_thematiques} <= thematiques, barrier.code
        assert set(barrier.specialist_networks) <= networks, barrier.code
        assert set(barrier.publics) <= set(PUBLICS), barrier.code
    for gate in GATES.values():
        assert set(gate.networks) <= networks, gate.code


def test_the_publics_are_those_of_data_inclusion() -> None:
    assert set(PUBLICS) == {code.value for code in v1.Public}


def test_thirteen_barriers_have_no_thematique_of_their_own() -> None:
    assert {code for code, barrier in BARRIERS.items() if not barrier.thematiques} == WITHOUT_THEMATIQUE


@pytest.mark.parametrize("barrier", BARRIERS.values(), ids=lambda barrier: barrier.code)
def test_every_barrier_is_reached_by_each_channel_it_has(barrier: Barrier) -> None:
    partner, specialist = Partner("p", "P"), Partner("p", "P", networks=barrier.specialist_networks[:1])
    found = [(reached_by(barrier, partner, thematiques=(each,)), "exact") for each in barrier.thematiques]
    if barrier.specialist_networks:
        found += [(reached_by(barrier, specialist, (each,)), "fallback") for each in barrier.fallback_thematiques]
    found += [
        (reached_by(barrier, partner, words=keyword), "keyword")
        for keyword in barrier.keywords
        if keyword in LEXICON[barrier.code].strong
    ]
    assert found, "no channel at all"
    assert [channel for channel, _ in found] == [expected for _, expected in found]


def reached_by(barrier: Barrier, partner: Partner, thematiques: tuple[str, ...] = (), words: str = "") -> str | None:
    service = Service(
        "s", "p", "Accueil", date(2026, 3, 2), read_text("Accueil", f"Le lieu propose : {words}."), thematiques
    )
    match = channels_of(service, partner).get(barrier.code)
    return match.channel if match else None


def test_a_thematique_is_not_both_an_answer_and_a_fallback_for_one_barrier() -> None:
    for barrier in BARRIERS.values():
        assert not set(barrier.thematiques) & set(barrier.fallback_thematiques), barrier.code


def test_prerequisites_join_two_different_barriers_once() -> None:
    edges = [(edge.before, edge.after) for edge in PREREQUISITES]
    assert {code for edge in edges for code in edge} <= set(BARRIERS)
    assert all(before != after for before, after in edges)
    assert len(set(edges)) == len(edges)


def test_prerequisites_never_go_in_a_circle_but_for_those_to_be_worked_on_together() -> None:
    ordered = [(edge.before, edge.after) for edge in PREREQUISITES if edge.strength is not Strength.TOGETHER]
    assert nx.is_directed_acyclic_graph(nx.DiGraph(ordered))


def test_a_blocking_prerequisite_names_the_step_it_blocks_and_no_other_does() -> None:
    for edge in PREREQUISITES:
        assert bool(edge.step) == (edge.strength is Strength.BLOCKING), f"{edge.before} -> {edge.after}"


def test_papers_that_lift_a_prerequisite_exist() -> None:
    assert {paper for edge in PREREQUISITES for paper in edge.equivalent_papers} <= set(PAPERS)


def test_what_no_source_backs_is_marked_as_a_hypothesis() -> None:
    assert {edge.status for edge in PREREQUISITES} == STATUSES
    assert {paper.status for paper in PAPERS.values()} == STATUSES
    for edge in PREREQUISITES:
        assert edge.is_hypothesis or edge.source, f"{edge.before} -> {edge.after}"


def test_a_paper_belongs_to_a_barrier_and_its_validity_is_counted_in_months() -> None:
    for paper in PAPERS.values():
        assert paper.barrier in BARRIERS
        assert paper.validity_months is None or paper.validity_months > 0


def test_gates_stand_before_what_cannot_be_entered_freely() -> None:
    open_to_advisors = {AccessPath.DIRECT, AccessPath.SECTOR, AccessPath.PRESCRIBER, AccessPath.UNKNOWN}
    assert {path for path in AccessPath if gate_of(path) is None} == open_to_advisors
    for gate in GATES.values():
        assert gate_of(gate.access_path) is gate
        assert gate.partner_id == f"gate--{gate.code}"


def test_a_barrier_may_say_what_can_be_opened_today_and_some_must() -> None:
    blocked = {edge.after for edge in PREREQUISITES if edge.strength is Strength.BLOCKING}
    silent = {code for code in blocked if not BARRIERS[code].open_now}
    assert silent == set()


def test_a_field_that_the_vocabulary_does_not_know_is_refused() -> None:
    row = {"code": "x", "domain": "sante", "label": "X", "carnet_de_bord_theme": "sante", "convergence_team": "santé"}
    assert Barrier.model_validate(row).label == "X"
    with pytest.raises(ValidationError, match="colour"):
        Barrier.model_validate(row | {"colour": "green"})
    with pytest.raises(ValidationError, match="domain"):
        Barrier.model_validate(row | {"domain": "astrologie"})


def test_half_days_are_bits_in_the_order_of_the_week() -> None:
    assert HALF_DAYS[:3] == ("mon-am", "mon-pm", "tue-am")
    assert len(set(HALF_DAYS)) == 14
    assert half_day_mask([]) == 0
    assert half_day_mask(["mon-am", "tue-am", "mon-am"]) == 0b101
    assert half_day_mask(HALF_DAYS) == 2**14 - 1
    with pytest.raises(KeyError):
        half_day_mask(["mon-night"])
