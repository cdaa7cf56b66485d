"""When a paper is to be renewed, beside a walk day by day; where the months come from."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from network_data.concertation.papers import PaperEnd, Stage, call_of
from network_data.vocabulary import PAPERS
from network_data.vocabulary.paper_leads import PAPER_LEADS, Lead, LeadStatus
from tests.reference.papers import calls

days = st.dates(date(2025, 6, 1), date(2027, 6, 30))
END = date(2027, 4, 30)


@given(days, st.sampled_from(["titre-de-sejour", "css", "attestation-rsa", "justificatif-domicile"]))
def test_each_day_has_the_reminder_that_walking_finds(end: date, paper: str) -> None:
    first, last = end - timedelta(days=140), end + timedelta(days=45)
    walked = dict(calls(end, PAPER_LEADS[paper].months, first, last))
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        call = call_of(paper, end, day)
        assert (call and call.months) == walked.get(day)
        assert call is None or call.due_on <= day


@pytest.mark.parametrize(
    ("day", "stage"),
    [
        (date(2026, 12, 29), Stage.FINE),
        (date(2026, 12, 30), Stage.BEGIN),
        (date(2027, 2, 27), Stage.BEGIN),
        (date(2027, 2, 28), Stage.LATE),
        (END, Stage.LATE),
        (END + timedelta(days=1), Stage.ENDED),
    ],
)
def test_a_permit_is_begun_four_months_before_and_is_late_two_months_before(day: date, stage: Stage) -> None:
    end = PaperEnd.of("titre-de-sejour", END)
    assert (end.begin_on, end.late_on) == (date(2026, 12, 30), date(2027, 2, 28))
    assert end.stage(day) is stage


def test_what_is_asked_for_again_on_the_day_reminds_nobody() -> None:
    assert call_of("justificatif-domicile", END, END) is None
    assert call_of("justificatif-domicile", END, END + timedelta(days=1)) is None
    assert PaperEnd.of("justificatif-domicile", END).stage(END) is Stage.FINE


def test_a_paper_that_is_asked_for_reminds_only_once_it_has_ended() -> None:
    assert call_of("css", END, END, requested=True) is None
    ended = call_of("css", END, END + timedelta(days=1), requested=True)
    assert ended is not None
    assert ended.months == 0


def test_every_paper_has_its_months_and_says_where_they_come_from() -> None:
    assert PAPER_LEADS.keys() == PAPERS.keys()
    assumed = {code for code, lead in PAPER_LEADS.items() if lead.status is LeadStatus.ASSUMED}
    assert assumed == {"titre-de-sejour"}
    assert "4 à 2 mois" in PAPERS["titre-de-sejour"].renewal
    assert PAPERS["titre-de-sejour"].status == "hypothese"


@pytest.mark.parametrize("months", [[1, 2], [2, 2], [0], [3, -1]])
def test_months_that_make_no_sense_are_refused_when_they_are_loaded(months: list[int]) -> None:
    with pytest.raises(ValidationError, match="falling order"):
        Lead.model_validate({"months": months, "status": "a-regler"})
