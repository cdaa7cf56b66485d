"""Webhooks from the command line: registered and shown once, listed, tried, sent and removed."""

import json

import pytest

from tests.cli.running import run, stopped
from tests.webhooks.receiver import receiving

OPEN = "https://logiciel.example.org/maillage"


@pytest.fixture
def key(demonstration: str) -> str:
    """A key that follows referrals; its id."""
    made = run("key", "add", "rejoue", "Suivi", "--allow", "referrals", "--json")
    return str(json.loads(made.stdout)["id"])


def test_software_is_told_once_it_is_registered_until_it_is_removed(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = run("webhook", "add", key, OPEN).stdout.split()[-1]
    assert secret.startswith("whsec_")
    listed = run("webhook", "list", "--json").stdout
    assert secret not in listed
    assert json.loads(listed) == [{"key": key, "url": OPEN, "waiting": 0, "delivered": 0, "void": 0, "failed": 0}]
    assert run("webhook", "renew", key).stdout.split()[-1] != secret
    assert run("webhook", "test", key).exit_code == 0
    (waiting,) = json.loads(run("webhook", "deliveries", key, "--json").stdout)
    assert (waiting["event"], waiting["state"]) == ("ping", "waiting")
    assert run("webhook", "remove", key).exit_code == 0
    assert json.loads(run("webhook", "list", "--json").stdout) == []
    assert "Aucune annonce" in run("webhook", "send").stdout


def test_what_waits_is_sent_where_the_settings_allow(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAILLAGE_DEMONSTRATION", "1")
    with receiving() as software:
        assert "n’est pas ouverte à tous" in stopped("webhook", "add", key, software.url)
        monkeypatch.setenv("MAILLAGE_WEBHOOK_NETWORKS", "127.0.0.0/8")
        run("webhook", "add", key, software.url)
        run("webhook", "test", key)
        assert json.loads(run("webhook", "send", "--json").stdout) == {"204": 1}
        assert [taken.told["type"] for taken in software.taken] == ["ping"]
    shown = run("webhook", "list").stdout + run("webhook", "deliveries", key).stdout
    assert "ping" in shown


def test_plain_http_is_refused_outside_the_demonstration(key: str) -> None:
    assert "https://" in stopped("webhook", "add", key, "http://logiciel.example.org/")
    assert "n’existe pas" in stopped("webhook", "add", "unknown", OPEN)
    assert "prévenu nulle part" in stopped("webhook", "test", key)


def test_every_network_there_is_is_no_setting(demonstration: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAILLAGE_WEBHOOK_NETWORKS", "0.0.0.0/0")
    assert "MAILLAGE_WEBHOOK_NETWORKS" in stopped("webhook", "list")
