"""Every change can be said as a condition, in either language, with what it is about."""

from datetime import date

import pytest

from api.i18n import LOCALES, translations
from api.wording import Wording
from api.wording.changes import CONDITIONS
from matching.changes import Change
from matching.changes.change import KINDS
from matching.enquiry import Flip, Goal

VALUES: dict[str, str | float | date] = {
    "wait-until": date(2027, 1, 1),
    "ask-person-publics": "femmes",
    "hold-paper": "cni",
    "ask-service-hours": "mon-am",
    "free-half-day": "thu-pm",
    "service-opens": "sat-am",
    "go-as-far-as": 12.0,
    "nearer": 1.2,
}


def test_every_kind_of_change_has_its_words_and_no_word_is_left_over() -> None:
    assert set(CONDITIONS) == set(KINDS)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_change_is_said_whole(kind: str, locale: str) -> None:
    said = Wording(translations(locale)).change(Change(kind, VALUES.get(kind)))
    assert said
    assert not {"{", "}"} & set(said)


def test_changes_that_only_work_together_are_said_together() -> None:
    both = (Change("hold-paper", "cni"), Change("free-half-day", "thu-pm"))
    said = Wording(translations("fr")).flip(Flip(Goal.SHOWN, both))
    assert said.startswith("Il serait proposé si elle avait : ")
    assert said.endswith(", et si elle pouvait se libérer le jeudi après-midi.")


def test_an_exception_is_the_service_s_to_make_and_is_said_to_be() -> None:
    said = Wording(translations("fr")).flip(Flip(Goal.ELIGIBLE, (Change("exception-age"),)))
    assert said.endswith("seul le service peut faire cette exception.")


@pytest.mark.parametrize("goal", Goal)
def test_where_nothing_would_do_it_is_said_plainly(goal: Goal) -> None:
    assert Wording(translations("fr")).flip(Flip(goal, None)).startswith("Rien que vous")
