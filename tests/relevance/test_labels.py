"""The labels are usable: known barriers, the services of the sample and no other, one text labelled one way."""

from pathlib import Path

import pytest

from network_data.vocabulary.barriers import BARRIERS
from tests.relevance.labels import PARTS, SAMPLE, Label, labels, texts

each_part = pytest.mark.parametrize("part", PARTS, ids=lambda path: path.stem)


@each_part
def test_every_code_is_a_barrier_and_stands_once(part: Path) -> None:
    for service, label in labels(part).items():
        codes = [*label.serves, *label.partly]
        assert set(codes) <= set(BARRIERS), service
        assert len(codes) == len(set(codes)), service


@each_part
def test_the_services_labelled_are_those_of_the_sample(part: Path) -> None:
    sample = list(texts())
    assert set(labels(part)) == {sample[position] for position in SAMPLE[part.stem]}


@each_part
def test_services_of_the_same_text_have_the_same_labels(part: Path) -> None:
    text = texts()
    first: dict[tuple[str, str], Label] = {}
    for service, label in labels(part).items():
        alike = first.setdefault(text[service], label)
        assert (set(label.serves), set(label.partly)) == (set(alike.serves), set(alike.partly)), service
