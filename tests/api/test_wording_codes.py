"""No code of the engine or of the vocabulary is left without words, in either language."""

from dataclasses import fields
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.i18n import LOCALES, translations
from api.wording import Wording
from api.wording.criteria import NAMES, REASONS
from api.wording.questions import QUESTIONS
from api.wording.remedies import REMEDIES
from api.wording.scores import BEHIND_GATES, COMPONENTS
from api.wording.short_names import SHORT_NAMES
from matching.eligibility import Criterion, assess
from matching.network import Capacity, Service
from matching.profile import HeldPaper, Location, Need, Profile
from matching.weights import ScoreWeights
from network_data.vocabulary import BARRIERS, GATES, HALF_DAYS, PAPERS, PUBLICS, AccessPath
from tests.api.codes import emitted_criteria, emitted_questions, emitted_reasons, excluding_criteria

TODAY = date(2026, 11, 22)


def test_every_reason_has_a_sentence_and_every_sentence_a_reason() -> None:
    assert set(REASONS) == emitted_reasons()


def test_every_question_has_its_words_and_no_word_is_left_over() -> None:
    assert set(QUESTIONS) == emitted_questions()


def test_every_criterion_and_component_and_gate_and_barrier_has_a_name() -> None:
    assert set(NAMES) == emitted_criteria()
    assert set(REMEDIES) == excluding_criteria()
    assert set(COMPONENTS) == {field.name for field in fields(ScoreWeights)}
    assert set(BEHIND_GATES) == set(GATES)
    assert set(SHORT_NAMES) == set(BARRIERS)


@pytest.mark.parametrize("locale", LOCALES)
def test_every_thing_of_the_vocabulary_can_be_named(locale: str) -> None:
    wording = Wording(translations(locale))
    named = [
        *(wording.barrier(code) for code in BARRIERS),
        *(wording.paper(code) for code in PAPERS),
        *(wording.public(code) for code in PUBLICS),
        *(wording.access_path(path) for path in AccessPath),
    ]
    assert all(named)
    assert wording.paper("un-papier-venu-d-ailleurs") == "un-papier-venu-d-ailleurs"


maybe_bool = st.none() | st.booleans()
half_days = st.frozensets(st.sampled_from(HALF_DAYS))
some_days = st.dates(TODAY - timedelta(days=90), TODAY + timedelta(days=90))
languages = st.sampled_from(["fra", "ara", "prs", "zzz"])
zones = st.sampled_from(["75", "75119", "75056", "93066", "france", "200054781", "243500139", "974"])
contact_modes = st.sampled_from(["se-presenter", "telephoner", "envoyer-un-courriel", "utiliser-lien-mobilisation"])
paper_codes = st.sampled_from([*PAPERS, "autre-papier"])

profiles = st.builds(
    Profile,
    needs=st.just((Need("hygiene"),)),
    on=st.just(TODAY),
    location=st.none() | st.builds(Location, insee_code=st.sampled_from(["75119", "75056", "33063"])),
    birth_year=st.none() | st.integers(1930, 2010),
    publics=st.dictionaries(st.sampled_from(list(PUBLICS)), st.booleans(), max_size=4),
    languages=st.none() | st.frozensets(languages, max_size=2),
    papers=st.none() | st.lists(st.builds(HeldPaper, paper_codes, st.none() | some_days), max_size=3).map(tuple),
    needs_women_only=maybe_bool,
    step_free_access=maybe_bool,
    max_distance_km=st.none() | st.floats(0.1, 50),
    remote_ok=maybe_bool,
    phone=maybe_bool,
    can_pay=maybe_bool,
    available=st.none() | half_days,
    requested_papers=st.frozensets(paper_codes, max_size=3),
    with_animal=maybe_bool,
    reads=maybe_bool,
    avoided_places=st.lists(zones, max_size=2).map(tuple),
    excluded_partners=st.sampled_from([frozenset(), frozenset({"b"})]),
    secular_only=maybe_bool,
)
services = st.builds(
    Service,
    id=st.just("a"),
    partner_id=st.just("b"),
    name=st.just("c"),
    updated_on=some_days,
    zone=st.none() | st.lists(zones, max_size=9).map(tuple),
    publics=st.none() | st.lists(st.sampled_from(list(PUBLICS)), max_size=9).map(tuple),
    fees=st.sampled_from([None, "gratuit", "payant"]),
    reception_modes=st.sampled_from([None, ("en-presentiel",), ("a-distance",), ("en-presentiel", "a-distance")]),
    half_days=st.none() | st.integers(0, 2**14 - 1),
    languages=st.none() | st.lists(languages, max_size=3).map(tuple),
    age_min=st.none() | st.integers(0, 99),
    age_max=st.none() | st.integers(0, 99),
    women_only=maybe_bool,
    step_free=maybe_bool,
    required_papers=st.none() | st.lists(paper_codes, max_size=8).map(tuple),
    access_path=st.sampled_from(AccessPath),
    insee_code=st.sampled_from([None, "75119", "75056", "93066"]),
    mobilisation_modes=st.none() | st.lists(contact_modes, max_size=2, unique=True).map(tuple),
    interpreter=maybe_bool,
    animals=maybe_bool,
    mobile=maybe_bool,
    religious=maybe_bool,
    capacity=st.builds(
        Capacity,
        places_open=st.none() | st.integers(0, 3),
        checked_on=st.none() | some_days,
        waiting_days=st.none() | st.integers(0, 400),
        full_until=st.none() | some_days,
    ),
)


@given(profiles, services, st.none() | st.floats(0, 900), st.sampled_from(LOCALES))
def test_whatever_the_engine_finds_can_be_said(profile: Profile, service: Service, km: Any, locale: str) -> None:
    wording = Wording(translations(locale))
    for criterion in assess(profile, service, km):
        _is_a_sentence(wording.criterion(criterion), ".")
        asked = wording.question(criterion)
        assert (asked is None) == (criterion.ask is None)
        if asked:
            _is_a_sentence(asked, "?")


def _is_a_sentence(said: str, end: str) -> None:
    assert said.endswith(end)
    assert not said[0].islower()
    assert not {"{", "}", "None"} & {*said, *said.replace(".", " ").split()}


def test_a_code_without_words_is_never_silently_passed_over() -> None:
    wording = Wording(translations("fr"))
    unknown = Criterion("zone", next(iter(assess(_PROFILE, _SERVICE, None))).status, "zone-unheard-of")
    with pytest.raises(KeyError):
        wording.criterion(unknown)


_PROFILE = Profile((Need("hygiene"),), TODAY)
_SERVICE = Service("a", "b", "c", TODAY)
