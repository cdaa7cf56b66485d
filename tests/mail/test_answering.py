"""A partner answers by the link of a mail: nothing shows before it is pressed, nothing opens that should not."""

import re
from datetime import timedelta

import pytest
from fastapi.routing import iter_route_contexts
from pydantic import SecretStr
from sqlmodel import Session, select

from network_data.database import transaction
from network_data.repositories.identities import PURPOSE, Identity
from network_data.sealing import Sealer
from network_data.tables import (
    AuditEntry,
    PartnerLink,
    PersonIdentity,
    ReferralEvent,
    Service,
)
from tests.api.referring import ENTRUSTED, NOW, OWN, TODAY, Caller
from tests.mail.broken_links import BREAKS, Break, withdrawn
from tests.mail.office import SECRETS, Office
from tests.mail.postbox import Postbox
from tests.mail.visitor import Visitor, code_in, path_in

LATER = (TODAY + timedelta(days=5)).isoformat()


@pytest.fixture
def office(office: Office) -> Office:
    """The programme, where the person has a name and a telephone."""
    known = Identity("Zohra", "Nommée", "0612345678", "zohra@example.org", "1 rue Cachée")
    sealed = Sealer(SECRETS, PURPOSE).seal({name: getattr(known, name) for name in known.__slots__})
    with transaction(office.app.state.engine, writes=True) as session:
        session.merge(PersonIdentity(person_id=OWN, sealed=sealed))
    return office


@pytest.fixture
def partner(office: Office) -> Visitor:
    """Whoever opens the mail."""
    return Visitor(office.app)


@pytest.fixture
def sent(office: Office, advisor: Caller, box: Postbox) -> str:
    """A referral that was sent, with its mail."""
    referral = advisor.sent()
    office.send(box)
    return referral


@pytest.fixture
def path(sent: str, box: Postbox) -> str:
    """Where its link leads."""
    assert sent
    return path_in(box.taken[-1])


def state_of(advisor: Caller, referral: str) -> str:
    """Where a referral stands."""
    return str(advisor.get(f"/referrals/{referral}").json()["state"])


def service(office: Office) -> Service:
    """What is known of the service."""
    with Session(office.app.state.engine) as session:
        return session.get_one(Service, "service")


def test_opening_the_link_shows_nothing_of_the_person_and_changes_nothing(
    office: Office, partner: Visitor, path: str
) -> None:
    def stored() -> tuple[int, int, object]:
        with Session(office.app.state.engine) as session:
            events, entries = session.exec(select(ReferralEvent)).all(), session.exec(select(AuditEntry)).all()
            return len(events), len(entries), session.exec(select(PartnerLink.seen_at)).all()

    before = stored()
    asking: tuple[dict[str, str], ...] = ({}, {"sec-purpose": "prefetch;prerender"}, {"user-agent": "mail scanner"})
    for headers in asking:
        page = partner.open(path, **headers)
        assert page.status_code == 200
        for word in ("Zohra", "Nommée", "06 12", "612345678", OWN, ENTRUSTED, "advisor"):
            assert word not in page.text
    asked = partner.head(path)
    assert (asked.status_code, asked.text) == (200, "")
    assert stored() == before
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["cache-control"] == "no-store"
    assert "noindex" in page.headers["x-robots-tag"]


def test_pressing_shows_what_was_agreed_and_nothing_else_and_leaves_a_trace(
    office: Office, partner: Visitor, path: str
) -> None:
    page = partner.press(path).text
    for shown in ("Zohra", "tel:0612345678"):
        assert shown in page
    for hidden in ("Nommée", "zohra@", "rue Cachée", OWN, ENTRUSTED):
        assert hidden not in page
    with Session(office.app.state.engine) as session:
        (look,) = session.exec(select(AuditEntry).where(AuditEntry.action == "link.read")).all()
        assert (look.actor[:5], len(look.subjects)) == ("link:", 1)


@pytest.mark.parametrize(
    ("fields", "state", "open_", "until"),
    [
        ({"reponse": "oui"}, "accepted", None, None),
        ({"reponse": "date", "jour": LATER, "heure": "14:30"}, "scheduled", None, None),
        ({"reponse": "attente", "revoir": LATER}, "waitlisted", 0, None),
        ({"reponse": "non", "raison": "no-capacity", "complet": LATER}, "declined", 0, LATER),
        ({"reponse": "non", "raison": "out-of-area", "complet": LATER}, "declined", -1, None),
    ],
)
def test_an_answer_moves_the_referral_and_dates_what_is_known_of_the_places(
    office: Office, advisor: Caller, partner: Visitor, sent: str, path: str, fields: dict[str, str], state: str,
    open_: int | None, until: str | None,
) -> None:  # fmt: skip
    assert partner.press(f"{path}/decision", **fields).headers["location"] == path
    told = advisor.get(f"/referrals/{sent}").json()
    assert told["state"] == state
    assert (told["events"][-1]["on_behalf_of"], told["events"][-1]["actor"][:5]) == ("partner", "link:")
    known = service(office)
    if open_ == -1:
        assert known.capacity_checked_on is None
    else:
        assert (known.places_open, known.capacity_checked_on, known.capacity_source) == (open_, TODAY, "partner")
        assert (known.full_until.isoformat() if known.full_until else None) == until
    office.check()


