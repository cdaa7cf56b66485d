"""A real PostgreSQL for the tests: in a folder of its own, reached through a socket there, thrown away after."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from pwd import getpwnam
from tempfile import mkdtemp

DEBIAN_BINARIES = Path("/usr/lib/postgresql")
ABSENT = "PostgreSQL is absent: `apt-get install postgresql` lets this test run on it too."
_FOR_SPEED = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c max_connections=300"
_ROOT = 0


def find_binaries() -> Path | None:
    """The folder of ``initdb`` and ``pg_ctl``, newest version first, or None."""
    versions = sorted(DEBIAN_BINARIES.glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]), reverse=True)
    on_path = shutil.which("initdb")
    candidates = [*versions, *([Path(on_path)] if on_path else [])]
    return candidates[0].parent if candidates else None


class Server:
    """A running server. ``run_as``: the words before each of its commands, since it refuses to run as root."""

    def __init__(self, binaries: Path, folder: Path, run_as: tuple[str, ...]) -> None:
        self._binaries = binaries
        self._folder = folder
        self._run_as = run_as

    def url(self, database: str) -> str:
        """The address of one of its databases."""
        return f"postgresql://postgres@/{database}?host={self._folder}"

    def start(self) -> None:
        self._run("initdb", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
        only_by_socket = f"-c listen_addresses='' -k {self._folder} {_FOR_SPEED}"
        self._run("pg_ctl", "start", "--wait", "--silent", f"--log={self._folder}/log", "--options", only_by_socket)

    def stop(self) -> None:
        self._run("pg_ctl", "stop", "--mode=immediate", "--silent")

    def _run(self, command: str, *arguments: str) -> None:
        words = [*self._run_as, str(self._binaries / command), "--pgdata", str(self._folder / "data"), *arguments]
        # Not captured through a pipe: the server would inherit it and keep it open.
        with (self._folder / "commands").open("a+") as output:
            done = subprocess.run(words, stdout=output, stderr=output, cwd=self._folder, check=False)
            output.seek(0)
            assert done.returncode == 0, output.read()


@contextmanager
def running(binaries: Path) -> Iterator[Server]:
    """A server for as long as the block lasts."""
    folder = Path(mkdtemp(prefix="maillage-pg-"))
    run_as: tuple[str, ...] = ()
    if os.geteuid() == _ROOT:
        owner = getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        run_as = ("runuser", "-u", "postgres", "--")
    server = Server(binaries, folder, run_as)
    try:
        server.start()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder)
