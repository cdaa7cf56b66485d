"""Where nothing may be skipped, a skip is a failure that says why."""

import pytest

from tests.conftest import NO_SKIP, refuse_skip
from tests.shared_data import SHARED


def skipped(reason: str) -> pytest.TestReport:
    where = ("tests/test_x.py", 1, f"Skipped: {reason}")
    return pytest.TestReport("tests/test_x.py::test_x", ("", 1, ""), {}, "skipped", where, "setup")


def test_a_skip_fails_where_the_environment_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NO_SKIP, "1")
    report = skipped("PostgreSQL is absent")
    refuse_skip(report)
    assert report.failed
    assert "PostgreSQL is absent" in str(report.longrepr)


def test_a_skip_stays_a_skip_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(NO_SKIP, raising=False)
    report = skipped("PostgreSQL is absent")
    refuse_skip(report)
    assert report.skipped


def test_reference_data_may_only_be_missed_where_they_are_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NO_SKIP, "1")
    report = skipped("The reference data are absent: no folder `shared` beside the repository.")
    refuse_skip(report)
    assert report.failed == SHARED.is_dir()
