"""Keys from the command line: made and shown once, listed without their secret, revoked at once."""

from starlette.testclient import TestClient

from tests.api.serving import serving
from tests.cli.running import run, stopped


def made(*arguments: str) -> str:
    """The key that ``maillage key add`` shows."""
    result = run("key", "add", "rejoue", "Paie", *arguments)
    assert result.exit_code == 0, result.stderr
    return next(word for word in result.stdout.split() if word.startswith("mlg_"))


def status(client: TestClient, path: str, shown: str) -> int:
    return client.get(path, headers={"Authorization": f"Bearer {shown}"}).status_code


def test_a_key_does_what_it_was_allowed_until_it_is_revoked(demonstration: str) -> None:
    shown = made("--allow", "network")
    key_id, secret = shown.split("_")[1:3]
    with serving(demonstration) as client:
        assert status(client, "/api/v1/partners", shown) == 200
        assert status(client, "/api/v1/persons", shown) == 403
        listed = run("key", "list").stdout
        assert key_id in listed
        assert secret not in listed
        assert run("key", "revoke", key_id).exit_code == 0
        assert status(client, "/api/v1/partners", shown) == 401


def test_a_key_of_no_chantier_is_refused_in_one_line(demonstration: str) -> None:
    assert len(stopped("key", "add", "ailleurs", "Paie", "--allow", "match").splitlines()) == 1
