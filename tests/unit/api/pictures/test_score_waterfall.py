from xml.etree.ElementTree import Element

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.i18n import translations
from api.web.pictures import score_waterfall
from tests.unit.api.pictures.reading import read, text_of, with_class, words

PARTS = [("Distance courte", 0.31), ("Connu du référent", 0.22), ("Délai d’attente", -0.12), ("Langue parlée", 0.0)]


def bars(root: Element) -> list[tuple[float, float]]:
    found = [(float(bar.get("x", "")), float(bar.get("width", ""))) for bar in with_class(root, "waterfall-bar")]
    return [(left, left + width) for left, width in found]


def test_every_bar_carries_its_words_and_its_figure() -> None:
    drawn = read(score_waterfall(PARTS, 0.41))
    assert words(drawn, "waterfall-label") == [*(label for label, _ in PARTS), "Total"]
    assert words(drawn, "waterfall-value") == ["+0,31", "+0,22", "−0,12", "0,00", "0,41"]


def test_each_bar_starts_where_the_last_one_ended_and_the_total_from_zero() -> None:
    first, second, waiting, _, total = bars(read(score_waterfall(PARTS, 0.41)))
    assert second[0] == pytest.approx(first[1], abs=0.02)
    assert waiting[1] == pytest.approx(second[1], abs=0.02)
    assert total[0] == first[0]
    assert total[1] == pytest.approx(waiting[0], abs=0.02)


def test_bars_are_as_long_as_their_values() -> None:
    lengths = [right - left for left, right in bars(read(score_waterfall(PARTS, 0.41)))]
    assert lengths[0] / lengths[1] == pytest.approx(0.31 / 0.22, rel=0.01)
    assert lengths[2] / lengths[4] == pytest.approx(0.12 / 0.41, rel=0.01)


def test_what_the_criteria_do_not_explain_has_its_own_bar() -> None:
    drawn = read(score_waterfall(PARTS, 0.51))
    assert words(drawn, "waterfall-label")[-2:] == ["Autres critères", "Total"]
    assert words(drawn, "waterfall-value")[-2:] == ["+0,10", "0,51"]


def test_a_score_below_zero_hangs_from_the_zero_line() -> None:
    drawn = read(score_waterfall([("Bonus", 0.1), ("Trop loin", -0.4)], -0.3))
    (zero,) = with_class(drawn, "waterfall-zero")
    assert bars(drawn)[-1][1] == pytest.approx(float(zero.get("x1", "")), abs=0.02)
    assert [row.get("class") for row in with_class(drawn, "waterfall-row")] == [
        "waterfall-row waterfall-more",
        "waterfall-row waterfall-less",
        "waterfall-row waterfall-total",
    ]


def test_the_description_says_the_same_figures() -> None:
    drawn = read(score_waterfall(PARTS, 0.41, identifier="pourquoi-3"))
    assert drawn.get("role") == "img"
    assert drawn.get("aria-labelledby") == "pourquoi-3-title"
    assert text_of(drawn, "title") == "Comment se forme le score de 0,41"
    assert text_of(drawn, "desc") == (
        "Distance courte : +0,31. Connu du référent : +0,22. Délai d’attente : −0,12. Langue parlée : 0,00. "
        "Total : 0,41."
    )


def test_long_words_go_to_the_next_line_instead_of_over_the_figure() -> None:
    label = "Accueille sans rendez-vous et parle la langue que la personne préfère"
    lines = words(read(score_waterfall([(label, 0.4)], 0.4)), "waterfall-label")[:-1]
    assert " ".join(lines) == label
    assert max(map(len, lines)) <= 34


def test_labels_are_escaped_and_nothing_carries_a_style() -> None:
    markup = score_waterfall([("<b>Près</b> & loin", 0.2)], 0.2)
    assert words(read(markup), "waterfall-label")[0] == "<b>Près</b> & loin"
    assert not [each for each in read(markup).iter() if "style" in each.attrib or each.tag.endswith("script")]


def test_a_score_without_criteria_is_only_its_total() -> None:
    assert words(read(score_waterfall([], 0.0)), "waterfall-value") == ["0,00"]


@given(st.lists(st.floats(-1, 1), max_size=9))
def test_bars_stay_within_the_picture(values: list[float]) -> None:
    drawn = read(score_waterfall([("Critère", value) for value in values], sum(values)))
    for left, right in bars(drawn):
        assert 0 <= left < right <= 360


def test_the_waterfall_speaks_english_to_who_reads_english() -> None:
    drawn = read(score_waterfall([("Distance", 0.4)], 0.6, translations("en").gettext))
    assert text_of(drawn, "title") == "How the score of 0,60 adds up"
    assert words(drawn, "waterfall-label") == ["Distance", "Other criteria", "Total"]
