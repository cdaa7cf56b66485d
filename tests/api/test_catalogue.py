"""Every sentence of the API, the engine's wording, the command line and the vocabulary has its English."""

import string
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from typing import Any

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po
from data_inclusion.schema.v1 import Thematique

from api.i18n import LOCALES, pick_locale, say, translations
from api.locales import catalogue
from network_data.vocabulary import (
    BARRIERS,
    CLOSING_REASONS,
    DOMAINS,
    GATES,
    PAPERS,
    PREREQUISITES,
    PUBLICS,
    REASONS,
    REFERRAL_STATES,
    REQUEST_STATES,
)
from tests.architecture.source import ROOT

Sentence = str | tuple[str, ...]

KEYWORDS = {"say": None, "_say": None, "N_": None, "gettext": None, "count": (1, 2), "ngettext": (1, 2)}
"""The functions that mark a sentence."""
PAGES = ROOT / "api" / "web"
"""The pages speak French alone."""


@cache
def used() -> dict[Sentence, str]:
    """Every sentence of the code, with where it first stands."""
    found: dict[Sentence, str] = {}
    for path in sorted((ROOT / "api").rglob("*.py")):
        if PAGES not in path.parents:
            for line, sentence, _comments, _context in extract_from_file("python", path, keywords=KEYWORDS):
                found.setdefault(sentence, f"{path.relative_to(ROOT)}:{line}")
    return found


def said_of_the_vocabulary() -> Iterator[str]:
    yield from DOMAINS.values()
    yield from PUBLICS.values()
    yield from (thematique.label for thematique in Thematique)
    yield from (barrier.label for barrier in BARRIERS.values())
    yield from (paper.label for paper in PAPERS.values())
    yield from (gate.label for gate in GATES.values())
    yield from (entry.label for entry in REFERRAL_STATES.values())
    yield from (entry.filed for entry in REFERRAL_STATES.values() if entry.filed)
    yield from (reason.label for reason in REASONS.values())
    yield from (entry.label for entry in REQUEST_STATES.values())
    yield from (reason.label for reason in CLOSING_REASONS.values())
    yield from (barrier.open_now for barrier in BARRIERS.values() if barrier.open_now)
    yield from (edge.step for edge in PREREQUISITES if edge.step)


@cache
def english() -> dict[Sentence, Message]:
    """The catalogue of these sentences; the pictures have their own."""
    files = sorted((ROOT / "api" / "locales" / "en" / "LC_MESSAGES").glob("*.po"))
    texts = [path.read_bytes() for path in files if path.name != "pictures.po"]
    messages = [message for text in texts for message in read_po(BytesIO(text), locale="en")]
    return {_sentence(message.id): message for message in messages if message.id}


def _sentence(said: Any) -> Sentence:
    """One sentence, or a singular and its plural: Babel gives a list or a tuple."""
    return said if isinstance(said, str) else tuple(said)


def test_every_catalogue_of_the_language_is_spoken() -> None:
    spoken = {_sentence(message.id) for message in catalogue("en")}
    assert set(english()) < spoken


def test_sentences_are_found_at_all() -> None:
    assert len(used()) > 250
    assert ("{number} autre", "{number} autres") in used()


def test_every_sentence_of_the_code_has_its_english() -> None:
    assert {sentence: where for sentence, where in used().items() if sentence not in english()} == {}


def test_everything_said_of_the_vocabulary_has_its_english() -> None:
    assert sorted(set(said_of_the_vocabulary()) - set(english())) == []


def test_no_english_is_left_without_its_sentence() -> None:
    assert [id_ for id_ in english() if id_ not in used() and id_ not in set(said_of_the_vocabulary())] == []


def test_english_is_complete_and_says_something_else_than_an_empty_string() -> None:
    for message in english().values():
        said = message.string if isinstance(message.string, tuple) else (message.string,)
        assert all(said), message.id
        assert not message.fuzzy, message.id


def test_english_fills_the_same_places_as_french() -> None:
    for id_, message in english().items():
        sentences = (*_all(id_), *_all(_sentence(message.string)))
        # A singular may leave its number out.
        placed = {frozenset(_places(sentence)) - {"number"} for sentence in sentences}
        assert len(placed) == 1, id_


def _all(said: Sentence) -> tuple[str, ...]:
    return (said,) if isinstance(said, str) else said


def _places(sentence: str) -> Iterator[str]:
    return (name for _text, name, _format, _conversion in string.Formatter().parse(sentence) if name is not None)


def test_french_counts_as_the_french_do_and_english_as_the_english() -> None:
    counted = {
        locale: [translations(locale).ngettext("{number} autre", "{number} autres", n) for n in (0, 1, 2)]
        for locale in LOCALES
    }
    assert counted["fr"] == ["{number} autre", "{number} autre", "{number} autres"]
    assert counted["en"] == ["{number} others", "{number} other", "{number} others"]


def test_a_language_we_do_not_speak_is_an_error_and_not_a_silence() -> None:
    with pytest.raises(KeyError):
        translations("de")


def test_what_is_put_into_a_sentence_is_not_read_as_one() -> None:
    assert say("Le plus proche est « {near} ».", near="{0}{x}").said(translations("fr")).count("{0}{x}") == 1


@pytest.mark.parametrize(
    ("header", "locale"),
    [
        (None, "fr"),
        ("", "fr"),
        ("en", "en"),
        ("en-GB,en;q=0.9,fr;q=0.8", "en"),
        ("fr-FR,fr;q=0.9,en;q=0.8", "fr"),
        ("de,en;q=0.3", "en"),
        ("de", "fr"),
        ("*", "fr"),
        ("en;q=0", "fr"),
        ("en;q=beaucoup, fr;q=0.1", "fr"),
        ("fr;q=0.2, EN ; q=0.7", "en"),
        (";;,,q=1,en-", "en"),
    ],
)
def test_the_reader_s_own_preference_decides(header: str | None, locale: str) -> None:
    assert pick_locale(header) == locale