def test_after_the_answer_one_page_says_so_and_still_nothing_of_the_person(partner: Visitor, path: str) -> None:
    partner.answer(path, "date", jour=LATER, heure="14:30", mot_date="Demander Karim à l’accueil")
    page = partner.open(path).text
    assert "Merci, votre réponse est enregistrée" in page
    assert "14:30" in page
    for word in ("Zohra", "Karim", OWN):
        assert word not in page


def test_an_answer_may_be_changed_until_the_advisor_acts(
    office: Office, advisor: Caller, partner: Visitor, sent: str, path: str
) -> None:
    partner.answer(path, "non", raison="no-capacity")
    assert state_of(advisor, sent) == "declined"
    partner.answer(path, "oui")
    assert state_of(advisor, sent) == "accepted"
    partner.answer(path, "oui")
    events = advisor.get(f"/referrals/{sent}").json()["events"]
    assert [event["to"] for event in events] == ["prepared", "sent", "declined", None, "accepted"]
    advisor.move(sent, "scheduled", details={"scheduled_at": (NOW + timedelta(days=3)).isoformat()})
    assert partner.answer(path, "non", raison="no-capacity").status_code == 404
    assert state_of(advisor, sent) == "scheduled"
    office.check()


def test_a_decline_is_not_taken_back_after_a_day_nor_once_something_else_took_its_place(
    office: Office, advisor: Caller, partner: Visitor, sent: str, path: str
) -> None:
    partner.answer(path, "non", raison="no-capacity")
    assert partner.open(path).status_code == 200
    assert advisor.prepare(OWN, service_id="elsewhere", replaces=sent).status_code == 201
    assert partner.open(path).status_code == 404
    office.skip(hours=25)
    assert partner.answer(path, "oui").status_code == 404
    assert state_of(advisor, sent) == "declined"


def test_from_the_waiting_list_the_partner_may_say_yes_weeks_later(
    office: Office, advisor: Caller, partner: Visitor, sent: str, path: str
) -> None:
    partner.answer(path, "attente")
    office.skip(days=30)
    partner.answer(path, "oui")
    assert state_of(advisor, sent) == "accepted"


@pytest.mark.parametrize("breaks", BREAKS)
def test_a_link_that_opens_nothing_is_answered_like_any_other_and_changes_nothing(
    office: Office, advisor: Caller, partner: Visitor, sent: str, path: str, breaks: Break, box: Postbox
) -> None:
    broken = breaks(office, advisor, sent, path)
    before = advisor.get(f"/referrals/{sent}").json()
    pages = [partner.open(broken), partner.press(broken), partner.answer(broken, "oui")]
    unknown = partner.open("/reponse/nothing-at-all.nothing")
    assert {page.status_code for page in pages} == {404}
    assert {page.text for page in pages} == {unknown.text}
    if broken == path:
        wrong = partner.press("/reponse", code="000 000 000 000")
        assert wrong.status_code == 422
        assert partner.press("/reponse", code=code_in(box.taken[0])).text == wrong.text
    assert advisor.get(f"/referrals/{sent}").json() == before
    assert service(office).capacity_checked_on is None


def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(
    advisor: Caller, partner: Visitor, sent: str, path: str
) -> None:
    for fields, field in (
        ({"reponse": "date", "jour": "2020-01-01", "heure": "10:00"}, "jour"),
        ({"reponse": "date", "jour": LATER, "heure": "tôt"}, "heure"),
        ({"reponse": "non", "raison": "other-barrier-first"}, "raison"),
        ({"reponse": "non", "raison": "other"}, "mot-non"),
        ({"reponse": "peut-être"}, "reponse"),
    ):
        page = partner.press(f"{path}/decision", **fields)
        assert page.status_code == 422
        assert f'href="#{field}"' in page.text
    assert state_of(advisor, sent) == "sent"


def test_where_no_place_is_left_the_partner_is_told_and_may_choose_otherwise(
    office: Office, advisor: Caller, partner: Visitor, sent: str, path: str
) -> None:
    office.quota(0)
    page = partner.answer(path, "oui")
    assert page.status_code == 422
    assert "liste d’attente" in page.text
    assert state_of(advisor, sent) == "sent"
    partner.answer(path, "attente")
    assert state_of(advisor, sent) == "waitlisted"


