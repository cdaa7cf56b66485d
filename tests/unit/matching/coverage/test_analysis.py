"""What is said of small networks: who cannot be helped and why, what hangs on whom, whom to look for."""

from typing import Any

from api.services.weighing import default_weights
from matching.catalogue import compile_catalogue
from matching.coverage import Coverage, analyse
from matching.coverage.facets import Facet, Tally
from matching.coverage.gaps import NO_SERVICE
from matching.network import Capacity, Partner, Service
from matching.profile import Location, Need, Profile
from network_data.vocabulary import AccessPath
from tests.unit.matching.builders import (
    ADDICTIONS,
    CARE,
    HOUSING_TEMPORARY,
    TODAY,
    network,
    partner,
    person,
    service,
)

OPEN: dict[str, Any] = {"zone": ("france",), "publics": ("tous-publics",), "fees": "gratuit"}


def coverage(profiles: list[Profile], services: list[Service], partners: list[Partner] | None = None) -> Coverage:
    return analyse(compile_catalogue(network(partners or [], services)), profiles, default_weights())


def test_a_need_that_nobody_addresses_is_a_gap_of_its_own() -> None:
    found = coverage([person("addictions"), person("addictions")], [service("a-1", CARE)])
    (gap,) = found.gaps
    assert (gap.barrier, gap.reason, gap.needs, gap.everywhere, gap.services) == ("addictions", NO_SERVICE, 2, 2, 0)


def test_a_language_that_nobody_speaks_is_named_with_how_many_speak_it() -> None:
    speakers = [person("addictions", languages=frozenset({code, "tir"})) for code in ("amh", "ara")]
    (gap,) = coverage(speakers, [service("a-1", ADDICTIONS, languages=("fra",))]).gaps
    assert (gap.reason, gap.languages) == ("language", (("tir", 2), ("amh", 1), ("ara", 1)))
    assert gap.areas == (("75119", 2),)


def test_one_reason_for_everyone_comes_before_many_reasons() -> None:
    short = [person("addictions", max_distance_km=1.0), person("addictions", can_pay=False)]
    near_and_far = [
        service("a-1", ADDICTIONS, fees="payant", latitude=48.8721, longitude=2.3767),
        service("b-1", ADDICTIONS, fees="payant", latitude=48.95, longitude=2.38, women_only=True),
    ]
    mixed = Profile((Need("addictions"),), TODAY, Location(48.8721, 2.3767, "75119"), can_pay=False)
    found = coverage([*short, mixed, person("acces-soins")], near_and_far)
    assert [(gap.barrier, gap.reason, gap.needs) for gap in found.gaps] == [
        ("addictions", "fees", 2),
        ("acces-soins", NO_SERVICE, 1),
    ]


def test_surely_perhaps_followed_and_nobody_are_counted_apart() -> None:
    followed = Profile((Need("addictions", followed_by="CSAPA"),), TODAY)
    services = [service("a-1", ADDICTIONS, **OPEN), service("b-1", CARE)]
    found = coverage([person("addictions"), person("acces-soins"), person("calcul"), followed], services)
    assert found.total == Tally(followed=1, sure=1, perhaps=1, uncovered=1, single=2)
    assert found.people == 4
    assert dict(found.facets[Facet.BARRIER])["addictions"] == Tally(followed=1, sure=1, single=1)


def test_a_person_counts_in_each_of_their_languages_and_publics() -> None:
    someone = person("addictions", languages=frozenset({"fra", "tir"}), publics={"familles": True, "femmes": False})
    found = coverage([someone], [service("a-1", ADDICTIONS)])
    assert [value for value, _ in found.facets[Facet.LANGUAGE]] == ["fra", "tir"]
    assert [value for value, _ in found.facets[Facet.PUBLIC]] == ["familles"]


def test_whoever_answers_a_barrier_alone_comes_before_a_heavier_loss() -> None:
    here = {"max_distance_km": 3.0}
    services = [
        service("alone-1", CARE),
        service("near-1", ADDICTIONS),
        service("far-1", ADDICTIONS, latitude=49.5, longitude=2.38),
    ]
    people = [*(person("addictions", **here) for _ in range(3)), person("addictions"), person("acces-soins")]
    found = coverage(people, services)
    assert [(loss.id, loss.needs, loss.sole) for loss in found.partners] == [
        ("alone", 1, ("acces-soins",)),
        ("near", 3, ()),
    ]
    assert found.partners[1].barriers == (("addictions", 3),)


