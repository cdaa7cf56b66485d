"""What a chantier's software is told: what its key reads and nothing else, until it is taken, once."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from api.security.keys import Permission
from api.services.clocks import Clocks
from api.webhooks.announcement import Announcement
from network_data.database import transaction
from network_data.repositories.retries import GIVE_UP, TRIES
from network_data.repositories.webhook_queue import KEPT_FOR
from network_data.tables import ApiKey, AuditEntry, Chantier, Person, Webhook
from tests.access.world import ENTRUSTED, HERE, OTHER, OWN, SENSITIVE, TODAY
from tests.api.referring import Caller
from tests.webhooks.house import SECRETS, House
from tests.webhooks.receiver import Receiver, receiving


def test_each_change_of_a_referral_is_told_once_by_its_id_state_and_time(
    house: House, advisor: Caller, software: Receiver
) -> None:
    house.register(house.key(), software.url)
    referral = advisor.sent()
    advisor.move(referral, "accepted")
    advisor.post(f"/referrals/{referral}/undo")
    for _ in range(2):
        house.send()
    told = sorted((taken.told for taken in software.taken), key=lambda each: each["data"]["version"])
    assert told == [
        {
            "type": "referral.changed",
            "timestamp": "2026-11-22T10:00:00+00:00",
            "data": {"id": referral, "state": state, "version": version},
        }
        for version, state in enumerate(["prepared", "sent", "accepted", "sent"], 1)
    ]
    assert len({taken.id for taken in software.taken}) == 4
    assert house.deliveries() == 4 * [("referral.changed", "delivered", "204")]


def test_what_it_is_told_of_it_reads_over_the_api_and_the_trail_says_so(
    house: House, advisor: Caller, software: Receiver
) -> None:
    key = house.key()
    house.register(key, software.url)
    advisor.sent()
    house.send()
    with house.asking("key") as reader:
        for taken in software.taken:
            assert reader.get(f"/referrals/{taken.told['data']['id']}").status_code == 200
    with Session(house.app.state.engine) as session:
        entries = session.exec(select(AuditEntry).where(AuditEntry.actor == f"key:{key}")).all()
        assert [entry.action for entry in entries].count("referral.read") == 2


def test_a_request_to_the_officers_is_told_too_and_nothing_of_its_words(
    house: House, advisor: Caller, software: Receiver
) -> None:
    house.register(house.key(), software.url)
    asked = advisor.post("/requests", {"person_id": OWN, "barrier": ENTRUSTED, "question": "Où aller ?"})
    house.send()
    assert {taken.told["data"]["id"] for taken in software.taken} == {asked.json()["id"]}
    assert {taken.told["type"] for taken in software.taken} == {"request.changed"}
    for taken in software.taken:
        assert set(taken.told["data"]) == {"id", "state", "version"}
        for hidden in (OWN, ENTRUSTED, "aller", "advisor"):
            assert hidden.encode() not in taken.body


def test_what_the_key_does_not_read_is_not_told(house: House, advisor: Caller, software: Receiver) -> None:
    house.register(house.key(), software.url)
    house.register(house.key("next-door"), software.url)
    assert advisor.prepare(OWN, SENSITIVE).status_code == 201
    assert advisor.prepare(OWN, OTHER, service_id="quiet").status_code == 201
    advisor.post("/requests", {"person_id": OWN, "barrier": SENSITIVE, "question": "Où aller ?"})
    advisor.post("/requests", {"barrier": ENTRUSTED, "question": "Où aller ?"})
    house.send()
    assert software.taken == []
    assert {state for _, state, _ in house.deliveries()} <= {"void"}


@pytest.mark.parametrize("why", ["revoked", "expired", "closed", "fewer rights", "person left", "person elsewhere"])
def test_nothing_more_leaves_once_the_key_reaches_it_no_more(
    house: House, advisor: Caller, software: Receiver, why: str
) -> None:
    key = house.key()
    house.register(key, software.url)
    advisor.prepare()
    with transaction(house.app.state.engine, writes=True) as session:
        if why == "revoked":
            session.get_one(ApiKey, key).revoked_at = house.at
        elif why == "expired":
            session.get_one(ApiKey, key).expires_at = house.at
        elif why == "closed":
            session.get_one(Chantier, HERE).closed_on = TODAY
        elif why == "fewer rights":
            session.get_one(ApiKey, key).permissions = [Permission.PERSONS]
        elif why == "person left":
            session.get_one(Person, OWN).left_on = TODAY
        else:
            session.get_one(Person, OWN).chantier_id = "next-door"
    house.send()
    assert software.taken == []
    assert house.deliveries() == [("referral.changed", "void", None)]


@pytest.mark.parametrize("why", ["revoked", "expired", "closed", "fewer rights"])
def test_nothing_more_is_written_for_a_key_that_opens_nothing(
    house: House, advisor: Caller, software: Receiver, why: str
) -> None:
    key = house.key()
    house.register(key, software.url)
    with transaction(house.app.state.engine, writes=True) as session:
        if why == "revoked":
            session.get_one(ApiKey, key).revoked_at = house.at
        elif why == "expired":
            session.get_one(ApiKey, key).expires_at = house.at
        elif why == "closed":
            session.get_one(Chantier, HERE).closed_on = TODAY
        else:
            session.get_one(ApiKey, key).permissions = [Permission.PERSONS]
    advisor.prepare()
    assert house.deliveries() == []


def test_what_was_refused_is_tried_again_later_and_later_under_the_same_id_to_the_last_byte(
    house: House, advisor: Caller, software: Receiver
) -> None:
    house.register(house.key(), software.url)
    advisor.prepare()
    software.answer = lambda _: 503
    for minutes in TRIES[:3]:
        assert house.send() == {"503": 1}
        assert house.send() == {}, "not before its time"
        house.at += timedelta(minutes=minutes)
    software.answer = lambda _: 200
    assert house.send() == {"200": 1}
    house.at += GIVE_UP
    assert house.send() == {}
    assert len(software.taken) == 4
    assert len({(taken.id, taken.body) for taken in software.taken}) == 1
    assert len({taken.headers["webhook-timestamp"] for taken in software.taken}) == 4, "signed as of each try"
    assert house.deliveries() == [("referral.changed", "delivered", "200")]


def test_it_is_given_up_after_days_and_nothing_is_tried_any_more(
    house: House, advisor: Caller, software: Receiver
) -> None:
    house.register(house.key(), software.url)
    advisor.prepare()
    software.answer = lambda _: 500
    house.send()
    house.at += GIVE_UP
    house.send()
    assert house.deliveries() == [("referral.changed", "failed", "500")]
    house.at += timedelta(days=30)
    assert house.send() == {}


def test_software_that_does_not_answer_keeps_nobody_else_waiting(
    house: House, advisor: Caller, software: Receiver
) -> None:
    with receiving() as gone:
        pass
    house.register(house.key(), gone.url)
    house.register(house.key(), software.url)
    for number in range(1, 4):
        advisor.prepare(house.someone(number))
    assert house.send() == {"closed": 1, "204": 3}, "tried once, then left alone until the next run"


def test_no_other_address_is_followed(house: House, advisor: Caller, software: Receiver) -> None:
    with receiving() as elsewhere:
        software.answer = lambda _: (307, elsewhere.url)
        house.register(house.key(), software.url)
        advisor.prepare()
        assert house.send() == {"307": 1}
        assert elsewhere.taken == []


def test_an_event_that_does_not_happen_is_not_told(house: House, advisor: Caller, software: Receiver) -> None:
    house.register(house.key(), software.url)
    assert advisor.prepare(service_id="unknown").status_code in {404, 422}
    referral = advisor.prepare().json()["id"]
    assert advisor.move(referral, "sent").status_code == 422
    house.send()
    assert [taken.told["data"]["state"] for taken in software.taken] == ["prepared"]


def test_once_removed_it_is_told_nothing_and_what_waited_is_forgotten(
    house: House, advisor: Caller, software: Receiver
) -> None:
    key = house.key()
    house.register(key, software.url)
    advisor.prepare()
    with transaction(house.app.state.engine, writes=True) as session:
        house.webhooks(session).remove(key)
    advisor.prepare(house.someone(1))
    assert house.send() == {}
    assert house.deliveries() == []
    with Session(house.app.state.engine) as session:
        assert session.exec(select(Webhook).where(Webhook.key_id == key)).all() == []


def test_what_is_told_of_someone_goes_with_them(house: House, advisor: Caller, software: Receiver) -> None:
    house.register(house.key(), software.url)
    advisor.prepare()
    with transaction(house.app.state.engine, writes=True) as session:
        session.delete(session.get_one(Person, OWN))
    assert house.deliveries() == []


def test_what_was_settled_is_forgotten_after_a_while_and_what_waits_is_not(
    house: House, advisor: Caller, software: Receiver
) -> None:
    house.register(house.key(), software.url)
    advisor.prepare()
    house.send()
    clocks = Clocks(house.app.state.engine, SECRETS)
    house.at += KEPT_FOR
    clocks.run(house.at, house.at.date())
    dropped = "waiting"
    assert [state for _, state, _ in house.deliveries()] == ["delivered", dropped], "its own end is told too"
    house.at += timedelta(days=1)
    clocks.run(house.at, house.at.date())
    assert [state for _, state, _ in house.deliveries()] == [dropped]


def test_what_is_told_is_what_the_description_of_the_api_says(
    house: House, advisor: Caller, software: Receiver
) -> None:
    key = house.key()
    house.register(key, software.url)
    advisor.post("/requests", {"person_id": OWN, "barrier": ENTRUSTED, "question": "Où aller ?"})
    advisor.prepare()
    with transaction(house.app.state.engine, writes=True) as session:
        house.webhooks(session).ping(key)
    house.send()
    described = house.app.openapi()["webhooks"]
    assert {taken.told["type"] for taken in software.taken} == set(described)
    for taken in software.taken:
        Announcement.model_validate_json(taken.body)
        headers = {each["name"] for each in described[taken.told["type"]]["post"]["parameters"]}
        assert headers == {name for name in taken.headers if name.startswith("webhook-")}
