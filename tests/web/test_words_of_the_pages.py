"""Hours, telephone numbers, quotations and punctuation as people read them."""

import pytest

from api.web.links import web_href
from api.web.opening_hours import HoursLine, weekly_hours
from api.web.paging import Paging
from api.web.phones import phone_href, spoken_phone
from api.web.quotes import first_sentence
from api.web.typography import french_spaces


def said(expression: str | None) -> list[str]:
    return [f"{line.days} : {line.spans}".replace("\u00a0", " ") for line in weekly_hours(expression)]


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("Mo-Fr 09:00-12:30,14:00-17:00", ["du lundi au vendredi : 9 h – 12 h 30 et 14 h – 17 h"]),
        ("Tu,Th 09:00-12:00; PH off", ["mardi : 9 h – 12 h", "jeudi : 9 h – 12 h"]),
        ("Sa-Su 10:00-16:00", ["samedi et dimanche : 10 h – 16 h"]),
        ("24/7", ["tous les jours : jour et nuit"]),
        ("Mo 22:00-02:00", ["lundi : 22 h – minuit", "mardi : 0 h – 2 h"]),
        ("Mo[1] 09:00-12:00", ["lundi, certaines semaines : 9 h – 12 h"]),
        (
            "Mo-Fr 09:00-18:00; We 10:00-12:00",
            [
                "lundi et mardi : 9 h – 18 h",
                "mercredi : 10 h – 12 h",
                "jeudi et vendredi : 9 h – 18 h",
            ],
        ),
    ],
)
def test_hours_read_like_a_notice_on_a_door(expression: str, words: list[str]) -> None:
    assert said(expression) == words


@pytest.mark.parametrize("expression", [None, "", "  ", "sur rendez-vous", "off"])
def test_hours_that_say_nothing_give_no_line(expression: str | None) -> None:
    assert weekly_hours(expression) == ()


def test_an_hours_line_keeps_figures_with_their_unit() -> None:
    assert weekly_hours("Mo 09:00-12:30") == (HoursLine("lundi", "9\u00a0h – 12\u00a0h\u00a030"),)


@pytest.mark.parametrize("number", ["+33140375099", "0140375099", "+33 1 40 37 50 99", "01.40.37.50.99"])
def test_french_numbers_are_read_by_pairs(number: str) -> None:
    assert spoken_phone(number).replace("\u00a0", " ") == "01 40 37 50 99"


def test_other_numbers_stay_as_they_are_and_links_carry_digits_alone() -> None:
    assert spoken_phone("3919") == "3919"
    assert phone_href("+33 1 99 00 43 24") == "tel:+33199004324"


def test_a_quotation_is_the_first_sentence() -> None:
    assert first_sentence("On y lit le courrier. Le samedi aussi.") == "On y lit le courrier"
    assert (
        first_sentence("Aide aux démarches (CAF, etc. ou impôts) : gratuit")
        == "Aide aux démarches (CAF, etc. ou impôts) : gratuit"
    )
    assert first_sentence("") == ""


def test_a_long_quotation_is_cut_after_a_word() -> None:
    cut = first_sentence("mot " * 100)
    assert cut.endswith("mot…")
    assert len(cut) <= 181


def test_punctuation_stays_with_its_word() -> None:
    assert french_spaces("Est-ce « oui » ?") == "Est-ce «\u00a0oui\u00a0»\u00a0?"
    assert french_spaces(3) == 3


def test_a_site_without_its_scheme_gets_one() -> None:
    assert web_href("exemple.org") == "https://exemple.org"
    assert web_href("http://exemple.org") == "http://exemple.org"


@pytest.mark.parametrize(
    ("wanted", "total", "shown"),
    [(1, 0, (0, 0)), (1, 45, (0, 20)), (3, 45, (40, 45)), (9, 45, (40, 45)), (2, 20, (0, 20))],
)
def test_a_list_is_cut_into_pages_and_never_past_its_end(wanted: int, total: int, shown: tuple[int, int]) -> None:
    paging = Paging(wanted, 20, total)
    assert (paging.start, paging.end) == shown
