"""A programme's database, put back as it was after requests that may have changed it."""

import shutil
from pathlib import Path

from fastapi import FastAPI


class PutBack:
    """A copy of an application's SQLite database, to go back to: quicker than entering everything again."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app
        self._file = Path(str(app.state.engine.url.database))
        self._saved = self._file.with_suffix(".saved")

    def save(self) -> None:
        """Remembers the database as it stands."""
        self._close()
        shutil.copy(self._file, self._saved)
        self._as_saved = self._changed_at()

    def restore(self) -> None:
        """Puts it back as it was when it was saved; most requests that are refused have written nothing."""
        self._app.state.background.wait()
        if self._written_beside() == 0 and self._changed_at() == self._as_saved:
            return
        self._close()
        for side in ("-wal", "-shm"):
            self._file.with_name(self._file.name + side).unlink(missing_ok=True)
        shutil.copy(self._saved, self._file)
        self._as_saved = self._changed_at()

    def _written_beside(self) -> int:
        """The length of what was written since the file was last opened: all of it goes beside the file first."""
        beside = self._file.with_name(self._file.name + "-wal")
        return beside.stat().st_size if beside.exists() else 0

    def _changed_at(self) -> tuple[int, int]:
        """When the file itself was changed for the last time, and its size."""
        known = self._file.stat()
        return known.st_mtime_ns, known.st_size

    def _close(self) -> None:
        """The last connection that closes writes what is still beside the file into it."""
        self._app.state.background.wait()
        self._app.state.engine.dispose()
