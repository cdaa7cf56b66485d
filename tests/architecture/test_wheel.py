"""What is installed is whole: data files, templates and migrations travel in the wheel, and work from there."""

import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.architecture.source import PACKAGES, ROOT


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an installation from the wheel."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    site = folder / "site"
    ZipFile(next(folder.glob("*.whl"))).extractall(site)
    return site


def files_of(folder: Path) -> set[str]:
    found = (path for package in PACKAGES for path in (folder / package).rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix() for path in found if "__pycache__" not in path.parts}


def test_every_file_of_the_three_packages_is_in_the_wheel(installed: Path) -> None:
    assert files_of(installed) == files_of(ROOT)


def test_the_wheel_holds_nothing_else_but_what_describes_it(installed: Path) -> None:
    strange = {path.name for path in installed.iterdir()} - set(PACKAGES)
    assert all(name.endswith(".dist-info") for name in strange)


def test_the_licence_and_the_attributions_travel_along(installed: Path) -> None:
    licences = next(installed.glob("*.dist-info")) / "licenses"
    assert {path.name for path in licences.iterdir()} == {"LICENSE", "NOTICE"}


def test_an_installation_migrates_a_database_from_any_folder(installed: Path, tmp_path: Path) -> None:
    script = (
        "import network_data; print(network_data.__file__)\n"
        "from network_data.database import open_engine\n"
        "from network_data.migrations import check, is_current, upgrade\n"
        "engine = open_engine('sqlite:///new.sqlite')\n"
        "upgrade(engine)\n"
        "print(is_current(engine), check(engine))\n"
    )
    outcome = subprocess.run(
        [sys.executable, "-W", "error", "-c", script],
        cwd=tmp_path,
        env={"PYTHONPATH": str(installed)},
        check=True,
        capture_output=True,
        text=True,
    )
    assert outcome.stdout.splitlines() == [str(installed / "network_data/__init__.py"), "True ()"]
    assert outcome.stderr == ""
