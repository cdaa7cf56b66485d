"""What comes after a referral that led nowhere: the best door not tried yet, for the barriers that still wait."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, update

from api.clock import Clock
from network_data.database import transaction
from network_data.tables import Need, NeedState, Partner, Service
from tests.api.referring import ENTRUSTED, NOW, OTHER, OWN, SENSITIVE, TODAY, Caller, Programme, later

HOUSING, BUDGET = "logement-hebergement--louer-un-logement", "difficultes-financieres--ameliorer-sa-gestion-budgetaire"
KNOWN: dict[str, Any] = {"source": "test", "updated_on": TODAY}


@pytest.fixture
def programme(sqlite_url: str) -> Iterator[Programme]:
    """Three partners for housing: the usual one, a fresher record, an older one that answers budgets too."""
    made = Programme(sqlite_url)
    for name, age, themes in (("second", 300, [HOUSING]), ("third", 600, [HOUSING, BUDGET])):
        updated = TODAY - timedelta(days=age)
        made.store(
            Partner(id=name, territory_slug="north", name=name, source="test", updated_on=updated),
            Service(
                id=f"{name}-1", partner_id=name, name=name, description="", thematiques=themes, **KNOWN
            ).sqlmodel_update({"updated_on": updated}),
        )
    made.network_changed()
    yield made
    made.check()
    made.close()


@pytest.fixture
def advisor(programme: Programme) -> Iterator[Caller]:
    with programme.asking("advisor") as caller:
        yield caller


def following(caller: Caller, referral: str) -> tuple[list[str], str | None]:
    """The barriers that wait, and the service suggested for them."""
    told = caller.get(f"/referrals/{referral}/next")
    assert told.status_code == 200, told.text
    suggestion = told.json()["suggestion"]
    return told.json()["barriers"], suggestion["service_id"] if suggestion else None


def declined(caller: Caller, reason: str = "no-capacity", **details: str) -> str:
    """A referral to the usual service that the partner declined in a call."""
    referral = str(caller.prepare().json()["id"])
    moved = caller.move(referral, "declined", reason=reason, details={"contact": "call", **details})
    assert moved.status_code == 200, moved.text
    return referral


@pytest.mark.parametrize("ending", ["declined", "refused", "cancelled", "expired"])
def test_each_end_brings_the_best_door_left_ready_to_prepare_in_its_place(advisor: Caller, ending: str) -> None:
    referral = advisor.sent()
    said = {"reason": "no-capacity"} if ending == "declined" else {}
    assert advisor.move(referral, ending, **said).status_code == 200
    assert following(advisor, referral) == ([ENTRUSTED], "second-1")
    prepared = advisor.prepare(service_id="second-1", replaces=referral)
    assert prepared.status_code == 201
    assert following(advisor, referral) == ([], None)


def test_a_referral_that_goes_on_or_is_a_mistake_brings_nothing(advisor: Caller) -> None:
    referral = advisor.sent()
    assert following(advisor, referral) == ([], None)
    advisor.move(referral, "entered_in_error")
    assert following(advisor, referral) == ([], None)


def test_a_door_that_led_nowhere_lately_is_not_proposed_again_and_half_a_year_later_it_is(
    programme: Programme, advisor: Caller
) -> None:
    first = declined(advisor)
    second = str(advisor.prepare(service_id="second-1", replaces=first).json()["id"])
    advisor.move(second, "refused")
    assert following(advisor, second)[1] == "third-1"
    third = str(advisor.prepare(service_id="third-1", replaces=second).json()["id"])
    advisor.move(third, "refused")
    assert following(advisor, third) == ([ENTRUSTED], None)
    programme.app.state.clock = Clock(now=lambda: NOW, today=lambda: TODAY + timedelta(days=200))
    assert following(advisor, third)[1] in {"service", "second-1"}


def test_nothing_waits_once_the_barrier_is_lifted_or_tried_elsewhere(programme: Programme, advisor: Caller) -> None:
    referral = declined(advisor)
    other = advisor.prepare(service_id="third-1").json()["id"]
    assert following(advisor, referral) == ([], None)
    advisor.move(other, "cancelled")
    assert following(advisor, referral)[0] == [ENTRUSTED]
    with transaction(programme.app.state.engine, writes=True) as session:
        session.exec(update(Need).where(col(Need.barrier) == ENTRUSTED).values(state=NeedState.LIFTED))
    assert following(advisor, referral) == ([], None)


def test_what_a_completed_referral_left_brings_the_next_step(advisor: Caller) -> None:
    referral = advisor.sent(OWN, ENTRUSTED, OTHER)
    at = later(NOW - timedelta(hours=1))
    advisor.move(referral, "scheduled", details={"scheduled_at": at})
    results = {ENTRUSTED: "partly", OTHER: "lifted"}
    assert advisor.move(referral, "completed", details={"results": results}).status_code == 200
    assert following(advisor, referral) == ([ENTRUSTED], "second-1")


def test_of_several_barriers_the_service_that_answers_more_comes_first(advisor: Caller) -> None:
    referral = str(advisor.prepare(OWN, ENTRUSTED, OTHER).json()["id"])
    advisor.move(referral, "refused")
    told = advisor.get(f"/referrals/{referral}/next").json()
    assert told["suggestion"]["service_id"] == "third-1"
    assert sorted(told["answers"]) == sorted([ENTRUSTED, OTHER])


def test_a_barrier_that_comes_first_is_what_the_suggestion_is_about(programme: Programme, advisor: Caller) -> None:
    referral = declined(advisor, "other-barrier-first", other_barrier=OTHER)
    told = advisor.get(f"/referrals/{referral}/next").json()
    assert (told["barriers"], told["first"], told["answers"]) == ([ENTRUSTED], OTHER, [OTHER])
    assert told["suggestion"]["service_id"] == "third-1"
    unknown = declined(advisor, "other-barrier-first", other_barrier="identite")
    told = advisor.get(f"/referrals/{unknown}/next").json()
    assert (told["first"], told["suggestion"]) == ("identite", None)


def test_an_officer_is_told_of_what_was_entrusted_and_of_no_other_barrier(
    programme: Programme, advisor: Caller
) -> None:
    referral = declined(advisor, "other-barrier-first", other_barrier=SENSITIVE)
    with programme.asking("officer") as officer:
        told = officer.get(f"/referrals/{referral}/next").json()
    assert SENSITIVE not in str(told)
    assert told["suggestion"]["service_id"] == "second-1"
