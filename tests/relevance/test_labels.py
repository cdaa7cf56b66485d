"""The labels are usable: known barriers, the services of the sample and no other, one text labelled one way."""

from pathlib import Path

import pytest

from network_data.vocabulary.barriers import BARRIERS
from tests.relevance.labels import PARTS, Label, held_out, labels, sample, services, texts

each_part = pytest.mark.parametrize("part", PARTS, ids=lambda path: path.stem)


@each_part
def test_every_code_is_a_barrier_and_stands_once(part: Path) -> None:
    for service, label in labels(part).items():
        codes = [*label.serves, *label.partly]
        assert set(codes) <= set(BARRIERS), service
        assert len(codes) == len(set(codes)), service


@each_part
def test_the_services_labelled_are_those_of_the_sample(part: Path) -> None:
    assert set(labels(part)) == set(sample()[part.stem])


@each_part
def test_services_of_the_same_text_have_the_same_labels(part: Path) -> None:
    text = texts()
    first: dict[tuple[str, str], Label] = {}
    for service, label in labels(part).items():
        alike = first.setdefault(text[service], label)
        assert (set(label.serves), set(label.partly)) == (set(alike.serves), set(alike.partly)), service


def test_the_third_part_repeats_no_text_and_leaves_mobility_out() -> None:
    known = {service.id: service for service in services()}
    text = texts()
    parts = sample()
    earlier = {text[service] for part in ("labels_a", "labels_b") for service in parts[part]}
    third = [known[service] for service in parts["labels_c"]]
    assert len({text[service.id] for service in third} - earlier) == len(third) == 260
    assert not any("mobilite" in service.codes for service in third)


def test_the_fourth_part_is_what_is_left_that_may_concern_a_barrier_without_thematique() -> None:
    text = texts()
    parts = sample()
    earlier = {text[service] for part in ("labels_a", "labels_b", "labels_c") for service in parts[part]}
    fourth = [text[service] for service in parts["labels_d"]]
    assert len(set(fourth) - earlier) == len(fourth) == 50


@each_part
def test_about_a_third_of_a_part_is_held_out(part: Path) -> None:
    text = texts()
    aside = sum(held_out(text[service][1]) for service in labels(part))
    assert 0.25 < aside / len(labels(part)) < 0.4


def test_a_text_repeated_with_another_typography_stands_on_the_same_side() -> None:
    for service in services():
        assert held_out(f"  {service.summary.upper()} !") == held_out(service.summary)
