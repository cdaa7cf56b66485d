import subprocess
import sys

import pytest

from tests.cli.running import run, stopped

COMMANDS = (
    ("demo",),
    ("serve",),
    ("import",),
    ("suggest",),
    ("plan",),
    ("why",),
    ("db",),
    ("db", "upgrade"),
    ("db", "check"),
)


@pytest.mark.parametrize("command", [(), *COMMANDS])
def test_help_is_in_french(command: tuple[str, ...]) -> None:
    result = run(*command, "--help")
    assert result.exit_code == 0
    assert "Utilisation : " in result.stdout
    for english in ("Usage", "Commands", "Arguments:", "Options:", "Show this", "required", "default"):
        assert english not in result.stdout


def test_help_lists_every_command() -> None:
    listed = run("--help").stdout
    assert all(f"\n  {command[0]} " in listed for command in COMMANDS)


def test_asking_nothing_shows_the_help() -> None:
    result = run()
    assert result.exit_code == 2
    assert "Utilisation : maillage" in result.stdout


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("sugest",), "Cette commande n’existe pas ou a un mot de trop."),
        (("plan", "P-1", "P-2"), "Cette commande n’existe pas ou a un mot de trop."),
        (("plan", "--jason"), "L’option --jason n’existe pas."),
        (("import",), "Il manque 'FORMAT'."),
        (("import", "finess"), "Il manque 'FICHIER...'."),
        (("demo", "--port", "99999"), "La valeur donnée à '--port' ne convient pas."),
        (("demo", "--port", "huit mille"), "La valeur donnée à '--port' ne convient pas."),
        (("plan", "--profile"), "L’option --profile est mal employée."),
    ],
)
def test_a_command_badly_written_says_where_to_look(command: tuple[str, ...], said: str) -> None:
    told = stopped(*command)
    assert told.startswith(said)
    assert "--help »" in told
    assert "\n" not in told


def test_asking_for_help_loads_neither_the_engine_nor_a_web_server() -> None:
    code = (
        "import sys\nfrom api.cli import app\n"
        "try:\n    app(['--help'])\nexcept SystemExit:\n    pass\n"
        "heavy = {'numpy', 'fastapi', 'uvicorn', 'ortools', 'sqlmodel', 'networkx', 'alembic', 'babel'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    process = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, timeout=60, text=True)
    assert process.stdout.splitlines()[-1] == "[]"
