"""The bands of a week, from what is known of people: what shows, when, and in which order."""

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from api.services.week import BEHIND, QUIET_AFTER, endings, first_day, last_day, quiet
from network_data.repositories import PersonFile
from network_data.repositories.steps import SeenStep
from network_data.repositories.week import LastHeard
from network_data.tables import FollowStep, HeldPaper, Need, Person, StepBy, StepKind

TODAY = date(2026, 11, 25)


def _file(*papers: HeldPaper, person: str = "P-1", assessed_on: date | None = None) -> PersonFile:
    needs = (Need(person_id=person, barrier="alimentation", assessed_on=assessed_on),) if assessed_on else ()
    return PersonFile(Person(id=person, chantier_id="here"), needs, papers, (), len(needs))


def _paper(paper: str, days: int | None) -> HeldPaper:
    return HeldPaper(person_id="P-1", paper=paper, until=None if days is None else TODAY + timedelta(days=days))


def _step(kind: StepKind, days: int | None, hour: str | None = None) -> SeenStep:
    step = FollowStep(
        id=f"{kind}-{days}-{hour}",
        person_id="P-1",
        kind=kind,
        by=StepBy.ADVISOR,
        due_on=None if days is None else TODAY + timedelta(days=days),
        hour=hour,
        words_sealed=b"",
        made_by="advisor",
        made_at=datetime(2026, 11, 1, tzinfo=UTC),
    )
    return SeenStep(step, "what", "")


def test_the_two_weeks_begin_on_a_monday_and_end_on_a_sunday() -> None:
    assert (first_day(TODAY), last_day(TODAY)) == (date(2026, 11, 23), date(2026, 12, 6))
    assert first_day(date(2026, 11, 23)) == date(2026, 11, 23)
    assert last_day(date(2026, 11, 29)) == date(2026, 12, 6)


@given(st.integers(-400, 400))
def test_a_watched_paper_shows_from_when_it_is_to_be_renewed_to_sixty_days_after_its_end(days: int) -> None:
    shown = endings([_file(_paper("css", days))], [], TODAY)
    begins = date(2027, 1, 25) - TODAY
    assert bool(shown) == (-BEHIND.days <= days <= begins.days)
    assert [each.late for each in shown] == [0 <= days <= 30 for _ in shown]


def test_papers_without_a_day_or_that_take_nothing_away_do_not_show() -> None:
    assert endings([_file(_paper("rqth", None), _paper("justificatif-domicile", 5))], [], TODAY) == ()


def test_what_ends_first_stands_first_steps_among_papers() -> None:
    file = _file(_paper("pass-iae", 40), _paper("css", -3))
    steps = [_step(StepKind.FILE, 2), _step(StepKind.CALL, 1), _step(StepKind.ACCOMPANY, 1), _step(StepKind.FILE, 40)]
    found = endings([file], [*steps, _step(StepKind.OTHER, 3, "14:00"), _step(StepKind.FILE, None)], TODAY)
    assert [each.paper or (each.step and each.step.step.kind) for each in found] == ["css", StepKind.FILE, "pass-iae"]


def test_a_renewal_that_was_asked_for_says_so() -> None:
    file = _file(_paper("css", 10))
    file.person.requested_papers = ["css"]
    assert endings([file], [], TODAY)[0].requested


def _at(days: int) -> datetime:
    return datetime.combine(TODAY - timedelta(days=days), time(12), UTC)


def test_whoever_was_never_heard_of_comes_first_then_the_longest_silent() -> None:
    files = [_file(person=f"P-{number}") for number in range(4)]
    heard = {
        "P-0": LastHeard(reached_at=_at(31)),
        "P-1": LastHeard(reached_at=_at(200), tried_at=_at(4)),
        "P-3": LastHeard(reached_at=_at(29)),
    }
    found = quiet(files, heard, TODAY)
    assert [each.person_id for each in found] == ["P-2", "P-1", "P-0"]
    assert found[1].tried_on == TODAY - timedelta(days=4)


@given(st.integers(0, 400), st.integers(0, 400))
def test_an_assessment_is_news_and_the_latest_of_both_counts(reached: int, assessed: int) -> None:
    file = _file(assessed_on=TODAY - timedelta(days=assessed))
    found = quiet([file], {"P-1": LastHeard(reached_at=_at(reached))}, TODAY)
    assert bool(found) == (min(reached, assessed) >= QUIET_AFTER.days)


def test_whoever_is_to_be_called_again_later_waits_until_then() -> None:
    for again_on, shows in ((TODAY + timedelta(days=1), False), (TODAY, True)):
        assert bool(quiet([_file()], {"P-1": LastHeard(again_on=again_on)}, TODAY)) is shows
