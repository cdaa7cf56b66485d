"""The administrator has software told from the key's page: shown a secret once, told what came of it, of nobody."""

import re
from collections.abc import Iterator

import pytest
from sqlmodel import Session, select

from api.security.keys import Permission
from api.webhooks.destinations import Rules
from network_data.database import transaction
from network_data.tables import ApiKey, AuditEntry, Webhook, WebhookDelivery
from tests.access.world import OWN
from tests.api.referring import Caller
from tests.webhooks.house import HOME, House
from tests.webhooks.receiver import Receiver

SECRET = r"whsec_[\w+/=]{20,}"


@pytest.fixture
def administrator(house: House) -> Iterator[Caller]:
    """Of the whole installation; the demonstration's rules let this machine be told."""
    house.app.state.webhook_rules = HOME
    with house.asking("administrator") as caller:
        yield caller


def page_of(key: str) -> str:
    return f"/administration/cles/{key}/webhook"


def test_the_secret_is_shown_once_and_sealed(house: House, administrator: Caller, software: Receiver) -> None:
    key = house.key()
    answer = administrator.submit(page_of(key), adresse=f" {software.url} ")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    (secret,) = re.findall(SECRET, answer.text)
    later = administrator.page(page_of(key)).text
    assert software.url in later
    assert re.findall(SECRET, later) == []
    with Session(house.app.state.engine) as session:
        assert secret.encode() not in session.exec(select(Webhook).where(Webhook.key_id == key)).one().secret_sealed
    renewed = administrator.submit(page_of(key) + "/secret")
    (other,) = re.findall(SECRET, renewed.text)
    assert other != secret
    assert "L’ancien signe encore" in renewed.text


def test_a_trial_leaves_and_its_outcome_is_listed_with_what_was_told_of_nobody(
    house: House, administrator: Caller, advisor: Caller, software: Receiver
) -> None:
    key = house.key()
    administrator.submit(page_of(key), adresse=software.url)
    assert administrator.submit(page_of(key) + "/essai").status_code == 303
    referral = advisor.prepare().json()["id"]
    software.answer = lambda taken: 500 if taken.told["type"] == "referral.changed" else 204
    house.send()
    shown = administrator.page(page_of(key)).text
    assert "Une orientation a changé" in shown
    assert "le serveur a répondu 500" in shown
    assert "Essai" in shown
    for hidden in (referral, OWN, "prepared"):
        assert hidden not in shown
    ids = {taken.id for taken in software.taken}
    assert ids <= set(re.findall(r"[0-9a-f]{32}", shown))


def test_why_nothing_arrives_is_said_in_words(house: House, administrator: Caller) -> None:
    key = house.key()
    administrator.submit(page_of(key), adresse="http://localhost:9/")
    administrator.submit(page_of(key) + "/essai")
    house.send(Rules(plain=True))
    assert "une machine qui n’est pas ouverte à tous" in administrator.page(page_of(key)).text


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("", "ne se lit pas"),
        ("logiciel", "https://"),
        ("https://user:secret@example.org/", "ne se lit pas"),
        ("https://10.0.0.1/", "n’est pas ouverte à tous"),
    ],
)
def test_an_address_that_cannot_be_told_is_refused_and_stays_typed(
    house: House, administrator: Caller, address: str, said: str
) -> None:
    key = house.key()
    answer = administrator.submit(page_of(key), adresse=address)
    assert answer.status_code == 422
    assert said in answer.text
    assert f'value="{address}"' in answer.text
    assert 'aria-invalid="true"' in answer.text


@pytest.mark.parametrize("why", ["another right", "revoked", "has one"])
def test_a_key_that_cannot_be_told_is_refused(
    house: House, administrator: Caller, software: Receiver, why: str
) -> None:
    key = house.key(allow=[Permission.MATCH] if why == "another right" else [Permission.REFERRALS])
    if why == "has one":
        administrator.submit(page_of(key), adresse=software.url)
    if why == "revoked":
        with transaction(house.app.state.engine, writes=True) as session:
            session.get_one(ApiKey, key).revoked_at = house.at
    assert administrator.submit(page_of(key), adresse=software.url).status_code == 422


def test_removed_it_is_forgotten_and_each_change_is_in_the_trail(
    house: House, administrator: Caller, software: Receiver
) -> None:
    key = house.key()
    administrator.submit(page_of(key), adresse=software.url)
    administrator.submit(page_of(key) + "/secret")
    administrator.submit(page_of(key) + "/essai")
    assert administrator.submit(page_of(key) + "/retirer").status_code == 303
    assert administrator.submit(page_of(key) + "/essai").status_code == 404
    assert administrator.submit(page_of("unknown") + "/secret").status_code == 404
    with Session(house.app.state.engine) as session:
        assert session.exec(select(Webhook).where(Webhook.key_id == key)).all() == []
        assert session.exec(select(WebhookDelivery)).all() == []
        entries = session.exec(select(AuditEntry).order_by(AuditEntry.number)).all()  # type: ignore[arg-type]  # a column
        told = [(entry.action, entry.details["key"]) for entry in entries if entry.action.startswith("webhook.")]
        assert told == [(f"webhook.{verb}", key) for verb in ("register", "renew", "ping", "remove")]
        assert all(software.url not in str(entry.details) for entry in entries)


def test_the_page_of_keys_leads_there_only_where_software_can_be_told(house: House, administrator: Caller) -> None:
    told, not_told = house.key(), house.key(allow=[Permission.MATCH])
    shown = administrator.page("/administration/cles").text
    assert page_of(told) in shown
    assert page_of(not_told) not in shown