def test_two_services_of_one_partner_protect_from_the_loss_of_a_service_not_of_the_partner() -> None:
    found = coverage([person("addictions")], [service("a-1", ADDICTIONS), service("a-2", ADDICTIONS)])
    assert [loss.id for loss in found.partners] == ["a"]
    assert found.services == ()


def test_what_lies_behind_one_gate_hangs_on_it_whoever_runs_it() -> None:
    behind = [service(f"{name}-1", HOUSING_TEMPORARY, access_path=AccessPath.SIAO) for name in ("a", "b")]
    found = coverage([person("hebergement-precaire")], behind)
    assert [(loss.id, loss.needs) for loss in found.gates] == [("gate--siao", 1)]
    assert found.partners == ()


def test_the_best_prospect_speaks_the_language_and_stands_near_whoever_has_nobody() -> None:
    speakers = [person("addictions", languages=frozenset({"tir"}), max_distance_km=4.0) for _ in range(3)]
    other = person("acces-soins", max_distance_km=1.0, location=Location(48.80, 2.30, "75114"))
    known = partner("z", latitude=48.80, longitude=2.30, insee_code="75114")
    found = coverage([*speakers, other], [service("a-1", ADDICTIONS, languages=("fra",))], [known]).prospects
    assert [(one.barriers, one.area, one.languages, one.unlocks) for one in found.found] == [
        ((("addictions", 3),), "75119", ("fra", "tir"), 3),
        ((("acces-soins", 1),), "75114", ("fra",), 1),
    ]
    assert (found.at_most, found.optimal, found.unlocks) == (4, True, 4)


def test_a_prospect_answers_together_what_several_partners_answer_together() -> None:
    services = [
        service(f"{name}-1", ADDICTIONS, CARE, capacity=Capacity(0, TODAY, None, None)) for name in ("a", "b", "c")
    ]
    found = coverage([person("addictions"), person("acces-soins")], services).prospects
    assert [dict(one.barriers) for one in found.found] == [{"addictions": 1, "acces-soins": 1}]


def test_a_prospect_for_women_only_where_someone_needs_it() -> None:
    found = coverage([person("addictions", needs_women_only=True)], [service("a-1", ADDICTIONS, women_only=False)])
    assert [one.women_only for one in found.prospects.found] == [True]


def test_what_cannot_be_placed_is_looked_for_anywhere() -> None:
    found = coverage([person("addictions", location=None)], [])
    assert [(one.area, one.unlocks) for one in found.prospects.found] == [(None, 1)]


def test_securing_what_hangs_on_one_partner_only_breaks_ties() -> None:
    served = [service("a-1", ADDICTIONS)]
    found = coverage([person("addictions"), person("calcul")], served).prospects
    assert [(dict(one.barriers), one.unlocks, one.secures) for one in found.found] == [({"calcul": 1}, 1, 0)]


def test_places_are_asked_of_services_that_only_their_fullness_closes() -> None:
    full = Capacity(places_open=0, checked_on=TODAY)
    services = [
        service("a-1", ADDICTIONS, capacity=full),
        service("b-1", ADDICTIONS, capacity=full, women_only=True),
    ]
    people = [person("addictions", publics={"femmes": False}) for _ in range(2)]
    found = coverage(people, services).places
    assert [(one.service_id, one.unlocks, one.shortens) for one in found] == [("a-1", 2, 0)]


def test_a_waiting_list_excludes_nobody_but_is_told_where_there_is_no_way_round() -> None:
    listed = [
        service(f"{name}-1", ADDICTIONS, capacity=Capacity(places_open=0, checked_on=TODAY, waiting_days=days))
        for name, days in (("a", 90), ("b", 30))
    ]
    found = coverage([person("addictions"), person("acces-soins")], [*listed, service("c-1", CARE)])
    assert found.total.uncovered == 0
    assert [(one.service_id, one.unlocks, one.shortens, one.waiting_days) for one in found.places] == [
        ("b-1", 0, 1, 30)
    ]


def test_the_picture_shows_the_barriers_that_hang_on_few() -> None:
    services = [service("a-1", ADDICTIONS), service("b-1", CARE), service("c-1", CARE)]
    links = coverage([person("addictions"), person("acces-soins")], services).links
    assert [(link.barrier, link.service_id, link.partner_id, link.needs, link.fragile) for link in links.drawn] == [
        ("addictions", "a-1", "a", 1, 1)
    ]
    assert links.areas == (("75119", 2, 0),)


def test_nobody_and_nothing_is_an_empty_analysis() -> None:
    for found in (coverage([], []), coverage([Profile((), TODAY)], [])):
        assert found.total == Tally()
        assert not any((found.gaps, found.partners, found.places, found.prospects.found))
