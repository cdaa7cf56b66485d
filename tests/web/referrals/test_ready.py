"""The page of what is to be done tells, for each referral that led nowhere, what may come next."""

from datetime import timedelta

import pytest

from network_data.tables import Service
from tests.api.referring import ENTRUSTED, NOW, OTHER, OWN, Programme
from tests.web.reading import Node
from tests.web.referrals.conftest import Reader
from tests.web.referrals.test_referral_page import prepared, sent

PAGE = "/a-faire"
TITLE = "La suite est prête"


@pytest.fixture(autouse=True)
def _second(programme: Programme) -> None:
    """A second partner who answers the need."""
    programme.store(
        Service(
            id="second",
            partner_id="other",
            name="Seconde piste",
            description="",
            source="test",
            updated_on=NOW.date(),
            thematiques=["logement-hebergement--louer-un-logement"],
        )
    )
    programme.network_changed()


def told(who: Reader) -> list[Node]:
    """What the page proposes to the reader."""
    return [node for node in who.page(PAGE).walk() if "next-ready" in node.classes]


@pytest.mark.parametrize(
    ("ending", "fields"),
    [("declined", {"raison": "no-capacity"}), ("refused", {"raison": "no-reason-given"}), ("expired", {})],
)
def test_a_decline_a_refusal_and_a_silence_bring_the_next_best_ready_to_prepare(
    advisor: Reader, officer: Reader, ending: str, fields: dict[str, str]
) -> None:
    referral = sent(advisor)
    assert told(advisor) == []
    advisor.step(referral, ending, **fields)
    (line,) = told(advisor)
    assert OWN in line.text
    assert "Ensuite : Autre" in line.text
    assert told(officer) == []
    form = line.one("form")
    sending = {node.attributes["name"]: node.attributes["value"] for node in form.all("input")}
    del sending["csrf"]
    assert sending == {"service": "second", "frein": ENTRUSTED, "remplace": referral}
    assert advisor.send(form.attributes["action"], **sending).status_code == 303
    assert told(advisor) == []


def test_of_two_that_led_nowhere_about_one_barrier_the_last_is_told(programme: Programme, advisor: Reader) -> None:
    first = prepared(advisor)
    advisor.step(first, "cancelled")
    programme.at += timedelta(hours=1)
    second = prepared(advisor)
    advisor.step(second, "cancelled")
    (line,) = told(advisor)
    assert second in line.one("form").all("input")[-1].attributes["value"]


def test_after_thirty_days_and_once_lifted_nothing_is_told(programme: Programme, advisor: Reader) -> None:
    referral = sent(advisor)
    advisor.step(referral, "accepted")
    advisor.step(referral, "completed", **{f"resultat-{ENTRUSTED}": "partly"})
    assert len(told(advisor)) == 1
    advisor.send(f"/orientations/{referral}/defaire")
    advisor.step(referral, "completed", **{f"resultat-{ENTRUSTED}": "lifted"})
    assert told(advisor) == []
    cancelled = prepared(advisor, OTHER, service="elsewhere")
    advisor.step(cancelled, "cancelled")
    assert len(told(advisor)) == 1
    programme.at += timedelta(days=31)
    assert told(advisor) == []


def test_another_barrier_first_is_told_until_the_plan_is_made_again(advisor: Reader) -> None:
    referral = sent(advisor)
    advisor.step(referral, "declined", comment="call", raison="other-barrier-first", frein="identite")
    (line,) = told(advisor)
    assert "D’abord : Identité" in line.text
    assert advisor.send(line.one("form").attributes["action"]).status_code == 303
    assert told(advisor) == []


def test_a_mistake_and_what_others_accompany_are_not_told(programme: Programme, advisor: Reader) -> None:
    referral = sent(advisor)
    advisor.step(referral, "declined", raison="no-capacity")
    with programme.asking("colleague") as caller:
        assert told(Reader(caller)) == []
    advisor.step(referral, "entered_in_error")
    assert TITLE not in advisor.words(PAGE)