def test_a_code_leads_where_its_link_does_and_guessing_is_slowed_down(
    office: Office, partner: Visitor, path: str, box: Postbox
) -> None:
    code = code_in(box.taken[0])
    assert partner.press("/reponse", code=code).headers["location"] == path
    wrong = code[:-1] + str((int(code[-1]) + 1) % 10)
    for typed in (wrong, "12", "x" * 12, "", *8 * [wrong]):
        last = partner.press("/reponse", code=typed)
    assert last.status_code == 429
    assert partner.press("/reponse", code=code).status_code == 429
    office.skip(minutes=16)
    assert partner.press("/reponse", code=code).status_code == 303


def test_half_a_code_does_not_open_another_s_link(
    office: Office, advisor: Caller, partner: Visitor, path: str, box: Postbox
) -> None:
    assert path
    advisor.sent(office.someone(1))
    office.send(box)
    first, second = map(code_in, box.taken)
    assert partner.press("/reponse", code=first[:7] + second[7:]).status_code == 422
    assert partner.press("/reponse", code=second).headers["location"] == path_in(box.taken[1])


def test_an_agreement_withdrawn_while_the_page_is_open_is_heeded(
    office: Office, advisor: Caller, partner: Visitor, sent: str, path: str
) -> None:
    assert "Zohra" in partner.press(path).text
    withdrawn(office, advisor, sent, path)
    refused = partner.answer(path, "non", raison="other", mot_non="Rappeler")
    assert refused.status_code == 404
    assert not {"Zohra", "Rappeler"} & set(refused.text.split())
    assert state_of(advisor, sent) == "sent"


def test_a_page_that_another_site_sends_is_refused(partner: Visitor, advisor: Caller, sent: str, path: str) -> None:
    assert partner.press_from_elsewhere(f"{path}/decision", reponse="oui").status_code == 403
    assert state_of(advisor, sent) == "sent"


def test_a_former_key_still_opens_and_a_key_that_is_gone_does_not(office: Office, partner: Visitor, path: str) -> None:
    settings = office.app.state.settings
    real = {"demonstration": False, "insecure_cookies": True}
    for keys, status in ((f"{'n' * 40},{SECRETS[0]}", 200), ("n" * 40, 404)):
        office.app.state.settings = settings.model_copy(update={"secret_key": SecretStr(keys), **real})
        assert partner.open(path).status_code == status


def test_an_answer_already_given_tells_nothing_more_once_the_agreement_is_withdrawn(
    office: Office, advisor: Caller, partner: Visitor, sent: str, path: str
) -> None:
    partner.answer(path, "date", jour=LATER, heure="14:30", mot_date="Demander Karim")
    withdrawn(office, advisor, sent, path)
    unknown = partner.open("/reponse/nothing-at-all.nothing")
    pages = [partner.open(path), partner.press(path), partner.answer(path, "oui")]
    assert {(page.status_code, page.text) for page in pages} == {(404, unknown.text)}
    assert state_of(advisor, sent) == "scheduled"


def test_what_is_sent_again_is_done_once_and_what_the_advisor_decided_stays(
    advisor: Caller, partner: Visitor, sent: str, path: str
) -> None:
    for _ in range(3):
        assert partner.answer(path, "attente", revoir=LATER).status_code == 303
    assert len(advisor.get(f"/referrals/{sent}").json()["events"]) == 3
    advisor.move(sent, "cancelled")
    for fields in ({"reponse": "attente", "revoir": LATER}, {"reponse": "oui"}):
        assert partner.press(f"{path}/decision", **fields).status_code == 404
    assert state_of(advisor, sent) == "cancelled"


def test_the_link_is_good_for_answering_and_opens_no_other_door(office: Office, partner: Visitor, path: str) -> None:
    token = path.removeprefix("/reponse/")
    doors = {
        str(route.path)
        for route in iter_route_contexts(office.app.routes)
        if re.fullmatch(r"/[^{]*\{(token|secret|feed)(:path)?\}[^{]*", str(route.path))
        and "GET" in (route.methods or ())
    }
    assert len(doors) > 1
    for door in doors - {"/reponse/{token}"}:
        assert partner.open(re.sub(r"\{[^}]*\}", token, door)).status_code == 404, door
    assert partner.open(f"{path}/decision").status_code in {404, 405}


def test_what_the_partner_said_of_their_places_counts_in_what_is_suggested_next(
    office: Office, advisor: Caller, partner: Visitor, path: str
) -> None:
    someone = office.someone(1)

    def suggested() -> dict[str, float]:
        told = advisor.get(f"/persons/{someone}/suggestions").json()
        return {each["service_id"]: each["score"] for need in told["barriers"] for each in need["suggestions"]}

    before = suggested()["service"]
    partner.answer(path, "non", raison="no-capacity", complet=LATER)
    assert suggested().get("service", 0) < before
