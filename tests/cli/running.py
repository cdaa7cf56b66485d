"""Runs commands: within this process mostly, as a real one where that is the point."""

import os
import subprocess
import sys
from pathlib import Path

from typer.testing import CliRunner, Result

from api.cli import app

MAILLAGE = Path(sys.executable).with_name("maillage")


def run(*arguments: str, given: str | bytes | None = None) -> Result:
    """Runs a command within this process."""
    return CliRunner().invoke(app, arguments, input=given)


def stopped(*arguments: str, given: str | bytes | None = None) -> str:
    """What a command says on standard error when it cannot do what it is asked; nothing on standard output."""
    result = run(*arguments, given=given)
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    return result.stderr.strip()


def run_for_real(*arguments: str, given: bytes | None = None, **settings: str) -> subprocess.CompletedProcess[bytes]:
    """Runs the installed command as a process of its own."""
    return subprocess.run(
        [MAILLAGE, *arguments],
        input=given,
        capture_output=True,
        check=False,
        timeout=60,
        env={**os.environ, **settings},
    )
