"""No group of fewer than ten people is shown, nor one whose figures would give it away."""

from api.services.fairness import FEWEST, shown_groups
from matching.fairness import Group, Measure, Treatment


def people(count: int, *groups: Group) -> list[Treatment]:
    return [Treatment(frozenset(groups), {Measure.SURE: 1.0})] * count


WOMEN, OTHERS, UNKNOWN = ("sex", "women"), ("sex", "not-women"), ("sex", "unknown")


def test_groups_of_ten_are_shown() -> None:
    assert shown_groups(people(10, WOMEN) + people(FEWEST, OTHERS)) == {WOMEN, OTHERS}


def test_one_of_nine_takes_another_with_it_for_all_the_rest_would_tell_it() -> None:
    assert shown_groups(people(9, WOMEN) + people(30, OTHERS)) == frozenset()
    assert shown_groups(people(3, UNKNOWN) + people(20, WOMEN) + people(30, OTHERS)) == {OTHERS}


def test_small_groups_that_make_ten_together_hide_no_other() -> None:
    small = people(6, UNKNOWN) + people(6, ("sex", "other"))
    assert shown_groups(small + people(20, WOMEN) + people(30, OTHERS)) == {WOMEN, OTHERS}


def test_a_language_is_shown_beside_ten_others_who_do_not_speak_it() -> None:
    french, arabic = ("language", "fra"), ("language", "ara")
    assert shown_groups(people(15, french, arabic) + people(9, arabic)) == frozenset()
    assert shown_groups(people(15, french) + people(12, arabic)) == {french, arabic}


def test_nobody_gives_no_group() -> None:
    assert shown_groups([]) == frozenset()
    assert shown_groups(people(9, WOMEN)) == frozenset()
