"""Commands run where nothing of this machine reaches them, over a demonstration made once."""

import shutil
from pathlib import Path

import pytest

from api.settings import Settings
from tests.api.serving import load
from tests.databases import SqliteDatabases

SECRET = "what-the-tests-seal-with-and-nobody-else-would-think-of"
"""What an installation of the tests seals with."""


@pytest.fixture(scope="session")
def demonstration_file(sqlite_databases: SqliteDatabases, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that holds the demonstration of a fixed day; to be copied, not changed."""
    folder: Path = tmp_path_factory.mktemp("demonstration")
    with sqlite_databases.fresh_url(folder) as url:
        load(url)
    return folder / "maillage.sqlite"


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to stand in, without any setting of whoever runs the tests."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(f"MAILLAGE_{name.upper()}", raising=False)
    monkeypatch.setenv("MAILLAGE_SECRET_KEY", SECRET)
    monkeypatch.setenv("MAILLAGE_INSECURE_COOKIES", "1")
    return tmp_path


@pytest.fixture
def demonstration(demonstration_file: Path, elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a demonstration of one's own, set as the database of commands."""
    shutil.copy(demonstration_file, elsewhere / "demonstration.sqlite")
    url = f"sqlite:///{elsewhere / 'demonstration.sqlite'}"
    monkeypatch.setenv("MAILLAGE_DATABASE_URL", url)
    return url
