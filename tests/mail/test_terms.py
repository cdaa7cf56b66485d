"""The mail server as it is set: what makes no sense is told at start, what does not answer by the check."""

import pytest

from tests.cli.running import run, stopped
from tests.mail.postbox import Postbox, postbox

SENDER = "Maillage <maillage@example.org>"
SECRET = "what-the-tests-seal-with-and-nobody-else-would-think-of"


@pytest.fixture(autouse=True)
def settings(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    """An installation with a database, and mail half set."""
    monkeypatch.chdir(str(tmp_path))
    monkeypatch.setenv("MAILLAGE_SECRET_KEY", SECRET)
    monkeypatch.setenv("MAILLAGE_MAIL_FROM", SENDER)


@pytest.mark.parametrize(
    ("url", "sender", "said"),
    [
        ("http://mail.example.org", SENDER, "ne désigne pas un serveur de courrier"),
        ("smtp://", SENDER, "ne désigne pas un serveur de courrier"),
        ("smtp://mail.example.org:many", SENDER, "ne désigne pas un serveur de courrier"),
        ("smtp://mail.example.org/inbox", SENDER, "ne désigne pas un serveur de courrier"),
        ("smtp://user:hush@mail.example.org", SENDER, "mot de passe en clair"),
        ("smtp://127.0.0.1", "", "MAILLAGE_MAIL_FROM"),
        ("smtp://127.0.0.1", "nobody", "MAILLAGE_MAIL_FROM"),
        ("smtp://127.0.0.1", "a@b\r\nBcc: c@d", "MAILLAGE_MAIL_FROM"),
    ],
)
def test_settings_that_make_no_sense_say_what_to_write(
    monkeypatch: pytest.MonkeyPatch, url: str, sender: str, said: str
) -> None:
    monkeypatch.setenv("MAILLAGE_SMTP_URL", url)
    monkeypatch.setenv("MAILLAGE_MAIL_FROM", sender)
    told = stopped("mail", "check")
    assert said in told
    assert "hush" not in told


def test_the_demonstration_writes_to_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAILLAGE_DEMONSTRATION", "1")
    monkeypatch.setenv("MAILLAGE_SMTP_URL", "smtp://mail.example.org")
    assert "n’écrit à personne" in stopped("mail", "check")


def test_a_server_that_serves_us_is_told_so_and_may_be_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    with postbox() as box:
        monkeypatch.setenv("MAILLAGE_SMTP_URL", f"smtp://127.0.0.1:{box.port}")
        assert run("mail", "check", "--to", "moi@example.org").exit_code == 0
        (message,) = box.taken
        assert (message["To"], message["Subject"]) == ("moi@example.org", "Essai de Maillage")


def test_a_server_that_does_not_serve_us_is_told_with_what_to_look_at(monkeypatch: pytest.MonkeyPatch) -> None:
    with postbox(to_address=lambda _: "550 5.1.1 No") as box:
        for scheme, said in (("starttls", "ne sait pas STARTTLS"), ("smtps", "certificat"), ("smtp", "")):
            monkeypatch.setenv("MAILLAGE_SMTP_URL", f"{scheme}://user:hush@127.0.0.1:{box.port}")
            told = stopped("mail", "check")
            assert said in told
            assert "hush" not in told
        monkeypatch.setenv("MAILLAGE_SMTP_URL", f"smtp://127.0.0.1:{box.port}")
        assert "5.1.1" in stopped("mail", "check", "--to", "moi@example.org")
    assert "Rien n’écoute" in stopped("mail", "check")


def test_without_a_server_mail_says_what_to_set() -> None:
    for command in ("check", "send"):
        assert "MAILLAGE_SMTP_URL" in stopped("mail", command)


def test_the_password_is_not_shown_with_the_terms() -> None:
    assert "password" not in repr(Postbox().terms)
