"""The page where officers and coordinators say how a partner is written to and waited for."""

from collections.abc import Iterator, Sequence

import pytest
from sqlmodel import Session, select

from api.services.clocks import Clocks
from network_data.database import transaction
from network_data.repositories.mail_addresses import MailAddresses, digest_of
from network_data.tables import Partner, PartnerClock, PartnerMail
from tests.api.referring import NOW, Caller, Programme
from tests.mail.office import ADDRESS, SECRETS, Office
from tests.web.reading import Node, read

PAGE = "/partenaires/partner/reglages"


@pytest.fixture
def programme(sqlite_url: str) -> Iterator[Office]:
    made = Office(sqlite_url)
    yield made
    made.close()


@pytest.fixture
def officer(programme: Office) -> Iterator[Caller]:
    with programme.asking("officer") as caller:
        yield caller


def main(caller: Caller, path: str) -> Node:
    answer = caller.page(path)
    assert answer.status_code == 200
    return read(answer.text).one("main")


def stored(programme: Programme) -> tuple[Sequence[object], Sequence[object]]:
    with Session(programme.app.state.engine) as session:
        mail = [(row.email, row.writes, row.reminds) for row in session.exec(select(PartnerMail))]
        clocks = [(row.clock, row.days, row.urgent) for row in session.exec(select(PartnerClock))]
        return mail, sorted(clocks, key=str)


def test_what_is_set_is_kept_shown_again_and_put_back_as_usual_when_it_is_left_empty(
    programme: Office, officer: Caller
) -> None:
    said = {"courriel": "orientations@example.org", "relancer": "non", "jours-no-answer": "4", "jamais-silence": "oui"}
    assert officer.submit(PAGE, **said).status_code == 303
    assert stored(programme) == (
        [("orientations@example.org", True, False)],
        [("no-answer", 4, 1), ("silence", None, None)],
    )
    form = main(officer, PAGE).all("form")[-1]
    shown = {node.attributes["name"]: node.attributes for node in form.all("input")}
    assert shown["courriel"]["value"] == "orientations@example.org"
    assert shown["jours-no-answer"]["value"] == "4"
    assert [name for name, field in shown.items() if "checked" in field] == ["relancer", "jamais-silence"]
    told = main(officer, "/partenaires/partner").text
    assert "orientations@example.org, sans relance" in told
    assert officer.submit(PAGE).status_code == 303
    assert stored(programme) == ([(None, True, True)], [])


@pytest.mark.parametrize(
    ("field", "value", "also"),
    [
        ("courriel", "nobody", {}),
        ("courriel", "a@b", {}),
        ("courriel", "a@example.org, b@example.org", {}),
        ("courriel", "é@example.org", {}),
        ("jours-no-answer", "0", {}),
        ("jours-no-answer", "bientôt", {}),
        ("jours-no-answer", "²", {}),
        ("jours-silence", "251", {}),
        ("jours-still-no-answer", "2", {}),
        ("jours-silence", "9", {"jours-still-no-answer": "9"}),
        ("urgent-silence", "2", {}),
    ],
)
def test_what_makes_no_sense_is_told_beside_its_field_and_nothing_is_kept(
    programme: Office, officer: Caller, field: str, value: str, also: dict[str, str]
) -> None:
    answer = officer.submit(PAGE, **{field: value, **also})
    assert answer.status_code == 422
    page = read(answer.text).one("main")
    assert f"#{field}" in [link.attributes["href"] for link in page.one("section", "refusal").all("a")]
    (wrong,) = [node for node in page.all("input") if node.attributes.get("name") == field]
    assert (wrong.attributes["value"], wrong.attributes["aria-invalid"]) == (value, "true")
    assert stored(programme) == ([], [])


def test_a_clock_that_is_stopped_does_not_make_the_others_wait(programme: Office, officer: Caller) -> None:
    said = {"jamais-still-no-answer": "oui", "jours-silence": "3", "urgent-silence": "3"}
    assert officer.submit(PAGE, **said).status_code == 303
    with programme.asking("advisor") as advisor:
        referral = advisor.sent()
        programme.skip(days=4)
        Clocks(programme.app.state.engine, SECRETS).run(programme.at, programme.at.date())
        assert advisor.get(f"/referrals/{referral}").json()["state"] == "expired"


@pytest.mark.parametrize("who", ["advisor", "direction", "administrator"])
def test_only_those_who_keep_the_partnership_set_it_and_see_that_they_may(programme: Office, who: str) -> None:
    with programme.asking(who) as caller:
        assert caller.page(PAGE).status_code == 403
        assert caller.submit(PAGE, courriel="mine@example.org").status_code == 403
        assert "reglages" not in caller.page("/partenaires/partner").text
    assert stored(programme) == ([], [])


def test_an_officer_of_another_territory_sets_nothing_here(programme: Office, officer: Caller) -> None:
    with transaction(programme.app.state.engine, writes=True) as session:
        session.get_one(Partner, "partner").territory_slug = "south"
    assert officer.page(PAGE).status_code == 403
    assert officer.page("/partenaires/nobody/reglages").status_code == 404


def test_an_address_that_came_back_is_shown_and_written_to_again_once_checked(
    programme: Office, officer: Caller
) -> None:
    with transaction(programme.app.state.engine, writes=True) as session:
        MailAddresses(session).mark(digest_of(ADDRESS), "5.1.1", NOW)
    assert ADDRESS in main(officer, PAGE).one("section", "note").text
    assert officer.submit(f"{PAGE}/adresse-verifiee").status_code == 303
    assert "À vérifier" not in main(officer, PAGE).text
    with programme.asking("advisor") as advisor:
        advisor.sent()
    assert programme.letters() == [("request", "waiting")]
