"""Messages to partners: written with what causes them, sent once, tried again, given up, never lost."""

import re
from datetime import datetime, timedelta
from email.message import EmailMessage
from itertools import pairwise

import pytest
from sqlmodel import Session, select

from network_data.database import transaction
from network_data.tables import OutgoingMail, Partner, PartnerMail, Person, Reminder, Service
from tests.api.referring import NOW, OWN, Caller
from tests.mail.office import ADDRESS, Office
from tests.mail.postbox import Postbox, postbox, text_of


def test_a_referral_that_is_sent_writes_to_the_partner_without_saying_whom_it_is_about(
    office: Office, advisor: Caller, box: Postbox
) -> None:
    advisor.sent()
    assert office.letters() == [("request", "waiting")]
    office.send(box)
    (message,) = box.taken
    assert (message["To"], message["From"]) == (ADDRESS, "Maillage <maillage@example.org>")
    assert re.fullmatch(r"<[0-9a-f]{32}@example\.org>", message["Message-ID"])
    assert message["Auto-Submitted"] == "auto-generated"
    for kind in ("plain", "html"):
        said = text_of(message, kind)
        assert "Here" in said
        assert "« Service »" in said
        assert re.search(r"https://maillage\.example\.org/reponse/[\w-]+\.[\w-]{43}\b", said)
        assert re.search(r"\d{3} \d{3} \d{3} \d{3}", said)
        assert not re.search(rf"{OWN}|acces-logement|[Ll]ogement|advisor", said)
    assert office.letters() == [("request", "sent")]


def test_nothing_is_written_where_nothing_is_sent_and_twice_is_once(
    office: Office, advisor: Caller, box: Postbox
) -> None:
    prepared = advisor.prepare().json()["id"]
    assert advisor.move(prepared, "sent").json()["guard"] == "agreement"
    assert office.letters() == []
    advisor.agree()
    advisor.move(prepared, "sent")
    office.send(box)
    office.send(box)
    assert len(box.taken) == 1


@pytest.mark.parametrize("why", ["no address", "a gate", "secret address", "no mail wanted", "given"])
def test_some_are_never_written_to(office: Office, advisor: Caller, why: str) -> None:
    with transaction(office.app.state.engine, writes=True) as session:
        if why == "no address":
            session.get_one(Partner, "partner").email = None
        if why == "secret address":
            session.get_one(Person, OWN).secret_address = True
        if why == "no mail wanted":
            session.add(PartnerMail(partner_id="partner", writes=False))
    service = "behind-a-gate" if why == "a gate" else "service"
    referral = advisor.prepare(OWN, service_id=service).json()["id"]
    advisor.agree(OWN, service)
    assert advisor.move(referral, "given" if why == "given" else "sent").status_code == 200
    assert office.letters() == []


def test_the_service_s_own_address_comes_first_and_the_one_that_was_set_before_all(
    office: Office, advisor: Caller, box: Postbox
) -> None:
    advisor.sent()
    with transaction(office.app.state.engine, writes=True) as session:
        session.get_one(Service, "service").email = "service@example.org"
    office.send(box)
    advisor.sent(office.someone(1))
    with transaction(office.app.state.engine, writes=True) as session:
        session.add(PartnerMail(partner_id="partner", email="orientations@example.org"))
    office.send(box)
    assert [message["To"] for message in box.taken] == ["service@example.org", "orientations@example.org"]


def test_a_partner_who_was_asked_is_told_when_it_is_asked_no_more(
    office: Office, advisor: Caller, box: Postbox
) -> None:
    referral = advisor.sent()
    office.send(box)
    advisor.move(referral, "cancelled")
    office.send(box)
    request, withdrawn = box.taken
    number = re.search(r"n° (\d{6})", request["Subject"])
    assert number is not None
    assert withdrawn["Subject"] == f"Demande n° {number[1]} : retirée"
    assert "reponse" not in text_of(withdrawn)
    advisor.post(f"/referrals/{referral}/undo")
    office.send(box)
    assert [str(message["Subject"])[:6] for message in box.taken] == ["Une de", "Demand", "Une de"]


