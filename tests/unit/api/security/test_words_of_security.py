"""Small decisions of security that need no database: where one may be led, what a browser is called, passwords."""

import pytest
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from api.security.devices import device_of
from api.security.passwords import SHORTEST, Passwords, weakness
from api.web.account.local_paths import local_path


@pytest.mark.parametrize("path", ["/", "/compte", "/personnes/P-0417?ordre=x", "/partenaires?q=%C3%A9t%C3%A9&page=2"])
def test_pages_of_ours_are_where_one_may_be_led(path: str) -> None:
    assert local_path(path) == path


@pytest.mark.parametrize(
    "path",
    [
        "",
        "compte",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example/",
        "javascript:alert(1)",
        "/\n/evil.example",
        "/\x00",
        "/compté",
        "/" + "a" * 500,
    ],
)
def test_anything_else_leads_to_the_first_page(path: str) -> None:
    assert local_path(path) == "/"


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        (None, ""),
        ("curl/8.5", ""),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/126.0 Safari/537.36 Edg/126.0", "Edge, Windows"),
        ("Mozilla/5.0 (Linux; Android 14; Pixel 8) Chrome/126.0 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) Version/17.5 Safari/605.1", "Safari, Mac"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox, Linux"),
    ],
)
def test_a_browser_is_called_as_its_owner_would(user_agent: str | None, name: str) -> None:
    assert device_of(user_agent) == name


@pytest.mark.parametrize(
    "password",
    [
        "cheval correct agrafe pile",
        "Zt9!kLmQ27vx",
        "mot de passe de Jeanne à Pantin",
        "horse battery staple dragon",
        "🐎 cheval 🔋 pile",
        "Rue des Pyrénées, un matin de pluie, " * 3,
    ],
)
def test_a_long_enough_password_will_do(password: str) -> None:
    assert weakness(password, "amina") is None


@pytest.mark.parametrize(
    "password",
    [
        "onze lettre",
        "",
        "MotDePasse2024",
        "azertyuiop1234",
        "aaaaaaaaaaaaaa",
        "amina.amina.12",
        "P@ssw0rd!P@ssw0rd!",
        "Soleil2024!!",
        "convergence93",
        "unlucky13unlucky",
    ],
)
def test_a_password_easily_guessed_will_not(password: str) -> None:
    assert weakness(password, "amina") is not None


def test_none_of_the_most_common_passwords_of_breaches_will_do() -> None:
    common = FREQUENCY_LISTS["passwords"]
    assert len(common) >= 10_000
    assert [each for each in common if weakness(each, "amina") is None] == []
    lengthened = [f"{each}{'2024!'[: 5 - len(each) % 2]}" for each in common if SHORTEST - 4 <= len(each) <= 20]
    assert len(lengthened) > 1_000
    assert [each for each in lengthened if weakness(each, "amina") is None] == []


def test_what_is_refused_is_told_in_words_with_what_to_do_instead() -> None:
    for password in ("aaaaaaaaaaaaaa", "Soleil2024!!"):
        refused = weakness(password, "amina")
        assert refused is not None
        assert "quatre mots" in refused.text


def test_a_password_is_kept_as_argon2id_and_known_again() -> None:
    passwords = Passwords()
    kept = passwords.hash("cheval correct agrafe pile")
    assert kept.startswith("$argon2id$")
    assert passwords.check("cheval correct agrafe pile", kept)
    assert not passwords.check("cheval correct agrafe pil", kept)
    assert not passwords.check("", None)
