"""What is lived with a partner changes what the engine expects of it, from the next day on."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlmodel import Session

from api.services.catalogues import Catalogues
from matching.learning.record import TrackRecord, track_record
from network_data.tables import Person
from tests.api.referring import ENTRUSTED, TODAY, Caller, Programme


@pytest.fixture
def programme(database_url: str) -> Iterator[Programme]:
    found = Programme(database_url)
    yield found
    found.close()


def record(catalogues: Catalogues, programme: Programme, days: int, service: str = "service") -> TrackRecord | None:
    """What is known of a service so many days from today."""
    on = TODAY + timedelta(days=days)
    with Session(programme.app.state.engine) as session:
        catalogue = catalogues.current(session, on)
    return track_record(catalogue.experience.on(on), ENTRUSTED, catalogue.row_of[service])


def lived(advisor: Caller, programme: Programme, number: int, *moves: tuple[str, dict[str, str]]) -> None:
    """Another person's referral that was sent, then moved."""
    referral = advisor.sent(programme.someone(number))
    for to, said in moves:
        assert advisor.move(referral, to, **said).status_code == 200


def test_an_answer_counts_from_the_next_day_on(programme: Programme) -> None:
    catalogues = Catalogues()
    assert record(catalogues, programme, 0) is None
    with programme.asking("advisor") as advisor:
        lived(advisor, programme, 1, ("accepted", {}))
        lived(advisor, programme, 2, ("declined", {"reason": "no-capacity"}))
        lived(advisor, programme, 3)
    assert record(catalogues, programme, 0) is None, "nothing changes in the course of a day"
    known = record(catalogues, programme, 1)
    assert known is not None
    assert (known.answered, known.pending, known.accepted, known.decided, known.usual_days) == (2, 1, 1, 2, 0)
    assert record(Catalogues(), programme, 0) is None, "nor for whoever reads later"
    assert record(Catalogues(), programme, 1) == known


def test_what_people_do_never_counts(programme: Programme) -> None:
    with programme.asking("advisor") as advisor:
        lived(advisor, programme, 1, ("accepted", {}))
        before = record(Catalogues(), programme, 1)
        lived(advisor, programme, 2, ("refused", {}))
        lived(advisor, programme, 3, ("cancelled", {}))
        given = advisor.prepare(programme.someone(4)).json()["id"]
        assert advisor.move(given, "given").status_code == 200
        assert record(Catalogues(), programme, 1) == before
        lived(advisor, programme, 5, ("declined", {"reason": "person-absent"}))
    after = record(Catalogues(), programme, 1)
    assert before is not None
    assert after is not None
    assert after.estimate.acceptance == before.estimate.acceptance


def test_silence_lowers_what_is_expected_and_an_erased_person_leaves_nothing(programme: Programme) -> None:
    with programme.asking("advisor") as advisor:
        for number in range(1, 4):
            lived(advisor, programme, number, ("accepted", {}))
            referral = advisor.prepare(programme.someone(number + 10), service_id="elsewhere").json()["id"]
            advisor.agree(f"P-{number + 10:04}", "elsewhere")
            assert advisor.move(referral, "sent").status_code == 200
    answers, silent = (record(Catalogues(), programme, 61, service) for service in ("service", "elsewhere"))
    assert answers is not None
    assert silent is not None
    assert (silent.asked, silent.answered) == (3, 0)
    assert (silent.estimate.answer or 1) < (answers.estimate.answer or 0)
    assert (silent.estimate.days or 0) > (answers.estimate.days or 60)
    with Session(programme.app.state.engine) as session:
        for number in range(1, 14):
            erased = session.get(Person, f"P-{number:04}")
            if erased is not None:
                session.delete(erased)
        session.commit()
    assert record(Catalogues(), programme, 61) is None
