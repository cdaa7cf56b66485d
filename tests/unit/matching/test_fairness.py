"""A fairness receipt flags what differs beyond chance, and nothing where nothing differs."""

from random import Random

import pytest

from api.services.weighing import default_weights
from matching.catalogue import compile_catalogue
from matching.fairness import Group, Measure, Treatment, compare, treatments
from matching.profile import Need
from matching.student import student_quantile, variance_of_mean_share, variance_of_median
from matching.weights import Weights
from tests.unit.matching.builders import BELLEVILLE, CARE, TODAY, network, partner, person, service

A: Group = ("side", "a")
B: Group = ("side", "b")
WEIGHTS: Weights = default_weights()


def treated(group: Group, **values: float) -> Treatment:
    return Treatment(frozenset({group}), {Measure(name): value for name, value in values.items()})


def drawn(random: Random, group: Group, mean: float) -> Treatment:
    share = min(1.0, max(0.0, random.gauss(mean, 0.2)))
    return treated(group, sure=share, covered=share, options=random.gauss(9 * mean, 2), km=abs(random.gauss(2, 1)))


@pytest.mark.parametrize(
    ("probability", "freedom", "table"),
    [(0.975, 9, 2.262), (0.9995, 9, 4.781), (0.975, 30, 2.042), (0.9995, 60, 3.460)],
)
def test_quantiles_are_those_of_the_tables(probability: float, freedom: float, table: float) -> None:
    assert student_quantile(probability, freedom) == pytest.approx(table, rel=0.01)


def test_a_group_offered_less_is_flagged_on_what_it_lacks_alone() -> None:
    random = Random(1)
    offered = [drawn(random, A, 0.9) for _ in range(40)] + [drawn(random, B, 0.3) for _ in range(40)]
    found = compare(offered, [A, B])
    flagged = {
        receipt.group: {m for m, gap in receipt.differences.items() if gap.excludes_zero} for receipt in found.groups
    }
    assert flagged == {group: {Measure.SURE, Measure.COVERED, Measure.OPTIONS} for group in (A, B)}
    assert found.groups[1].differences[Measure.SURE].value < 0


def test_where_nothing_differs_nothing_is_flagged_19_times_out_of_20() -> None:
    wrong = 0
    for seed in range(100):
        random = Random(seed)
        offered = [drawn(random, random.choice((A, B)), 0.6) for _ in range(60)]
        found = compare(offered, [A, B])
        wrong += any(gap.excludes_zero for receipt in found.groups for gap in receipt.differences.values())
    assert wrong <= 10


def test_a_group_of_whom_all_have_everything_is_not_taken_for_perfectly_known() -> None:
    assert variance_of_mean_share([1.0] * 10) > 0
    offered = [treated(A, sure=1.0) for _ in range(10)] + [treated(B, sure=value) for value in [1.0] * 29 + [0.8]]
    assert not any(g.excludes_zero for each in compare(offered, [A]).groups for g in each.differences.values())


def test_a_median_is_the_surer_the_more_there_are() -> None:
    random = Random(3)
    values = [random.gauss(5, 1) for _ in range(400)]
    # The variance of the median of a normal sample tends to pi / 2n.
    assert variance_of_median(values) == pytest.approx(3.14159 / 800, rel=0.5)
    assert variance_of_median(values[:20]) > variance_of_median(values)


def test_a_measure_known_of_too_few_is_neither_shown_nor_compared() -> None:
    offered = [treated(A, sure=0.5) for _ in range(12)] + [treated(B, sure=0.5, km=1.0) for _ in range(12)]
    found = compare(offered, [A])
    assert set(found.groups[0].figures) == {Measure.SURE}
    assert set(found.groups[0].differences) == {Measure.SURE}
    assert found.comparisons == 1


def test_what_someone_is_offered_is_measured_over_the_needs_that_nobody_follows() -> None:
    here = partner("near", latitude=BELLEVILLE.latitude, longitude=BELLEVILLE.longitude)
    services = [service("near-care", CARE), service("other-care", CARE)]
    profile = person("acces-soins", "endettement", "addictions")
    followed = Need("addictions", followed_by="CSAPA")
    known = type(profile)((*profile.needs[:2], followed), TODAY, location=BELLEVILLE)
    (found,) = treatments(compile_catalogue(network([here], services)), WEIGHTS, [(known, frozenset({A}))])
    assert found.values[Measure.COVERED] == 0.5
    assert found.values[Measure.OPTIONS] == 1.0
    assert found.values[Measure.KILOMETRES] == 0.0
    assert 0 < found.values[Measure.SCORE] < 1


def test_someone_all_of_whose_needs_are_followed_is_left_out() -> None:
    profile = type(person("acces-soins"))((Need("acces-soins", followed_by="PASS"),), TODAY)
    assert treatments(compile_catalogue(network([], [])), WEIGHTS, [(profile, frozenset())]) == ()
