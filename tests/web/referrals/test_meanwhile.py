"""Two before the page of one referral: the second to write is told what happened, and finds their words again."""

import pytest

from tests.api.referring import OWN, TODAY, Programme
from tests.web.reading import read
from tests.web.referrals.conftest import Reader
from tests.web.referrals.test_referral_page import prepared, sent, state_of

NOTE = "Ils rappellent lundi, demander Nadia"


def shown(who: Reader, referral: str) -> str:
    """How many events the forms of the page say that it shows; the same in each."""
    page = who.page(f"/orientations/{referral}")
    forms = [form for form in page.one("main").all("form") if form.attributes["action"].startswith("/orientations/")]
    versions = [
        {node.attributes["value"] for node in form.all("input") if node.attributes.get("name") == "version"}
        for form in forms
        if not form.attributes["action"].endswith("/suite")
    ]
    assert versions
    (version,) = set.union(*versions)
    return version


def test_a_step_written_on_an_old_page_is_not_noted_and_nothing_typed_is_lost(
    programme: Programme, advisor: Reader
) -> None:
    referral = sent(advisor)
    old = shown(advisor, referral)
    with programme.asking("officer") as caller:
        Reader(caller).step(referral, "waitlisted", comment="call", version=old)
    told = read(
        advisor.send(f"/orientations/{referral}/etape", vers="declined", mots=NOTE, raison="other", version=old).text
    )
    alert = told.one("main").one("section", "meanwhile")
    assert "Mise sur liste d’attente" in alert.text
    assert "Officer" in alert.text
    assert NOTE in alert.text
    assert state_of(advisor, referral) == "waitlisted"
    (form,) = [each for each in told.all("details") if "open" in each.attributes and "Ils déclinent" in each.text]
    assert form.one("textarea").text == NOTE
    new = shown(advisor, referral)
    advisor.step(referral, "declined", mots=NOTE, raison="other", comment="call", version=new)


def test_what_was_typed_for_a_step_that_is_not_possible_any_more_is_shown_again(
    programme: Programme, advisor: Reader
) -> None:
    referral = sent(advisor)
    old = shown(advisor, referral)
    with programme.asking("officer") as caller:
        Reader(caller).step(referral, "cancelled")
    answer = advisor.send(f"/orientations/{referral}/etape", vers="declined", mots=NOTE, version=old)
    assert answer.status_code == 422
    assert NOTE in read(answer.text).one("main").one("section", "meanwhile").text


def test_a_button_pressed_twice_is_answered_as_the_first_time(advisor: Reader) -> None:
    referral = prepared(advisor)
    old = shown(advisor, referral)
    for _ in range(2):
        advisor.step(referral, "given", version=old)
    assert len(advisor.caller.get(f"/referrals/{referral}").json()["events"]) == 2


def test_undoing_what_somebody_followed_up_meanwhile_undoes_nothing(programme: Programme, advisor: Reader) -> None:
    referral = prepared(advisor)
    advisor.step(referral, "given")
    old = shown(advisor, referral)
    advisor.step(referral, "scheduled", comment="call", jour=TODAY.isoformat())
    assert advisor.send(f"/orientations/{referral}/defaire", version=old).status_code == 422
    assert state_of(advisor, referral) == "scheduled"


@pytest.mark.parametrize("version", ["", "soon", "9999999", "-1"])
def test_a_form_that_says_nothing_of_what_it_showed_is_taken_as_it_is(advisor: Reader, version: str) -> None:
    referral = prepared(advisor)
    advisor.step(referral, "given", version=version)
    assert state_of(advisor, referral) == "given"
    assert OWN in advisor.words(f"/orientations/{referral}")