def test_what_is_overtaken_before_it_leaves_never_leaves(office: Office, advisor: Caller, box: Postbox) -> None:
    undone = advisor.sent()
    advisor.post(f"/referrals/{undone}/undo")
    assert office.letters() == [("request", "void")]
    advisor.move(undone, "sent")
    advisor.move(undone, "accepted", details={"contact": "call"})
    office.send(box)
    assert box.taken == []
    advisor.post(f"/referrals/{undone}/undo")
    office.send(box)
    assert len(box.taken) == 1


def test_a_message_whose_agreement_was_withdrawn_meanwhile_does_not_leave(
    office: Office, advisor: Caller, box: Postbox
) -> None:
    referral = advisor.prepare().json()["id"]
    agreement = advisor.agree()
    advisor.move(referral, "sent")
    advisor.post(f"/agreements/{agreement}/withdrawal")
    office.send(box)
    assert box.taken == []
    assert office.letters() == [("request", "void")]


def test_what_is_put_off_is_tried_again_later_and_later_under_one_id_then_given_up(
    office: Office, advisor: Caller
) -> None:
    advisor.sent()
    tried: list[tuple[datetime, str]] = []

    def put_off(message: EmailMessage) -> str:
        tried.append((office.at, str(message["Message-ID"])))
        return "451 4.7.1 Not now"

    with postbox(to_message=put_off) as box:
        while waiting := office.waiting():
            office.at = waiting[0].next_try_at or office.at
            office.send(box)
    waits = [(later - sooner) / timedelta(minutes=1) for (sooner, _), (later, _) in pairwise(tried)]
    assert waits[:5] == [1, 5, 15, 60, 180]
    assert timedelta(days=5) <= tried[-1][0] - NOW < timedelta(days=6)
    assert len({message_id for _, message_id in tried}) == 1
    assert office.letters() == [("request", "failed")]


def test_an_address_that_does_not_work_is_marked_and_its_advisor_told(office: Office, advisor: Caller) -> None:
    advisor.sent()
    with postbox(to_address=lambda _: "550 5.1.1 No such user") as box:
        office.send(box)
        assert office.letters() == [("request", "failed")]
        advisor.sent(office.someone(1))
        assert office.letters() == [("request", "failed")], "an address that does not work is not written to"
        assert box.taken == []
    with Session(office.app.state.engine) as session:
        (reminder,) = session.exec(select(Reminder)).all()
        assert (reminder.clock, reminder.person_id, reminder.current) == ("mail-failed", OWN, True)


def test_a_server_that_does_not_answer_or_refuses_everyone_loses_nothing(office: Office, advisor: Caller) -> None:
    advisor.sent()
    with postbox() as closed:
        pass
    assert office.send(closed).trouble == "closed"
    with postbox(to_message=lambda _: "554 5.6.0 Refused") as box:
        office.send(box)
    assert office.letters() == [("request", "failed")]


def test_two_senders_at_once_send_each_message_once(office: Office, advisor: Caller, box: Postbox) -> None:
    for number in range(1, 7):
        advisor.sent(office.someone(number))
    taken_meanwhile: list[bool] = []

    def other_sender_first(_: object) -> str:
        if not taken_meanwhile:
            taken_meanwhile.append(True)
            office.send(box)
        return "250 OK"

    with postbox(to_message=other_sender_first) as slow:
        office.send(slow)
        assert len(box.ids) + len(slow.ids) == 6
        assert set(box.ids).isdisjoint(slow.ids)


def test_a_claim_that_ran_out_is_free_again_and_the_first_to_settle_wins(office: Office, advisor: Caller) -> None:
    advisor.sent()
    with transaction(office.app.state.engine, writes=True) as session:
        (letter,) = session.exec(select(OutgoingMail)).all()
        letter.claimed_by, letter.claimed_until = "someone who died", NOW + timedelta(minutes=5)
    with postbox() as box:
        office.send(box)
        assert box.taken == []
        office.skip(minutes=5)
        office.send(box)
        assert len(box.taken) == 1
