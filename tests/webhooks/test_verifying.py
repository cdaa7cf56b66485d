"""Whoever holds the secret knows what is ours: by the example of docs/webhooks.md, run as it is printed."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from api.webhooks.signing import new_signing_secret, signed_headers
from network_data.database import transaction
from network_data.repositories.webhooks import BOTH_SIGN
from tests.api.referring import Caller
from tests.architecture.source import ROOT
from tests.webhooks.house import House
from tests.webhooks.receiver import Receiver

Verifies = Callable[[str, dict[str, str], bytes], bool]
BODY = b'{"type":"ping"}'


@pytest.fixture(scope="module")
def is_ours() -> Verifies:
    """The example, as software that copied it would run it."""
    printed = re.search(r"```python\n(.*?)```", (ROOT / "docs" / "webhooks.md").read_text(encoding="utf-8"), re.DOTALL)
    assert printed is not None
    names: dict[str, Any] = {}
    exec(printed[1], names)
    found: Verifies = names["is_ours"]
    return found


def test_what_we_send_is_recognised_and_nothing_else(is_ours: Verifies) -> None:
    secret, now = new_signing_secret(), datetime.now(UTC)
    headers = dict(signed_headers("d1", [secret], now, BODY))
    assert is_ours(secret, headers, BODY)
    assert not is_ours(secret, headers, BODY + b" ")
    assert not is_ours(new_signing_secret(), headers, BODY)
    assert not is_ours(secret, headers | {"webhook-id": "d2"}, BODY)
    moved = str(int(headers["webhook-timestamp"]) + 60)
    assert not is_ours(secret, headers | {"webhook-timestamp": moved}, BODY)
    assert not is_ours(secret, dict(signed_headers("d1", [secret], now - timedelta(minutes=6), BODY)), BODY)


def test_a_delivery_is_signed_by_the_secret_that_was_shown(
    is_ours: Verifies, house: House, advisor: Caller, software: Receiver
) -> None:
    secret = house.register(house.key(), software.url)
    advisor.prepare()
    house.at = datetime.now(UTC)
    house.send()
    (taken,) = software.taken
    assert is_ours(secret, dict(taken.headers), taken.body)
    assert secret.encode() not in taken.body


def test_both_secrets_sign_for_a_day_after_a_change_then_the_new_one_alone(
    is_ours: Verifies, house: House, advisor: Caller, software: Receiver
) -> None:
    key = house.key()
    former = house.register(key, software.url)
    house.at = datetime.now(UTC) - BOTH_SIGN
    with transaction(house.app.state.engine, writes=True) as session:
        new = house.webhooks(session).renew(key)
        house.webhooks(session).ping(key)
    house.at += BOTH_SIGN - timedelta(seconds=1)
    house.send()
    both = software.taken.pop()
    assert is_ours(former, dict(both.headers), both.body)
    assert is_ours(new, dict(both.headers), both.body)
    with transaction(house.app.state.engine, writes=True) as session:
        house.webhooks(session).ping(key)
    house.at += timedelta(seconds=1)
    house.send()
    (alone,) = software.taken
    assert not is_ours(former, dict(alone.headers), alone.body)
    assert is_ours(new, dict(alone.headers), alone.body)
