import json
import os
import signal
import socket
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from network_data.demo.team import demonstration_keys
from tests.cli.running import MAILLAGE, run, stopped


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that something listens to already."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
    return port


@contextmanager
def served(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A real server, told to stop as a person would."""
    with subprocess.Popen([MAILLAGE, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=60)


def announced(process: subprocess.Popen[str]) -> str:
    """The line that says where it is; the port answers from then on."""
    assert process.stderr is not None
    return process.stderr.readline()


def get(port: int, path: str) -> Any:
    """What the server answers to the demonstration's first key."""
    headers = {"Authorization": f"Bearer {demonstration_keys()[0].shown}"}
    asked = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=headers)
    with urllib.request.urlopen(asked, timeout=60) as response:
        return json.load(response)


def test_the_demonstration_is_prepared_and_says_where_it_is(elsewhere: Path) -> None:
    result = run("demo", "--no-serve", "--json", "--port", "8123")
    assert result.exit_code == 0
    told = json.loads(result.stdout)
    assert told["database_url"] == f"sqlite:///{elsewhere / 'var' / 'demo.sqlite'}"
    assert told["url"] == "http://127.0.0.1:8123"
    assert told["accounts"]["advisor"].keys() == {"login", "password"}
    assert "rejoue" in told["api_keys"]


def test_the_demonstration_answers_other_commands(monkeypatch: pytest.MonkeyPatch) -> None:
    told = json.loads(run("demo", "--no-serve", "--json").stdout)
    monkeypatch.setenv("MAILLAGE_DATABASE_URL", told["database_url"])
    assert len(json.loads(run("suggest", "P-0417", "--json").stdout)["barriers"]) == 7


def test_the_demonstration_is_kept_until_it_is_reset(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = json.loads(run("demo", "--no-serve", "--json").stdout)
    monkeypatch.setenv("MAILLAGE_DATABASE_URL", told["database_url"])
    versions = [json.loads(run("plan", "P-0417", "--json").stdout)["network_version"]]
    for arguments in ((), ("--reset",)):
        assert run("demo", "--no-serve", *arguments).exit_code == 0
        versions.append(json.loads(run("plan", "P-0417", "--json").stdout)["network_version"])
    assert versions[0] == versions[1] != versions[2]
    assert sorted(path.name for path in (elsewhere / "var").iterdir() if path.suffix == ".sqlite") == ["demo.sqlite"]


def test_a_file_in_the_place_of_the_folder_is_told(elsewhere: Path) -> None:
    (elsewhere / "var").touch()
    assert stopped("demo", "--no-serve").startswith(f"{elsewhere / 'var'} existe déjà et n’est pas un dossier.")


def test_a_real_server_answers_then_stops_when_interrupted() -> None:
    port = free_port()
    with served("demo", "--port", str(port)) as process:
        assert f"http://127.0.0.1:{port}, pour cette machine seulement" in announced(process)
        assert get(port, "/health/ready") == {"status": "ok"}
        assert get(port, "/api/v1/persons?size=1")["total"] == 50
    assert process.returncode == 0


def test_several_workers_share_the_port_and_the_network_and_do_without_one_that_dies(demonstration: str) -> None:
    port = free_port()
    with served("serve", "--port", str(port), "--workers", "2") as process:
        announced(process)
        assert get(port, "/health/ready") == {"status": "ok"}
        first, second = workers_of(process)
        assert all(2 * sum(sizes(worker, "Private_")) < sum(sizes(worker, "Rss")) for worker in (first, second))
        os.kill(first, signal.SIGKILL)
        assert get(port, "/health/ready") == {"status": "ok"}
        assert second in workers_of(process)
    assert process.returncode == 0


def workers_of(process: subprocess.Popen[str]) -> list[int]:
    """The processes that a server started."""
    return [int(one) for one in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]


def sizes(process: int, kind: str) -> Iterator[int]:
    """What the system says of the memory of a process, in KB: all of it (``Rss``), what it shares with no other."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    return (int(line.split()[1]) for line in lines if line.startswith(kind))


def test_a_port_already_taken_is_told(demonstration: str, taken: int) -> None:
    for command in (("serve",), ("demo",)):
        result = run(*command, "--port", str(taken))
        assert result.exit_code == 2
        assert result.stderr == f"Le port {taken} est déjà pris. Choisissez-en un autre avec --port.\n"


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.10", "::", "example.org"])
def test_without_https_no_other_machine_is_served(demonstration: str, host: str) -> None:
    assert stopped("serve", "--host", host).startswith("Sans HTTPS, Maillage ne s’ouvre qu’à cette machine")
